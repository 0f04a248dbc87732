extension Theme {
  /// The compiled-in theme, so that the program runs without files: Okabe and Ito's colours, which
  /// people with any colour vision can tell apart, on the terminal's own background.
  public static let `default` = Theme(
    name: "default", kind: .dark, background: Color(rgb: 0x1C_1C1C), charset: .unicode,
    styles: defaultStyles, glyphSets: GlyphSets())

  private static let defaultStyles: [StyleRole: Style] = {
    let green = Color(rgb: 0x00_B585, index256: 36, index16: 2)
    let sky = Color(rgb: 0x56_B4E9, index256: 74, index16: 6)
    let orange = Color(rgb: 0xE6_9F00, index256: 178, index16: 3)
    let vermilion = Color(rgb: 0xF0_742B, index256: 202, index16: 1)
    let purple = Color(rgb: 0xD6_95B8, index256: 175, index16: 5)
    let yellow = Color(rgb: 0xF0_E442, index256: 227, index16: 11)
    func style(_ color: Color?, _ attributes: Style.Attributes = [], mono: Style.Attributes? = nil)
      -> Style
    {
      Style(foreground: color, attributes: attributes, monochrome: mono)
    }
    return [
      .dim: style(nil, .dim), .accent: style(sky, .bold), .title: style(nil, .bold),
      .header: style(nil, .bold), .tab: style(nil, .dim),
      .tabActive: style(nil, [.bold, .underline]),
      .border: style(nil, .dim), .borderFocus: style(sky, .bold), .gutter: style(nil, .dim),
      .key: style(sky, .bold), .select: style(nil, .reverse),
      .selectUnfocused: style(nil, [.bold, .underline]), .output: style(green),
      .hidden: style(purple, [.bold, .reverse]), .hit: style(yellow, [.bold, .underline]),
      .ok: style(green), .info: style(sky), .warn: style(orange, mono: .bold),
      .danger: style(vermilion, .bold, mono: [.bold, .reverse]), .running: style(green, .bold),
      .paused: style(orange, .bold), .held: style(orange, .bold), .vetoed: style(purple),
      .flagLow: style(purple), .flagMedium: style(purple, .bold),
      .flagHigh: style(vermilion, [.bold, .reverse]), .prompt: style(orange, .bold),
      .editor: style(nil, .reverse), .solveRate: style(green), .learnability: style(sky),
      .entropy: style(orange), .flagCount: style(vermilion), .evaluation: style(purple),
      .mark: style(nil, .dim), .lookalike: style(purple, .underline),
      .heat0: style(nil, .dim), .heat1: style(sky), .heat2: style(sky, .underline),
      .heat3: style(green, .bold), .heat4: style(yellow, [.bold, .underline]),
      .heat5: style(orange, .reverse), .heat6: style(vermilion, [.bold, .reverse]),
    ]
  }()
}
