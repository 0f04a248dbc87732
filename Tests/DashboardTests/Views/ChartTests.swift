import Core
import Testing

@testable import Dashboard

@Suite("Charts")
struct ChartTests {
  private func text(_ lines: [Line]) -> [String] {
    lines.map { line in
      line.pieces.map { piece in
        if case .chrome(let chrome, _) = piece { chrome.text } else { "" }
      }.joined()
    }
  }

  private func draw(
    _ values: [Double?], rows: Int, columns: Int, marks: Chart.Marks, isLogarithmic: Bool = false
  ) -> [String] {
    let scale = Chart.Scale(
      high: 1, values: values.compactMap(\.self), isLogarithmic: isLogarithmic)
    return text(
      Chart.lines(
        [Chart.Curve(role: .ok, values: values)], scale: scale, rows: rows, columns: columns,
        marks: marks, .unicode))
  }

  @Test("bars are as high as their values, and empty where there is none")
  func bars() {
    #expect(draw([0, 0.5, 1, nil], rows: 1, columns: 4, marks: .block) == ["▁▅█ "])
    #expect(draw([0, 1], rows: 2, columns: 2, marks: .ascii) == [" #", "_#"])
  }

  @Test("braille lines connect their points")
  func braille() {
    let lines = draw([0, 1], rows: 2, columns: 2, marks: .braille)
    let dots = lines.joined().unicodeScalars.filter { $0.value > 0x2800 }
      .reduce(0) { $0 + ($1.value - 0x2800).nonzeroBitCount }
    #expect(dots == 8)
  }

  @Test("a logarithmic scale gives each magnitude the same room")
  func logarithmic() {
    let scale = Chart.Scale(high: 100, values: [0.01, 100], isLogarithmic: true)
    #expect(abs(scale.share(1) - 0.5) < 0.001)
    #expect(scale.share(0) == 0)
    #expect(scale.share(1_000) == 1)
  }

  @Test("smoothing keeps a constant and halves a jump; gaps stay gaps")
  func smoothing() {
    let constant = Chart.smoothed([0.4, 0.4, nil, 0.4])
    for value in constant.compactMap(\.self) { #expect(abs(value - 0.4) < 1e-9) }
    #expect(constant[2] == nil)
    let jump = Chart.smoothed(Array(repeating: 0, count: 50) + [1])
    #expect((jump[50] ?? 1) < 0.25)
  }

  @Test("more values than there is room for are averaged")
  func thinning() {
    #expect(Chart.thinned([1, 3, 5, 7], to: 2) == [2, 6])
    #expect(Chart.thinned([1, nil], to: 2) == [1, nil])
  }

  @Test("the difficulty map counts tasks for proposers and rollouts for solvers")
  func difficulty() {
    var map = DifficultyMap()
    map.note(type: .deduction, solveRate: 0.75, proposer: 0.25, solver: [1, 1, 1, -0.5])
    map.note(type: .deduction, solveRate: 0.75, proposer: 0.75, solver: [])
    let proposer = map.fields(of: Core.Cell(type: .deduction, role: .proposer))
    #expect(proposer.map(\.count) == [0, 2, 0, 0, 0])
    #expect(proposer[1].reward == 0.5)
    let solver = map.fields(of: Core.Cell(type: .deduction, role: .solver))
    #expect(solver[1].count == 4)
    #expect(map.fields(of: Core.Cell(type: .induction, role: .solver)).allSatisfy { $0.count == 0 })
    for _ in 0..<1_200 { map.note(type: .abduction, solveRate: 0, proposer: 0, solver: []) }
    #expect(map.taskCount == DifficultyMap.limit)
    #expect(map.fields(of: Core.Cell(type: .deduction, role: .proposer))[1].count == 0)
  }
}
