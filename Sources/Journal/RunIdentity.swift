/// What is known of a run before its first event, kept in the journal beside the events.
public struct RunIdentity: Hashable, Sendable {
  /// The run's name, which is also its directory's.
  public var name: String
  public var seed: UInt64
  public var preset: String
  /// The version of Proctor that made the journal.
  public var version: String
  /// When the journal was made, in seconds since 1970.
  public var created: Double

  public init(name: String, seed: UInt64, preset: String, version: String, created: Double) {
    self.name = name
    self.seed = seed
    self.preset = preset
    self.version = version
    self.created = created
  }

  /// The identity as rows of the `run` table.
  var rows: [(key: String, value: String)] {
    [
      ("name", name), ("seed", String(seed)), ("preset", preset), ("version", version),
      ("created", created.description),
    ]
  }

  /// Reads the identity back; nil when a row is missing or is no number.
  init?(rows: [String: String]) {
    guard let name = rows["name"], let seed = rows["seed"].flatMap({ UInt64($0) }),
      let preset = rows["preset"], let version = rows["version"],
      let created = rows["created"].flatMap({ Double($0) })
    else { return nil }
    self.init(name: name, seed: seed, preset: preset, version: version, created: created)
  }
}
