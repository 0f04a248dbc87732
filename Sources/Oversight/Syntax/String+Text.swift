extension String {
  init(_ scalars: some Sequence<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self = String(view)
  }

  /// The text as a detail shows it: in backquotes, cut to a readable length.
  var quoted: String { count > 60 ? "`\(prefix(60))…`" : "`\(self)`" }

  /// Without white space at both ends.
  var trimmedSpace: String {
    let start = unicodeScalars.firstIndex { !$0.properties.isWhitespace } ?? unicodeScalars.endIndex
    let rest = unicodeScalars[start...]
    guard let last = rest.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return String(rest[...last])
  }
}
