import Foundation

/// The places of a chart's parts.
struct ChartPlot {
  let chart: LineChart
  let x: ChartScale
  let y: ChartScale
  let left = 46.0
  let top = 24.0
  var right: Double { chart.width - 12 }
  var bottom: Double { chart.height - 58 }

  /// Dashes tell lines apart where colours do not.
  private static let dashes = ["", "6 3", "2 2", "8 3 2 3", "4 4", "1 3"]

  init(chart: LineChart) {
    self.chart = chart
    let points = chart.series.flatMap(\.drawable)
    x = ChartScale(points.map(\.x), count: 6)
    y = ChartScale(
      points.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] }, atLeast: chart.yRange, count: 5)
  }

  private func place(_ x: Double, _ y: Double) -> String {
    let across = left + self.x.share(x) * (right - left)
    let down = bottom - self.y.share(y) * (bottom - top)
    return String(format: "%.1f,%.1f", across, down)
  }

  private static func number(_ value: Double) -> String { String(format: "%.1f", value) }

  private func text(
    _ text: String, _ x: Double, _ y: Double, anchor: String, style: String = "a"
  ) -> Markup {
    .element(
      "text",
      [
        "class": style, "x": Self.number(x), "y": Self.number(y), "text-anchor": anchor,
      ], [.foreign(text, limit: 60)])
  }

  private func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String
  ) -> Markup {
    .element(
      "line",
      [
        "class": style, "x1": Self.number(x1), "y1": Self.number(y1),
        "x2": Self.number(x2), "y2": Self.number(y2),
      ])
  }

  func axes() -> [Markup] {
    var parts: [Markup] = []
    for tick in y.ticks {
      let down = bottom - y.share(tick) * (bottom - top)
      parts.append(line(left, down, right, down, "g"))
      parts.append(text(y.label(tick), left - 5, down + 4, anchor: "end"))
    }
    for tick in x.ticks {
      let across = left + x.share(tick) * (right - left)
      parts.append(line(across, bottom, across, bottom + 4, "g"))
      parts.append(text(x.label(tick), across, bottom + 16, anchor: "middle"))
    }
    parts.append(text(chart.xTitle, right, bottom + 30, anchor: "end"))
    if chart.isEmpty {
      parts.append(
        text("no data", (left + right) / 2, (top + bottom) / 2, anchor: "middle"))
    }
    return parts
  }

  func drawing(of mark: LineChart.Mark) -> [Markup] {
    guard mark.x.isFinite, mark.x >= x.low, mark.x <= x.high else { return [] }
    let across = left + x.share(mark.x) * (right - left)
    return [
      line(across, top, across, bottom, "m"),
      text(mark.label, across + 2, top + 8, anchor: "start"),
    ]
  }

  func drawing(of series: LineChart.Series, number: Int) -> [Markup] {
    let points = reduced(series.drawable)
    guard !points.isEmpty else { return [] }
    let colour = number % 6
    var parts: [Markup] = []
    if points.contains(where: { $0.low != nil }) {
      let lower = points.map { place($0.x, $0.low ?? $0.y) }
      let upper = points.reversed().map { place($0.x, $0.high ?? $0.y) }
      parts.append(
        .element(
          "polygon",
          ["class": "b f\(colour)", "points": (lower + upper).joined(separator: " ")]))
    }
    if points.count == 1 {
      let place = place(points[0].x, points[0].y).split(separator: ",").map(String.init)
      parts.append(
        .element(
          "circle", ["class": "f\(colour)", "cx": place[0], "cy": place[1], "r": "3"]))
    }
    parts.append(
      .element(
        "polyline",
        [
          "class": "l s\(colour)", "stroke-dasharray": Self.dashes[colour],
          "points": points.map { place($0.x, $0.y) }.joined(separator: " "),
        ]))
    return parts
  }

  /// At most `resolution` points: of each part of the line its lowest and its highest.
  private func reduced(_ points: [LineChart.Point]) -> [LineChart.Point] {
    guard points.count > chart.resolution, chart.resolution >= 2 else { return points }
    let parts = chart.resolution / 2
    return (0..<parts).flatMap { part -> [LineChart.Point] in
      let range = points.count * part / parts..<points.count * (part + 1) / parts
      let low = range.min { points[$0].y < points[$1].y } ?? range.lowerBound
      let high = range.max { points[$0].y < points[$1].y } ?? range.lowerBound
      return Set([low, high]).sorted().map { points[$0] }
    }
  }

  func legend() -> [Markup] {
    guard chart.series.count > 1 else { return [] }
    var parts: [Markup] = []
    let width = (right - left) / 3
    for (index, series) in chart.series.enumerated() {
      let across = left + Double(index % 3) * width
      let down = bottom + 42 + Double(index / 3) * 13
      parts.append(
        .element(
          "line",
          [
            "class": "l s\(index % 6)", "stroke-dasharray": Self.dashes[index % 6],
            "x1": Self.number(across), "y1": Self.number(down - 4),
            "x2": Self.number(across + 18), "y2": Self.number(down - 4),
          ]))
      parts.append(text(series.name, across + 22, down, anchor: "start", style: "k"))
    }
    return parts
  }
}
