/// The characters that borders, marks and charts are drawn with; each one column wide.
struct Glyphs: Hashable, Sendable {
  var horizontal: Unicode.Scalar
  var vertical: Unicode.Scalar
  var topLeft: Unicode.Scalar
  var topRight: Unicode.Scalar
  var bottomLeft: Unicode.Scalar
  var bottomRight: Unicode.Scalar
  /// The horizontal line of the focused pane, so that focus shows without colour.
  var horizontalFocus: Unicode.Scalar
  /// Before the selected row.
  var selected: Unicode.Scalar
  /// Between chrome and model text.
  var gutter: Unicode.Scalar
  /// Where text was cut.
  var more: Unicode.Scalar
  var rising: Unicode.Scalar
  var falling: Unicode.Scalar
  var steady: Unicode.Scalar
  /// Chart levels from lowest to highest.
  var levels: [Unicode.Scalar]

  static let unicode = Glyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└",
    bottomRight: "┘", horizontalFocus: "━", selected: "▶", gutter: "┊", more: "…", rising: "▲",
    falling: "▼", steady: "·", levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"])

  static let ascii = Glyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
    bottomRight: "+", horizontalFocus: "=", selected: ">", gutter: ":", more: "~", rising: "^",
    falling: "v", steady: "=", levels: ["_", ".", ":", "-", "=", "+", "*", "#"])
}

/// The drawing characters for each character set.
struct GlyphSets: Hashable, Sendable {
  var unicode = Glyphs.unicode
  var ascii = Glyphs.ascii
}
