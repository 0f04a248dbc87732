/// A frame as a picture: an SVG file that shows what a terminal shows, in a theme's true colours.
public struct FrameImage {
  private let frame: Frame
  private let theme: Theme

  public init(_ frame: Frame, theme: Theme) {
    self.frame = frame
    self.theme = theme
  }

  /// A cell's size in the picture's units, and the distance of the letters' feet from its top.
  static let (width, height, foot) = (8, 16, 12)

  /// Cells side by side that look alike.
  private struct Run {
    var column: Int
    var columns = 0
    /// The characters, each with the columns that it takes.
    var letters: [(text: String, columns: Int)] = []
    var role: StyleRole

    /// What stands between spaces: those at the ends of a text, and several in a row, are not kept by
    /// what draws SVG.
    var words: [(column: Int, columns: Int, text: String)] {
      var words: [(column: Int, columns: Int, text: String)] = []
      var (place, isApart) = (column, true)
      for letter in letters {
        if letter.text == " " {
          isApart = true
        } else if isApart {
          words.append((place, letter.columns, letter.text))
          isApart = false
        } else {
          words[words.count - 1].columns += letter.columns
          words[words.count - 1].text += letter.text
        }
        place += letter.columns
      }
      return words
    }
  }

  /// The text of the file.
  public var svg: String {
    let (columns, rows) = (frame.size.columns, frame.size.rows)
    let (ink, paper) = grounds
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(columns * Self.width + 16) "
        + "\(rows * Self.height + 16)\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, "
        + "Consolas, monospace\" font-size=\"13.4\">",
      "<title>A frame of the dashboard, \(columns) by \(rows) cells</title>",
      "<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"\(paper.hexadecimal)\"/>",
      "<g transform=\"translate(8 8)\" fill=\"\(ink.hexadecimal)\">",
    ]
    for row in 0..<rows {
      for run in runs(in: row) { lines += elements(run, row, ink, paper) }
    }
    return (lines + ["</g>", "</svg>", ""]).joined(separator: "\n")
  }

  /// The colours of what has none of its own.
  private var grounds: (ink: Color, paper: Color) {
    let text = theme.style(for: .text)
    let paper =
      text.background ?? theme.background
      ?? Color(rgb: theme.kind == .light ? 0xFF_FFFF : 0x1C_1C1C)
    let isLight = Contrast.ratio(Color(rgb: 0), on: paper) > 7
    return (text.foreground ?? Color(rgb: isLight ? 0x1C_1C1C : 0xDA_DADA), paper)
  }

  private func runs(in row: Int) -> [Run] {
    var runs: [Run] = []
    for column in 0..<frame.size.columns {
      let cell = frame[row, column]
      if runs.last?.role != cell.role { runs.append(Run(column: column, role: cell.role)) }
      runs[runs.count - 1].columns += 1
      if cell.isContinuation { continue }
      var text = String(Character(cell.base))
      text.unicodeScalars.append(contentsOf: cell.marks)
      runs[runs.count - 1].letters.append((text, Int(cell.width)))
    }
    return runs
  }

  private func elements(_ run: Run, _ row: Int, _ ink: Color, _ paper: Color) -> [String] {
    let style = theme.style(for: run.role)
    var (front, back) = (style.foreground, style.background)
    if style.attributes.contains(.reverse) { (front, back) = (back ?? paper, front ?? ink) }
    let (x, y) = (run.column * Self.width, row * Self.height)
    var elements: [String] = []
    if let back, back.rgb != paper.rgb {
      elements.append(
        "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(run.columns * Self.width)\" height=\"\(Self.height)\" "
          + "fill=\"\(back.hexadecimal)\"/>")
    }
    var attributes = ""
    if let front { attributes += " fill=\"\(front.hexadecimal)\"" }
    if style.attributes.contains(.bold) { attributes += " font-weight=\"bold\"" }
    if style.attributes.contains(.dim) { attributes += " opacity=\"0.65\"" }
    if style.attributes.contains(.underline) { attributes += " text-decoration=\"underline\"" }
    for word in run.words {
      elements.append(
        "<text x=\"\(word.column * Self.width)\" y=\"\(y + Self.foot)\" "
          + "textLength=\"\(word.columns * Self.width)\"\(attributes)>"
          + "\(Self.escaped(word.text))</text>")
    }
    return elements
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
