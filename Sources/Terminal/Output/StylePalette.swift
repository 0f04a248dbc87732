import CTerminal
import Dashboard

/// How a cell looks in ncurses' terms: a colour pair and attributes.
struct Ink: Hashable {
  var pair: Int32 = 0
  var attributes: UInt32 = 0
}

/// The ink of every role of a theme, made once when the theme is loaded: a pair that is looked up
/// for each cell costs more than drawing it.
struct StylePalette {
  private let inks: [StyleRole: Ink]

  /// Resolves a theme for a terminal of so many colours; `makePair` makes a colour pair.
  init(theme: Theme, colors: Int32, makePair: (Int32, Int32) -> Int32) {
    var pairs: [[Int32]: Int32] = [:]
    var inks: [StyleRole: Ink] = [:]
    for role in StyleRole.allCases {
      let style = theme.style(for: role)
      guard colors >= 8 else {
        inks[role] = Ink(pair: 0, attributes: UInt32(style.monochrome.rawValue))
        continue
      }
      var ink = Ink(pair: 0, attributes: UInt32(style.attributes.rawValue))
      let foreground = style.foreground.map { Self.number(of: $0, colors: colors) } ?? -1
      let background = style.background.map { Self.number(of: $0, colors: colors) } ?? -1
      // Eight colours and bold are how such a terminal shows the bright half of the sixteen.
      if colors < 16, foreground >= 8 { ink.attributes |= CTERMINAL_BOLD }
      let key = colors < 16 ? [foreground % 8, background % 8] : [foreground, background]
      if key != [-1, -1] {
        let pair = pairs[key] ?? makePair(key[0], key[1])
        pairs[key] = pair
        ink.pair = pair
        // Out of pairs, a role that stands out by its background still has to.
        if pair == 0 { ink.attributes = UInt32(style.monochrome.rawValue) }
      }
      inks[role] = ink
    }
    self.inks = inks
  }

  subscript(role: StyleRole) -> Ink { inks[role] ?? Ink() }

  /// The tier of a terminal of so many colours.
  static func tier(colors: Int32) -> ColorTier {
    switch colors {
    case ..<8: .monochrome
    case ..<256: .ansi16
    case ..<(1 << 24): .indexed256
    default: .trueColor
    }
  }

  private static func number(of color: Color, colors: Int32) -> Int32 {
    switch tier(colors: colors) {
    case .monochrome: -1
    case .ansi16: Int32(color.index16)
    case .indexed256: Int32(color.index256)
    // A direct-colour terminal takes the first eight values for palette entries.
    case .trueColor: color.rgb < 8 ? 0 : Int32(color.rgb)
    }
  }
}
