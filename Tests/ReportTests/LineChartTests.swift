import Foundation
import Testing

@testable import Report

@Suite struct LineChartTests {
  private func chart(_ values: [Double]) -> LineChart {
    LineChart(
      title: "t",
      series: [
        LineChart.Series(
          name: "s", points: values.enumerated().map { .init(x: Double($0.offset), y: $0.element) })
      ])
  }

  @Test(
    arguments: [
      [], [1], [2, 2, 2], [.nan, 1, .infinity, 2], [1e300, -1e300], [1e-300, 2e-300],
      [.greatestFiniteMagnitude, -.greatestFiniteMagnitude], [-0.0],
    ] as [[Double]])
  func anyValuesGiveAPictureOfNumbers(values: [Double]) {
    let source = chart(values).markup.source
    #expect(!source.contains("nan") && !source.contains("inf"))
    #expect(XMLNumbers.areFinite(in: source))
    #expect(source.contains("no data") == values.filter(\.isFinite).isEmpty)
  }

  @Test func lineIsWhereItsValuesAre() {
    let source = chart([0, 10]).markup.source
    // From the lower left of the plot to its upper right.
    #expect(source.contains("points=\"46.0,202.0 548.0,24.0\""))
  }

  @Test func manyPointsKeepTheirExtremes() {
    var values = [Double](repeating: 1, count: 10_000)
    values[4_321] = 100
    let source = chart(values).markup.source
    #expect(source.utf8.count < 12_000)
    #expect(source.contains(",24.0"))
  }

  @Test func marksOutsideAreLeftOut() {
    var chart = chart([1, 2, 3])
    chart.marks = [
      .init(x: 1, label: "R1"), .init(x: 99, label: "R2"), .init(x: .nan, label: "R3"),
    ]
    let source = chart.markup.source
    #expect(source.contains(">R1<") && !source.contains(">R2<") && !source.contains(">R3<"))
  }

  @Test func ticksAreRoundAndCoverTheRange() {
    let scale = ChartScale([0.13, 0.87], count: 5)
    #expect(scale.ticks.map(scale.label) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(scale.share(0) == 0 && scale.share(1) == 1)
    #expect(
      ChartScale([3, 1_200], count: 6).ticks.map { Int($0) } == [
        0, 200, 400, 600, 800, 1_000, 1_200,
      ])
  }

  @Test func fileOfItsOwnHasItsStyle() {
    let source = chart([1, 2]).standalone
    #expect(source.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 560 260\""))
    #expect(source.contains("<style>") && source.hasSuffix("</svg>\n"))
  }
}

/// Looks at the numbers of an SVG.
enum XMLNumbers {
  static func areFinite(in source: String) -> Bool {
    source.split(separator: "points=\"").dropFirst().allSatisfy { part in
      part.prefix { $0 != "\"" }.split { $0 == "," || $0 == " " }
        .allSatisfy { Double($0)?.isFinite == true && abs(Double($0) ?? .infinity) < 10_000 }
    }
  }
}
