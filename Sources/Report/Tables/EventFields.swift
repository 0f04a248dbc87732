import Core

/// What the fields of exported events mean, by kind.
///
/// A field that is not always there is absent, not null, where it has no value. Numbers that JSON
/// cannot write are the strings `NaN`, `Infinity` and `-Infinity`.
public enum EventFields {
  /// The fields that every event begins with.
  public static let common: [(name: String, meaning: String)] = [
    ("seq", "position in the journal, counted from 1 without gaps"),
    ("time", "seconds since 1970; the only field that differs between two runs of the same seed"),
    ("step", "the step during which it happened, counted from 1; 0 before the first"),
    ("kind", "what happened, for example task.proposed"),
  ]

  /// The fields that the events of a kind have of their own, in their order; none for kinds that are
  /// not journaled.
  public static func of(_ kind: RunEvent.Kind) -> [(name: String, meaning: String)] {
    let lines = (ofTasks[kind] ?? ofTheRun[kind] ?? "").split(separator: "\n")
    return lines.compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (
        String(line[..<colon]), line[line.index(after: colon)...].drop { $0 == " " }.description
      )
    }
  }
}
