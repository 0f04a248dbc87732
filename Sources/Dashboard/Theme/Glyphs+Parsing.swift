import Core

extension Glyphs {
  /// The glyphs of one character, by their names in a theme file.
  private static let single: [String: any WritableKeyPath<Glyphs, Unicode.Scalar> & Sendable] = [
    "horizontal": \.horizontal, "vertical": \.vertical, "top-left": \.topLeft,
    "top-right": \.topRight, "bottom-left": \.bottomLeft, "bottom-right": \.bottomRight,
    "horizontal-focus": \.horizontalFocus, "selected": \.selected, "gutter": \.gutter,
    "more": \.more, "rising": \.rising, "falling": \.falling, "steady": \.steady,
  ]

  /// All names of glyphs in a theme file.
  static var names: [String] { single.keys.sorted() + ["levels"] }

  /// Takes over the glyphs of a section. Each must be visible, one column wide, and of the section's
  /// character set.
  mutating func apply(
    _ document: SettingsDocument, section: String, charset: DisplayText.Charset
  ) throws(SettingsError) {
    for (key, value) in try document.section(section) {
      let scalars = Array(value.unicodeScalars)
      let shown = DisplayText(value, charset: charset)
      guard shown.elements.count == scalars.count,
        shown.elements.allSatisfy({ $0.kind == .plain && $0.width == 1 })
      else {
        throw document.fault(
          .badValue, "\(section).\(key)",
          charset == .ascii
            ? "must be printable ASCII" : "must be visible characters of one column each")
      }
      if key == "levels" {
        guard (2...16).contains(scalars.count) else {
          throw document.fault(
            .badValue, "\(section).levels", "must be 2 to 16 characters from low to high")
        }
        levels = scalars
      } else if let path = Self.single[key] {
        guard scalars.count == 1 else {
          throw document.fault(.badValue, "\(section).\(key)", "must be one character")
        }
        self[keyPath: path] = scalars[0]
      }
    }
  }
}
