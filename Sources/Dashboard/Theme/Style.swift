/// How a role looks: colours and attributes.
public struct Style: Hashable, Sendable {
  /// The text colour, or nil for the terminal's own.
  public var foreground: Color?
  /// The background, or nil for the terminal's own.
  public var background: Color?
  public var attributes: Attributes
  /// The attributes to use instead on a terminal without colour.
  public var monochrome: Attributes

  public init(
    foreground: Color? = nil, background: Color? = nil, attributes: Attributes = [],
    monochrome: Attributes? = nil
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
    self.monochrome = monochrome ?? (background == nil ? attributes : attributes.union(.reverse))
  }

  /// Attributes of a character cell.
  public struct Attributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let underline = Attributes(rawValue: 4)
    public static let reverse = Attributes(rawValue: 8)
  }
}

/// How many colours a terminal has.
public enum ColorTier: Int, CaseIterable, Comparable, Hashable, Sendable {
  /// No colour: attributes only. NO_COLOR asks for this.
  case monochrome
  /// The sixteen colours whose look the user's terminal decides.
  case ansi16
  /// The 256-colour palette.
  case indexed256
  /// 24-bit colour.
  case trueColor

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
