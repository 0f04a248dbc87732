/// Comma-separated values as RFC 4180 has them, lines ending in a line feed.
enum CSVText {
  /// A line of the fields. A missing value is an empty field; an empty text is a quoted one.
  ///
  /// A text that a spreadsheet would take for a formula gets an apostrophe in front.
  static func line(_ fields: [String?]) -> String {
    fields.map { $0.map(quoted) ?? "" }.joined(separator: ",") + "\n"
  }

  private static func quoted(_ text: String) -> String {
    let isFormula =
      text.utf8.first.map { [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains($0) } ?? false
    let safe = isFormula && Double(text) == nil ? "'" + text : text
    let needsQuotes = safe.isEmpty || safe.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
  }
}
