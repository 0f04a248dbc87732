/// Goes along a journal's chain, one event after the other, and says what broke it.
struct ChainWalk {
  private let first: Int64
  /// The event expected next.
  private(set) var next: Int64 = 1
  /// The link before it.
  private(set) var link: EventHash
  /// How far apart a removed event's neighbours may be to be told from an altered one.
  private static let reach: Int64 = 4_096

  init(record: ChainRecord, identity: RunIdentity) {
    first = record.first
    link = EventHash(identity: identity)
  }

  /// Takes the next stored event. Returns what is wrong with it, or nil.
  mutating func take(
    _ rows: [LinkedRow], at index: Int, in reader: JournalReader
  ) throws(JournalError) -> JournalVerification.Problem? {
    let row = rows[index]
    guard row.event.seq == next else {
      let last = row.event.seq - 1
      return problem(
        .missing,
        last == next ? "event \(next) is missing" : "events \(next) to \(last) are missing")
    }
    if next < first {
      guard !row.hasHash else {
        return problem(.altered, "event \(next) has a link, but the chain begins at \(first)")
      }
      next += 1
      return nil
    }
    let computed = row.link(at: next, after: link)
    guard row.hash == computed else {
      let following = index + 1 < rows.count ? rows[index + 1] : nil
      return try diagnosis(row, following: following, in: reader)
    }
    link = computed
    next += 1
    return nil
  }

  private func problem(
    _ kind: JournalVerification.Problem.Kind, _ message: String
  ) -> JournalVerification.Problem {
    JournalVerification.Problem(kind: kind, seq: next, message: message)
  }

  /// Why a stored link is not the one that the event should have.
  private func diagnosis(
    _ row: LinkedRow, following: LinkedRow?, in reader: JournalReader
  ) throws(JournalError) -> JournalVerification.Problem {
    let name = "event \(next) (\(row.event.kind))"
    guard let stored = row.hash else { return problem(.altered, "\(name) has lost its link") }
    if let following {
      // The link before the next event is this event's stored one, whatever number each had.
      for gone in 1...Self.reach
      where following.link(at: next + 1 + gone, after: stored) == following.hash {
        let events = gone == 1 ? "event \(next) was" : "events \(next) to \(next + gone - 1) were"
        return problem(.missing, "\(events) removed and the later ones renumbered")
      }
      if following.link(at: next, after: link) == following.hash {
        return problem(.inserted, "\(name) was put in and the later ones renumbered")
      }
    }
    if let origin = try origin(of: row, in: reader) {
      return problem(.reordered, "event \(next) holds what was event \(origin) (\(row.event.kind))")
    }
    if next == first {
      return problem(.altered, "\(name), or what the journal says of its run, was altered")
    }
    return problem(.altered, "\(name) was altered")
  }

  /// The place in the chain where the row's content was written, or nil when it was nowhere.
  private func origin(
    of row: LinkedRow, in reader: JournalReader
  ) throws(JournalError) -> Int64? {
    var previous = link
    var from = next
    while true {
      let rows = try reader.linkedRows(from: from, to: .max)
      guard let last = rows.last else { return nil }
      for other in rows {
        let link = row.link(at: other.event.seq, after: previous)
        if other.event.seq != next, link == other.hash || link == row.hash {
          return other.event.seq
        }
        guard let hash = other.hash else { return nil }
        previous = hash
      }
      from = last.event.seq + 1
    }
  }
}
