import Core
import Testing

@testable import Dashboard

@Suite("Runs side by side")
struct ComparingRunsTests {
  /// Two runs of which the second samples twice as many tokens a step, in half the time.
  private static let runs = [("first", 100, 10.0), ("second", 200, 5.0)].map { name, tokens, pace in
    RunListing(
      path: "/runs/\(name)", name: name, state: "finished", steps: 10,
      curve: (1...10).map {
        RunListing.Point(
          step: $0, tokens: $0 * tokens, seconds: Double($0 - 1) * pace,
          solveRate: Double($0) / 10, learnability: 0.25, entropy: 3)
      })
  }

  private func driver(_ columns: Int = 160, _ rows: Int = 50) -> Driver {
    var driver = Driver(columns, rows)
    driver.run { $0.start() }
    driver.press(.digit(5))
    _ = reduce(&driver.state, .runs(Self.runs))
    return driver
  }

  @Test("curves are aligned by step, tokens or time, and show another quantity")
  func axes() {
    var driver = driver()
    driver.press(" ", "j", " ")
    #expect(driver.screen().contains("Solve rate by step"))
    #expect(driver.screen().contains("10 steps, 2000 tokens, 45s"))
    driver.press("a")
    #expect(driver.screen().contains("Solve rate by tokens sampled"))
    driver.press("a", "m")
    #expect(driver.screen().contains("Learnability by time"))
    // The slower run goes on to the end of the axis, the faster one to its middle.
    #expect(driver.screen().contains("1m30s"))
    driver.press("a", "m", "m")
    #expect(driver.screen().contains("Solve rate by step"))
  }

  @Test("c asks for the pinned run and the selected one, and shows what comes")
  func comparison() {
    var driver = driver(80, 24)
    #expect(driver.press("c").isEmpty)
    driver.press(" ", "j")
    #expect(driver.press("c") == [.compareRuns("/runs/first", "/runs/second")])
    #expect(driver.screen().contains("The runs are being read."))
    var pair = RunPair(paths: ["/runs/first", "/runs/second"], names: ["first", "second"])
    pair.settings = [.init(name: "seed", first: "1", second: "2\u{1B}[2J")]
    pair.sharedCount = 7
    pair.tasks = [
      .init(
        id: "abc", program: "def f(x):\n    return x", input: "3",
        first: .init(correct: 1, count: 6, answer: "3", chain: "x is 3"),
        second: .init(correct: 6, count: 6, answer: "3", chain: "so it is\u{202E} 3"))
    ]
    _ = reduce(&driver.state, .compared(pair))
    let screen = driver.screen()
    #expect(screen.contains("settings that differ"))
    #expect(screen.contains("2^[[2J"))
    #expect(screen.contains("constraint revisions: the same"))
    #expect(screen.contains("7 tasks that both runs solved"))
    #expect(screen.contains("A 1 of 6 correct") && screen.contains("B 6 of 6 correct"))
    #expect(screen.contains("x is 3") && screen.contains("{U+202E}"))
    // Another row ends it.
    driver.press(.escape, "k")
    #expect(!driver.screen().contains("settings that differ"))
  }

  @Test("what goes on elsewhere is left without a question, and stopped in words")
  func attached() {
    var driver = Driver()
    driver.state = State(size: Size(columns: 80, rows: 24), isAttached: true)
    driver.run { $0.start() }
    #expect(driver.screen().contains("ATTACHED"))
    #expect(driver.screen().contains("q leave"))
    #expect(driver.press("p") == [.send(.pause)])
    #expect(driver.press("q") == [.quit])
    driver.press(":")
    driver.type("stop")
    #expect(driver.press(.enter) == [.send(.stop)])
  }
}
