import Foundation
import GRDB

/// What the journal keeps of its hash chain beside the links: where it begins and how far it goes.
///
/// It is written in the transaction that appends, so it tells when events at the end are missing.
struct ChainRecord: Equatable {
  /// The first event that has a link. Later than 1 when the journal was begun before there was a
  /// chain.
  var first: Int64
  /// The last event.
  var seq: Int64
  /// The last event's link; the identity's before the first.
  var hash: EventHash

  static let update = "UPDATE chain SET seq = ?, hash = ?"

  /// Reads the record; nil when there is none, as in a journal without a chain.
  static func read(_ db: Database) throws -> ChainRecord? {
    guard try db.tableExists("chain"),
      let row = try Row.fetchOne(db, sql: "SELECT first, seq, hash FROM chain"),
      let hash = EventHash(bytes: try row.decode(Data.self, atIndex: 2))
    else { return nil }
    return ChainRecord(
      first: try row.decode(Int64.self, atIndex: 0), seq: try row.decode(Int64.self, atIndex: 1),
      hash: hash)
  }

  /// Writes the record of a chain that begins here. Whatever is before it has been filed.
  func insert(_ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO chain (id, first, seq, hash, filed) VALUES (1, ?, ?, ?, ?)",
      arguments: [first, seq, hash.blob, seq])
  }
}

extension EventHash {
  /// The bytes as SQLite takes them.
  var blob: DatabaseValue { Data(bytes).databaseValue }
}
