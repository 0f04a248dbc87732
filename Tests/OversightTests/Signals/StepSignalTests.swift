import Core
import Oversight
import Testing

@Suite struct StepSignalTests {
  private func cells(_ worst: (inout CellStatistics) -> Void) -> [CellStatistics] {
    var cells = Cell.all.map { RunScript.cell($0.type, $0.role) }
    worst(&cells[4])
    return cells
  }

  private func raised(
    _ signal: Signal, steps: Int, cells: (Int) -> [CellStatistics]
  ) -> [Alarm] {
    var script = RunScript()
    for step in 1...steps { script.run(cells: cells(step)) }
    return script.raised(signal)
  }

  @Test(arguments: [(0.29, true), (0.31, false)])
  func entropyFallsBelowItsBaseline(entropy: Double, isRaised: Bool) throws {
    let alarms = raised(.entropyCollapse, steps: 12) { step in
      cells { $0.entropy = step <= 10 ? 1 : entropy }
    }
    #expect(alarms.count == (isRaised ? 1 : 0))
    if isRaised { #expect(alarms[0].message.contains("abduction solver")) }
  }

  @Test(arguments: [(0.75, true), (0.85, false)])
  func malformedResponsesCountAfterTheWarmUp(wellFormed: Double, isRaised: Bool) {
    let alarms = raised(.formatCollapse, steps: 22) { _ in cells { $0.wellFormed = wellFormed } }
    #expect(alarms.map(\.steps) == (isRaised ? [21...21] : []))
  }

  @Test(arguments: [(24.0, true), (26.0, false)])
  func lengthHalvesWithinTheWindow(tokens: Double, isRaised: Bool) {
    let alarms = raised(.lengthCollapse, steps: 21) { step in
      cells { $0.tokens = step < 21 ? 50 : tokens }
    }
    #expect(alarms.count == (isRaised ? 1 : 0))
  }

  @Test(arguments: [(0.001, true), (0.01, false)])
  func programsStopGrowing(growth: Double, isRaised: Bool) {
    var script = RunScript()
    for step in 0..<50 { script.run(lines: 4 + growth * Double(step)) }
    #expect(script.raised(.complexityStagnation).count == (isRaised ? 1 : 0))
  }

  @Test(arguments: [(-1.0, true), (1.0, false)])
  func rolesInterfereWhenTheirRewardsPart(sign: Double, isRaised: Bool) {
    let alarms = raised(.roleInterference, steps: 50) { step in
      let reward = Double(step % 7)
      return [
        RunScript.cell(.induction, .proposer, reward: reward),
        RunScript.cell(.induction, .solver, reward: sign * reward),
      ]
    }
    #expect(alarms.count == (isRaised ? 1 : 0))
  }

  @Test(arguments: [
    (Signal.chainMismatch, "chain-contradiction"), (.concerningChains, "alarming-language"),
    (.concerningChains, "trained-text"),
  ])
  func flaggedResponsesBecomeMore(signal: Signal, rule: String) {
    func run(late: Int) -> [Alarm] {
      var script = RunScript()
      for step in 0..<20 {
        let flagged = step < 10 ? 1 : late
        script.run(
          responses: (0..<20).map { RunScript.Response(flag: $0 < flagged ? rule : nil) })
      }
      return script.raised(signal)
    }
    #expect(run(late: 5).count == 1)
    #expect(run(late: 1).isEmpty)
  }
}
