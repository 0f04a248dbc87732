import Core

extension PaneContext {
  /// Columns of the vertical axis: a number and a line.
  static let axisWidth = 6

  /// The chosen style, as far as the terminal has the characters for it.
  var chartMarks: Chart.Marks { charset == .ascii ? .ascii : state.interface.chart.marks }

  /// Curves beside a vertical axis with its ends in numbers.
  func framed(_ curves: [Chart.Curve], _ scale: Chart.Scale, rows: Int, columns: Int) -> [Line] {
    let bars = Chart.lines(
      curves, scale: scale, rows: rows, columns: columns, marks: chartMarks,
      glyphs)
    return bars.enumerated().map { index, bar in
      var line = Line()
      let isTop = index == 0
      if isTop || index == rows - 1 {
        line.add(axisNumber(isTop ? scale.high : scale.low).aligned(to: Self.axisWidth - 1), .dim)
      }
      line.pad(to: Self.axisWidth - 1)
      line.add(Chrome(glyphs.vertical), .dim)
      line.append(bar)
      return line
    }
  }

  /// Curves with the words for both ends under the horizontal axis.
  func framed(
    _ curves: [Chart.Curve], top: Double, rows: Int, columns: Int, first: Chrome, last: Chrome
  ) -> [Line] {
    let scale = Chart.Scale(
      high: top, values: curves.flatMap { $0.values.compactMap(\.self) },
      isLogarithmic: state.interface.chart.isLogarithmic)
    var lines = framed(curves, scale, rows: rows, columns: columns)
    var ends = Line(Chrome(repeating: " ", count: Self.axisWidth), .dim)
    ends.add(first, .dim)
    ends.pad(to: Self.axisWidth + columns - last.width)
    ends.add(last, .dim)
    lines.append(ends)
    return lines
  }

  /// A number in at most five columns.
  private func axisNumber(_ value: Double) -> Chrome {
    switch abs(value) {
    case 10_000...: .count(Int(min(value, 1e12)))
    case 100...: .fixed(value, 0)
    case 1...: .fixed(value, 1)
    case 0.01..<1: .fixed(value, 2)
    default: value == 0 ? "0" : .fixed(value, 4)
    }
  }
}
