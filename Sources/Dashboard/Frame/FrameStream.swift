/// Frames as what a terminal is sent: for a recording that plays in any terminal.
///
/// Each frame is the change from the one before it, in a theme's true colours.
public struct FrameStream {
  private let theme: Theme
  private var last: Frame?

  public init(theme: Theme) { self.theme = theme }

  /// The text that turns the frame before into this one; empty when they are equal.
  public mutating func text(_ frame: Frame) -> String {
    var text = ""
    if last?.size != frame.size {
      text = "\u{1B}[?25l\u{1B}[0m\u{1B}[2J"
      last = Frame(size: frame.size)
    }
    var role: StyleRole?
    for row in 0..<frame.size.rows {
      var place: Int?
      for column in 0..<frame.size.columns {
        let cell = frame[row, column]
        guard cell != last?[row, column], !cell.isContinuation else { continue }
        if place != column { text += "\u{1B}[\(row + 1);\(column + 1)H" }
        if role != cell.role { text += Self.sequence(theme.style(for: cell.role)) }
        role = cell.role
        text.unicodeScalars.append(cell.base)
        text.unicodeScalars.append(contentsOf: cell.marks)
        place = column + max(1, Int(cell.width))
      }
    }
    if role != nil { text += "\u{1B}[0m" }
    last = frame
    return text
  }

  /// The sequence that sets a style after whatever was set before.
  private static func sequence(_ style: Style) -> String {
    var codes = ["0"]
    let attributes: [(Style.Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.underline, "4"), (.reverse, "7"),
    ]
    codes += attributes.filter { style.attributes.contains($0.0) }.map(\.1)
    if let color = style.foreground { codes.append("38;2;" + components(color)) }
    if let color = style.background { codes.append("48;2;" + components(color)) }
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }

  private static func components(_ color: Color) -> String {
    [16, 8, 0].map { String(color.rgb >> $0 & 0xFF) }.joined(separator: ";")
  }
}
