import Core

/// The first line of an exported journal: whose it is, and the hash that its events must give.
///
/// It has the number 0 and the kind `journal`, so that whoever reads the lines as a table can tell
/// it from the events.
struct JournalHeader: Codable, Hashable {
  static let kind = "journal"

  var seq: Int64 = 0
  /// When the journal was made, in seconds since 1970.
  var time: Double
  var step = 0
  var kind = JournalHeader.kind
  /// The journal's format.
  var format: Int32
  var run: String
  var seed: UInt64
  var preset: String
  var version: String
  /// How many events follow.
  var events: Int64
  /// The first event that has a link of the hash chain; nil without a chain.
  var chainedFrom: Int64?
  /// The last event's link; nil without a chain.
  var head: String?

  init(identity: RunIdentity, format: Int32, events: Int64, chain: ChainRecord?) {
    time = identity.created
    self.format = format
    run = identity.name
    seed = identity.seed
    preset = identity.preset
    version = identity.version
    self.events = events
    chainedFrom = chain?.first
    head = chain?.hash.description
  }

  var identity: RunIdentity {
    RunIdentity(name: run, seed: seed, preset: preset, version: version, created: time)
  }
}
