import Core

/// The look of the dashboard: a style for every role, and the characters that lines and charts are
/// drawn with.
public struct Theme: Hashable, Sendable {
  /// What a theme is made for.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case dark, light
    /// Any terminal: its colours are the terminal's own, or it has none.
    case any
  }

  /// The name by which it is chosen.
  public var name: String
  public var kind = Kind.any
  /// The background of the terminals that it is made for, if it doesn't paint its own.
  public var background: Color?
  /// Which characters may be drawn: all of Unicode, or ASCII where the locale is not UTF-8.
  public var charset: DisplayText.Charset
  /// Styles by role. A role that is missing is drawn in the colours of `text`.
  var styles: [StyleRole: Style]
  /// The drawing characters of each character set.
  var glyphSets: GlyphSets

  /// How a role looks. A colour that a role doesn't name is that of `text`, so that a theme with a
  /// background of its own paints the whole screen.
  public func style(for role: StyleRole) -> Style {
    var style = styles[role] ?? Style()
    guard role != .text, let text = styles[.text] else { return style }
    style.foreground = style.foreground ?? text.foreground
    style.background = style.background ?? text.background
    return style
  }

  /// The drawing characters of the theme's character set.
  var glyphs: Glyphs {
    switch charset {
    case .unicode: glyphSets.unicode
    case .ascii: glyphSets.ascii
    }
  }
}
