/// What can be read, and told apart, in a theme: by everybody.
public struct ThemeCheck: Sendable {
  /// The contrast of one role.
  public struct Reading: Hashable, Sendable {
    public var role: StyleRole
    public var text: Color
    public var background: Color
    /// WCAG 2.2 contrast ratio.
    public var ratio: Double
    /// APCA 0.1.9 lightness contrast.
    public var lightness: Double
    /// The ratio that the role needs: 4.5 for text, 3 for lines and charts.
    public var needed: Double

    public var isEnough: Bool { ratio >= needed }
  }

  /// Two roles whose colours somebody cannot tell apart.
  public struct Confusion: Hashable, Sendable {
    public var first: StyleRole
    public var second: StyleRole
    public var vision: ColorVision
    /// Distance in OKLab.
    public var distance: Double
  }

  public let theme: Theme
  /// Every role that has a colour of its own and a known background.
  public private(set) var readings: [Reading] = []
  /// Roles of one group that look alike; a word or a sign tells them apart all the same.
  public private(set) var confusions: [Confusion] = []
  /// Roles whose colours are the terminal's own, of which nothing can be said.
  public private(set) var unknown: [StyleRole] = []

  /// Whether every text can be read.
  public var isReadable: Bool { readings.allSatisfy(\.isEnough) }

  /// Colours nearer than this are taken for one.
  public static let distance = 0.06

  /// Roles that stand beside each other and mean different things.
  private static let groups: [[StyleRole]] = [
    [.ok, .warn, .danger], [.flagLow, .flagMedium, .flagHigh], [.held, .vetoed, .ok],
    [.solveRate, .learnability, .entropy, .flagCount, .evaluation],
  ]

  /// Looks at a theme.
  public init(_ theme: Theme) {
    self.theme = theme
    for role in StyleRole.allCases { read(role) }
    for group in Self.groups { compare(group) }
  }

  private mutating func read(_ role: StyleRole) {
    var (text, background) = colors(of: role)
    let style = theme.style(for: role)
    if style.attributes.contains(.reverse) { (text, background) = (background, text) }
    // The sixteen colours look as the terminal's owner has chosen.
    guard let text, let background, !text.isTerminals, !background.isTerminals else {
      if style != Style() { unknown.append(role) }
      return
    }
    readings.append(
      Reading(
        role: role, text: text, background: background,
        ratio: Contrast.ratio(text, on: background),
        lightness: Contrast.lightness(text, on: background), needed: role.neededContrast))
  }

  private func colors(of role: StyleRole) -> (text: Color?, background: Color?) {
    let style = theme.style(for: role)
    let background = style.background ?? theme.background
    let plain: Color? = theme.background.map {
      Contrast.ratio(Color(rgb: 0xFFFFFF), on: $0) > 4.5 ? Color(rgb: 0xE0E0E0) : Color(rgb: 0)
    }
    return (style.foreground ?? plain, background)
  }

  private mutating func compare(_ group: [StyleRole]) {
    for (index, first) in group.enumerated() {
      for second in group[(index + 1)...] {
        guard let one = mainColor(of: first), let other = mainColor(of: second) else { continue }
        for vision in ColorVision.allCases {
          let distance = PerceivedColor(vision.seen(one))
            .distance(to: PerceivedColor(vision.seen(other)))
          if distance < Self.distance {
            confusions.append(
              Confusion(first: first, second: second, vision: vision, distance: distance))
          }
        }
      }
    }
  }

  /// The colour by which a role is known: its own background, or else its text.
  private func mainColor(of role: StyleRole) -> Color? {
    let style = theme.styles[role] ?? Style()
    let color = style.background ?? style.foreground
    return color.flatMap { $0.isTerminals ? nil : $0 }
  }
}

extension Color {
  /// Whether it stands for one of the sixteen, in whatever look the terminal gives it.
  fileprivate var isTerminals: Bool { index256 < 16 }
}

extension StyleRole {
  /// The contrast ratio that a role needs.
  fileprivate var neededContrast: Double {
    switch self {
    case .border, .borderFocus, .gutter, .dim, .tab, .mark, .solveRate, .learnability, .entropy,
      .flagCount, .evaluation, .heat0:
      3
    default: 4.5
    }
  }
}
