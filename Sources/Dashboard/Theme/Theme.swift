import Core

/// The look of the dashboard: a style for every role, and the characters that lines and charts are
/// drawn with.
public struct Theme: Hashable, Sendable {
  /// The name by which it is chosen.
  public var name: String
  /// Which characters may be drawn: all of Unicode, or ASCII where the locale is not UTF-8.
  public var charset: DisplayText.Charset
  /// Styles by role. A role that is missing is drawn in the terminal's own colours.
  var styles: [StyleRole: Style]
  /// The drawing characters of each character set.
  var glyphSets: GlyphSets

  /// How a role looks.
  public func style(for role: StyleRole) -> Style { styles[role] ?? Style() }

  /// The drawing characters of the theme's character set.
  var glyphs: Glyphs {
    switch charset {
    case .unicode: glyphSets.unicode
    case .ascii: glyphSets.ascii
    }
  }
}
