import Core
import Foundation

/// Curves over a common horizontal axis, drawn with the characters that a terminal has.
struct Chart {
  /// What a curve is made of.
  enum Marks: String, CaseIterable, Hashable, Sendable {
    /// Lines of dots, two by four in a character; several curves can share a chart.
    case braille
    /// Columns of eighth blocks.
    case block
    /// Columns of ASCII characters.
    case ascii

    /// The next style that a character set can draw.
    func next(in charset: DisplayText.Charset) -> Marks {
      guard charset == .unicode else { return .ascii }
      let all = Marks.allCases
      return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
  }

  /// One curve: a value for each place on the horizontal axis, nil where there is none.
  struct Curve {
    var role: StyleRole
    var values: [Double?]
  }

  /// The range of the vertical axis.
  struct Scale {
    var low: Double
    var high: Double
    var isLogarithmic: Bool

    /// A scale from 0 to `high`, or over the magnitudes of the values if it is logarithmic; a
    /// logarithmic scale spans at most four magnitudes.
    init(high: Double, values: some Sequence<Double>, isLogarithmic: Bool) {
      self.high = max(high, 1e-9)
      self.isLogarithmic = isLogarithmic
      let positive = values.filter { $0 > 0 && $0.isFinite }.min() ?? self.high / 100
      low = isLogarithmic ? max(min(positive, self.high / 2), self.high / 10_000) : 0
    }

    /// Where a value lies, from 0 at the bottom to 1 at the top.
    func share(_ value: Double) -> Double {
      guard isLogarithmic else { return max(0, min(1, value / high)) }
      guard value > low else { return 0 }
      return max(0, min(1, log(value / low) / log(high / low)))
    }
  }

  /// Lines from the top, `rows` of `columns` characters; a curve with more values than the chart has
  /// room for shows the mean of those that share a place.
  static func lines(
    _ curves: [Curve], scale: Scale, rows: Int, columns: Int, marks: Marks, _ glyphs: Glyphs
  ) -> [Line] {
    guard rows > 0, columns > 0 else { return [] }
    switch marks {
    case .braille: return braille(curves, scale, rows, columns)
    case .block, .ascii:
      guard let curve = curves.first else { return [] }
      let levels = marks == .ascii ? Glyphs.ascii.levels : glyphs.levels
      return bars(curve, scale, rows, columns, levels)
    }
  }

  /// The values of `count` places from as many or more; the newest are kept where there are fewer.
  static func thinned(_ values: [Double?], to count: Int) -> [Double?] {
    guard values.count > count, count > 0 else { return values }
    return (0..<count).map { place in
      let group = values[place * values.count / count..<(place + 1) * values.count / count]
      let known = group.compactMap(\.self)
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
  }

  /// Values as their running mean with weight 0.8 on what came before (the usual smoothing of
  /// training curves), corrected for its start.
  static func smoothed(_ values: [Double?]) -> [Double?] {
    var mean = 0.0
    var weight = 0.0
    return values.map { value in
      guard let value, value.isFinite else { return nil }
      mean = 0.8 * mean + 0.2 * value
      weight = 0.8 * weight + 0.2
      return mean / weight
    }
  }

  // MARK: - Bars

  private static func bars(
    _ curve: Curve, _ scale: Scale, _ rows: Int, _ columns: Int, _ levels: [Unicode.Scalar]
  ) -> [Line] {
    let heights = thinned(curve.values, to: columns).map { value -> Int? in
      guard let value, value.isFinite else { return nil }
      return 1 + Int((scale.share(value) * Double(rows * levels.count - 1)).rounded())
    }
    return (0..<rows).map { row in
      let floor = (rows - 1 - row) * levels.count
      var text = Chrome("")
      for height in heights {
        let above = (height ?? 0) - floor
        text.append(above <= 0 ? " " : levels[min(above, levels.count) - 1])
      }
      return Line(text, curve.role)
    }
  }

  // MARK: - Dots

  /// The bits of a braille character's dots, by row and column.
  private static let dots: [[UInt32]] = [
    [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
  ]

  private static func braille(
    _ curves: [Curve], _ scale: Scale, _ rows: Int, _ columns: Int
  ) -> [Line] {
    var cells = Array(repeating: UInt32(0), count: rows * columns)
    var roles: [StyleRole?] = Array(repeating: nil, count: rows * columns)
    for curve in curves {
      var last: (column: Int, row: Int)?
      let values = thinned(curve.values, to: columns * 2)
      // A short curve takes a character a value, so that it grows as bars would.
      let stride = values.count <= columns ? 2 : 1
      for (index, value) in values.enumerated() {
        guard let value, value.isFinite else {
          last = nil
          continue
        }
        let row = Int(((1 - scale.share(value)) * Double(rows * 4 - 1)).rounded())
        let column = index * stride
        line(from: last ?? (column, row), to: (column, row)) { x, y in
          guard x < columns * 2 else { return }
          let cell = y / 4 * columns + x / 2
          cells[cell] |= dots[y % 4][x % 2]
          roles[cell] = roles[cell] ?? curve.role
        }
        last = (column, row)
      }
    }
    return (0..<rows).map { row in
      var line = Line()
      var text = Chrome("")
      var role = StyleRole.text
      for column in 0..<columns {
        let cell = row * columns + column
        let next = roles[cell] ?? role
        if next != role, text.width > 0 {
          line.add(text, role)
          text = ""
        }
        role = next
        text.append(cells[cell] == 0 ? " " : Unicode.Scalar(0x2800 + cells[cell]) ?? " ")
      }
      line.add(text, role)
      return line
    }
  }

  /// Calls `plot` for every dot of a straight line.
  private static func line(
    from start: (column: Int, row: Int), to end: (column: Int, row: Int), plot: (Int, Int) -> Void
  ) {
    let steps = max(abs(end.column - start.column), abs(end.row - start.row), 1)
    for step in 0...steps {
      plot(
        start.column + (end.column - start.column) * step / steps,
        start.row + (end.row - start.row) * step / steps)
    }
  }
}
