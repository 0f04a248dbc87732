/// A line chart as SVG: series with intervals, marks on the x axis, a legend.
///
/// Colours come from the page's style sheet, so that one chart is readable on light and on dark;
/// `standalone` carries the sheet in it. Lines differ by dashes as well as by colour.
public struct LineChart: Hashable, Sendable {
  /// One point of a series.
  public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double
    /// The interval of an estimate.
    public var low: Double?
    public var high: Double?

    public init(x: Double, y: Double, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
    }
  }

  /// A line. Points come in the order of x; those that are no numbers are passed over.
  public struct Series: Hashable, Sendable {
    public var name: String
    public var points: [Point]

    public init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// A vertical line at something that happened.
  public struct Mark: Hashable, Sendable {
    public var x: Double
    /// A few letters, for example `R2`.
    public var label: String

    public init(x: Double, label: String) {
      self.x = x
      self.label = label
    }
  }

  public var title: String
  public var xTitle: String
  public var series: [Series]
  public var marks: [Mark]
  /// What the y axis shows at least; it grows with the data.
  public var yRange: ClosedRange<Double>?
  public var width: Double = 560
  public var height: Double = 260
  /// The most points that are drawn of a series; of more, the extremes of each part are.
  public var resolution = 400

  public init(
    title: String, xTitle: String = "step", series: [Series], marks: [Mark] = [],
    yRange: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.xTitle = xTitle
    self.series = series
    self.marks = marks
    self.yRange = yRange
  }

  /// Whether there is nothing to draw.
  public var isEmpty: Bool { series.allSatisfy { $0.drawable.isEmpty } }

  /// The chart as an SVG element of a page.
  public var markup: Markup {
    let plot = ChartPlot(chart: self)
    var children: [Markup] = [
      .element("title", [:], [.foreign(title)]),
      .element(
        "text", ["class": "t", "x": "\(Int(plot.left))", "y": "14"], [.foreign(title)]),
    ]
    children += plot.axes()
    for mark in marks { children += plot.drawing(of: mark) }
    for index in series.indices { children += plot.drawing(of: series[index], number: index) }
    children += plot.legend()
    return .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(Int(width)) \(Int(height))",
        "role": "img",
      ], children)
  }

  /// The chart as a file of its own.
  public var standalone: String {
    var source = markup.source
    if let end = source.firstIndex(of: ">") {
      source.insert(
        contentsOf: Markup.style(StyleSheet.text).source, at: source.index(after: end))
    }
    return source + "\n"
  }
}

extension LineChart.Series {
  /// The points that have a place.
  var drawable: [LineChart.Point] { points.filter { $0.x.isFinite && $0.y.isFinite } }
}
