import Core
import Testing

@testable import Dashboard

@Suite("A run of any length fits")
struct LongRunTests {
  @Test("flags of rare rules that are all dropped leave no empty group behind")
  func manyFlags() {
    var driver = Driver()
    driver.run { script in
      script.start()
      script.startStep()
      for _ in 1...3 { script.flag(task: 1, rollout: 1, rule: "executor-limit", severity: .low) }
      for rollout in 1...(FlagTable.openLimit + FlagTable.reviewedLimit + 20) {
        script.flag(task: 1, rollout: rollout, rule: "alarming-language", severity: .high)
      }
    }
    let flags = driver.state.flags
    #expect(flags.sections.map(\.rule) == ["alarming-language"])
    #expect(flags.count == FlagTable.openLimit + FlagTable.reviewedLimit)
    #expect(flags.flag(at: flags.count - 1).flatMap { flags.position(of: $0) } == flags.count - 1)
  }
}
