import Core
import Foundation
import Testing

@testable import Report

@Suite struct ComparisonTests {
  private func comparison(
    _ first: SampleRun, _ second: SampleRun, by alignment: Alignment = .step
  ) throws -> RunComparison {
    let tasks = try TaskComparison.shared(first.reader, second.reader).compactMap {
      try TaskComparison($0, first.reader, second.reader)
    }
    return try RunComparison(
      RunDigest(first.reader), RunDigest(second.reader), by: alignment,
      configurations: (
        Data(#"{"settings":{"batch":9,"mix":[1,2]},"on":true}"#.utf8),
        Data(#"{"settings":{"batch":12,"mix":[1,2]},"on":true}"#.utf8)
      ), tasks: tasks)
  }

  @Test func settingsAndRevisionsThatDifferAreNamed() throws {
    let result = try comparison(SampleRun(seed: 1), SampleRun(seed: 2, foreign: "other"))
    #expect(result.settings.contains(.init(name: "settings.batch", first: "9", second: "12")))
    #expect(result.settings.contains(.init(name: "seed", first: "1", second: "2")))
    #expect(!result.settings.contains { $0.name == "settings.mix" || $0.name == "on" })
    let changes = try result.revisionDifferences()
    #expect(changes.map(\.number) == [1])
    #expect(
      changes.first?.change
        == ConstraintChange(field: "banned names", before: "x + 1", after: "other"))
  }

  @Test(arguments: [
    (Alignment.step, [1.0, 2, 3]), (.tokens, [100, 200, 300]), (.time, [0, 6, 12]),
  ])
  func curvesAreAligned(alignment: Alignment, places: [Double]) throws {
    let result = try comparison(SampleRun(), SampleRun(skill: 1), by: alignment)
    let pair = try #require(result.pairs(.learnability).first)
    #expect(pair.first?.points.map(\.x) == places)
    let rates = try #require(result.pairs(.heldOutGreedy).first)
    let rows = RunComparison.rows(rates.first, rates.second, count: 10)
    #expect(rows.count == 3)
    #expect(rows[2].first == 0.5 && rows[2].second == 1)
  }

  @Test func rowsAreMeansWhereThereAreManyPoints() {
    let curve = Curve(name: "c", points: (1...100).map { .init(x: Double($0), y: Double($0)) })
    let rows = RunComparison.rows(curve, nil, count: 4)
    #expect(rows.count == 4)
    #expect(rows.allSatisfy { $0.second == nil })
    #expect(rows.last?.x == 100 && rows.last?.first == 88)
  }

  @Test func sameTaskIsShownSideBySide() throws {
    let result = try comparison(SampleRun(foreign: "left"), SampleRun(name: "b", foreign: "right"))
    let task = try #require(result.tasks.first)
    #expect(task.first.rollouts.map(\.chain) == ["left", "left", "left"])
    #expect(task.second.rollouts.first?.chain == "right")
    #expect(task.first.verdict == .veto)
    let html = try result.page().html
    #expect(html.contains("run-0001: 2 of 3 correct") && html.contains("b: 2 of 3 correct"))
  }

  @Test(arguments: [(0.0, 0), (0.5, 10), (1, 3), (0, 50)])
  func intervalsHoldTheirValue(share: Double, count: Int) {
    let estimate = Estimate(share: share, count: count)
    #expect(estimate.low <= share + 1e-12 && estimate.high >= share - 1e-12)
    #expect(estimate.low >= 0 && estimate.high <= 1)
  }

  @Test func intervalsAreThoseOfTheirAuthors() {
    // Newcombe 1998, table II, example (a): 56/70 against 48/80, method 10.
    let difference = Estimate.difference(
      Estimate(share: 56.0 / 70, count: 70), Estimate(share: 48.0 / 80, count: 80))
    #expect(abs(difference.low - 0.0524) < 5e-5 && abs(difference.high - 0.3339) < 5e-5)
    let veto = ReviewFigures.weighted([(true, 0.1), (false, 1), (false, 1)])
    #expect(abs((veto?.value ?? 0) - 10.0 / 12) < 1e-12)
  }
}
