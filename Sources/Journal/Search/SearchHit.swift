import Core
import Foundation
import GRDB

/// An event that a search found.
public struct SearchHit: Codable, Hashable, Sendable {
  public var seq: Int64
  public var step: Int
  /// The event's kind, for example `rollout.finished`.
  public var kind: String
  public var task: TaskID?
  public var rollout: RolloutID?
  /// Where the text is: `task`, `chain` or `flag`.
  public var field: String
  /// The line around the first word that was found, as the model wrote it. Untrusted.
  public var excerpt: String
}

extension SearchIndex {
  /// The newest events that hold the text, with the lines around what was found, the newest first.
  public func hits(_ query: SearchQuery, limit: Int) throws(JournalError) -> [SearchHit] {
    let seqs = try search(query, limit: limit)
    var hits: [SearchHit] = []
    hits.reserveCapacity(seqs.count)
    for seq in seqs {
      if let hit = try reader.hit(seq, for: query) { hits.append(hit) }
    }
    return hits
  }
}

extension JournalReader {
  /// What to show of an event that was found; nil when the journal does not have it.
  fileprivate func hit(_ seq: Int64, for query: SearchQuery) throws(JournalError) -> SearchHit? {
    guard let text = try texts(from: seq, to: seq).first else { return nil }
    let texts: [(SearchQuery.Field, String)] = [
      (.task, text.task), (.chain, text.chain), (.flag, text.flag),
    ]
    let terms = query.terms.filter { !$0.isExcluded }
    let place = texts.lazy.compactMap { field, text -> (SearchQuery.Field, String)? in
      terms.lazy.filter { $0.field == nil || $0.field == field }
        .compactMap { $0.excerpt(of: text) }.first.map { (field, $0) }
    }.first
    let (field, excerpt) =
      place ?? texts.first { !$0.1.isEmpty }.map { ($0, String($1.prefix(80))) } ?? (.task, "")
    return try read { db in
      try Row.fetchOne(
        db.cachedStatement(sql: "SELECT step, kind, task, rollout FROM event WHERE seq = ?"),
        arguments: [seq]
      ).map { row in
        SearchHit(
          seq: seq, step: try row.decode(Int.self, atIndex: 0),
          kind: try row.decode(String.self, atIndex: 1),
          task: try row.decode(String?.self, atIndex: 2).map(TaskID.init(rawValue:)),
          rollout: try row.decode(Int?.self, atIndex: 3).map(RolloutID.init(rawValue:)),
          field: field.rawValue, excerpt: excerpt)
      }
    }
  }
}

extension SearchQuery.Term {
  /// Characters shown before and after what was found.
  private static let margin = 48

  /// The line around the first place of the term's first word in the text.
  fileprivate func excerpt(of text: String) -> String? {
    let word = words.split { !$0.isLetter && !$0.isNumber }.first.map(String.init) ?? words
    let options: String.CompareOptions = [.caseInsensitive, .diacriticInsensitive]
    guard
      let found = text.range(of: words, options: options) ?? text.range(of: word, options: options)
    else { return nil }
    let before = text[..<found.lowerBound].suffix(Self.margin)
    let after = text[found.upperBound...].prefix(Self.margin)
    let start = before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex
    let end = after.firstIndex(of: "\n") ?? after.endIndex
    let isCut = start > text.startIndex && start == before.startIndex
    let goesOn = end < text.endIndex && end == after.endIndex && text[end] != "\n"
    return (isCut ? "…" : "") + String(text[start..<end]) + (goesOn ? "…" : "")
  }
}
