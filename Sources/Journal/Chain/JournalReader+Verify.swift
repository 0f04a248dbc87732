import Core
import Foundation
import GRDB

extension JournalReader {
  /// Checks every event against the hash chain, in order, and names the first that is not as it was
  /// written.
  ///
  /// What is appended while it runs is not checked. Memory stays flat.
  ///
  /// - Parameter progress: Called with the events checked and their number, now and then.
  public func verify(
    progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) throws(JournalError) -> JournalVerification {
    let (record, format, identity) = try read { db in
      (
        try ChainRecord.read(db), try JournalSchema.format(db),
        try JournalReader.identity(db, path: path)
      )
    }
    guard let record else { return try verificationWithoutChain(format: format) }
    var walk = ChainWalk(record: record, identity: identity)
    var result = JournalVerification(
      events: 0, chainedFrom: record.first <= record.seq ? record.first : nil, head: record.hash)
    while walk.next <= record.seq {
      let rows = try linkedRows(from: walk.next, to: record.seq)
      if rows.isEmpty { break }
      for index in rows.indices {
        if let problem = try walk.take(rows, at: index, in: self) {
          result.events = walk.next - 1
          result.problem = problem
          return result
        }
      }
      progress(walk.next - 1, record.seq)
    }
    result.events = walk.next - 1
    result.problem = try problemAtTheEnd(walk, record)
    if result.problem == nil { result.problem = try misfiled(upTo: record.seq) }
    return result
  }

  /// A journal that no chain was ever begun in; or one whose chain was taken away.
  private func verificationWithoutChain(format: Int32) throws(JournalError) -> JournalVerification {
    var result = JournalVerification(events: try lastSeq(), chainedFrom: nil, head: nil)
    if format >= 2 {
      result.problem = JournalVerification.Problem(
        kind: .missing, seq: 1, message: "the record of the hash chain was removed")
      result.events = 0
    }
    return result
  }

  private func problemAtTheEnd(
    _ walk: ChainWalk, _ record: ChainRecord
  ) throws(JournalError) -> JournalVerification.Problem? {
    if walk.next <= record.seq {
      let range = walk.next == record.seq ? "is" : "to \(record.seq) are"
      return JournalVerification.Problem(
        kind: .missing, seq: walk.next,
        message: "event \(walk.next) \(range) missing at the end")
    }
    if walk.link != record.hash {
      return JournalVerification.Problem(
        kind: .altered, seq: record.seq,
        message: "the link of event \(record.seq), the last, is not the one that was recorded")
    }
    // A writer may have appended since the record was read, but then the record has moved, too.
    let (last, now) = try read { db in
      (
        try Int64.fetchOne(db, sql: "SELECT max(seq) FROM event") ?? 0,
        try ChainRecord.read(db)?.seq ?? 0
      )
    }
    guard last > now else { return nil }
    return JournalVerification.Problem(
      kind: .inserted, seq: now + 1,
      message: "event \(now + 1) was added behind the last one that the run wrote")
  }

  /// The columns and tables that queries go by repeat what the chained body says.
  private func misfiled(upTo last: Int64) throws(JournalError) -> JournalVerification.Problem? {
    let subject = try read { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT seq FROM event WHERE seq <= ? AND (
            task IS NOT NULL AND task IS NOT json_extract(body, '$.task')
            OR rollout IS NOT NULL AND rollout IS NOT json_extract(body, '$.rollout')
            OR task IS NULL AND kind IN (
              \(EventPlaces.commonList), 'task.held', 'task.reviewed', 'flag.raised')
          ) ORDER BY seq LIMIT 1
          """, arguments: [last])
    }
    if let subject {
      return JournalVerification.Problem(
        kind: .altered, seq: subject,
        message: "event \(subject) is filed under a task or rollout that is not its own")
    }
    guard format >= 3 else { return nil }
    let unfiled = try read { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT seq FROM event WHERE seq <= ?1 AND (
            kind NOT IN (\(EventPlaces.commonList)) AND NOT EXISTS (
              SELECT 1 FROM landmark WHERE kind = event.kind AND seq = event.seq)
            OR seq <= (SELECT filed FROM chain) AND task IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM subject
              WHERE task = event.task AND block = event.seq >> \(EventPlaces.blockBits))
          ) ORDER BY seq LIMIT 1
          """, arguments: [last])
    }
    return unfiled.map {
      JournalVerification.Problem(
        kind: .altered, seq: $0, message: "event \($0) was taken out of the lists of events")
    }
  }

  func linkedRows(from first: Int64, to last: Int64) throws(JournalError) -> [LinkedRow] {
    try read { db in
      try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT \(JournalRow.columns), hash FROM event WHERE seq BETWEEN ? AND ?
            ORDER BY seq LIMIT 2048
            """), arguments: [first, last]
      ).map(LinkedRow.init)
    }
  }
}

/// An event with its stored link.
struct LinkedRow {
  var event: JournalRow
  /// Nil when there is none, and when what is there is no link.
  var hash: EventHash?
  var hasHash: Bool

  init(_ row: Row) throws {
    event = try JournalRow(row)
    let data = try row.decode(Data?.self, atIndex: 5)
    hasHash = data != nil
    hash = data.flatMap { EventHash(bytes: $0) }
  }

  /// The link that the event would have at a place in the chain.
  func link(at seq: Int64, after previous: EventHash) -> EventHash {
    var text = JSONText()
    text.append(bytes: previous.bytes)
    event.appendCanonical(to: &text, seq: seq)
    return EventHash(of: text.bytes)
  }
}
