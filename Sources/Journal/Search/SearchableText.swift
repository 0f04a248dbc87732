import Core

/// What of an event can be searched.
enum SearchableText {
  /// The fields of an event's body that hold text, in the order of the index's query.
  static let fields = [
    "program", "input", "message", "chain", "answer", "output", "detail", "rule", "code", "cause",
  ]
  /// The kinds of events that hold text.
  static let kinds: [RunEvent.Kind] = [
    .taskProposed, .taskRejected, .taskValidated, .taskHeld, .rolloutFinished, .flagRaised,
    .alarmRaised,
  ]

  /// The text as it is indexed: as it was written, what it looks like, and what is hidden in it.
  ///
  /// So a word that is cut by a zero-width space, written with look-alike letters or encoded in tag
  /// characters is found as the word.
  static func indexed(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 || $0 < 0x09 }) else { return text }
    let hidden = HiddenText(text).findings.compactMap(\.message)
    return ([text, TextSkeleton.of(text)] + hidden).joined(separator: "\n")
  }
}
