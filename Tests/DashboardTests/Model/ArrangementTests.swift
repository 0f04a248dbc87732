import Core
import Testing

@testable import Dashboard

@Suite("The operator arranges the screen")
struct ArrangementTests {
  private func driver(_ columns: Int = 80, _ rows: Int = 24) -> Driver {
    var driver = Driver(columns, rows)
    driver.run {
      $0.start()
      $0.startStep()
      for rollout in 1...4 { $0.propose(rollout, rollout == 2 ? .abduction : .deduction) }
    }
    return driver
  }

  private func rect(_ pane: Pane, _ driver: Driver) -> Rect? {
    driver.state.layout(driver.state.size).rect(of: pane)
  }

  @Test("borders move by keys with counts, stop at the edge, and are remembered by view")
  func borders() throws {
    var driver = driver()
    let before = try #require(rect(.tasks, driver))
    driver.press(">", ")")
    let after = try #require(rect(.tasks, driver))
    #expect(after.columns == before.columns + 2 && after.rows == before.rows + 1)
    for _ in 1...100 { driver.press("<", "(") }
    let least = try #require(rect(.tasks, driver))
    #expect(least.columns == 18 && least.rows == 5)
    // A press at the edge is not saved up.
    driver.press(">")
    #expect(rect(.tasks, driver)?.columns == 20)
    driver.press("0", .digit(5), ">")
    #expect(rect(.tasks, driver)?.columns == 30)
    driver.press(.digit(2))
    #expect(rect(.held, driver)?.columns == before.columns)

    driver.press(.digit(1))
    var next = self.driver()
    next.state.recall(driver.state.memory)
    #expect(rect(.tasks, next) == rect(.tasks, driver))
    next.press("=")
    #expect(rect(.tasks, next) == before)
    #expect(next.state.memory.splits.isEmpty)
  }

  @Test("charts, commands and the theme are remembered; filters are not")
  func memory() {
    var driver = driver()
    _ = reduce(&driver.state, .themes(["mono", "nord"], current: "mono"))
    driver.press("T", "j", .enter, "L", "B", "\\")
    driver.type("abd")
    driver.press(.enter, ":")
    driver.type("pause")
    driver.press(.enter)
    let memory = driver.state.memory
    #expect(memory.theme == "nord" && memory.isLogarithmic && memory.chart == "block")
    #expect(memory.commands == ["pause"])
    var next = self.driver()
    next.state.recall(memory)
    #expect(next.state.memory == memory)
    #expect(next.state.interface.filters.isEmpty)
  }

  @Test("every size draws with every split")
  func allSizes() {
    for (columns, rows) in [(80, 24), (160, 50), (300, 100), (40, 10), (20, 3)] {
      for view in View.allCases {
        var driver = driver(columns, rows)
        driver.press(.digit(view.rawValue + 1))
        for split in [(-300, -300), (300, 300), (7, -3)] {
          driver.state.interface.splits[view] = .init(columns: split.0, rows: split.1)
          let places = driver.state.layout(driver.state.size).places
          #expect(places.allSatisfy { $0.rect.rows >= 0 && $0.rect.columns >= 0 })
          _ = driver.screen()
        }
      }
    }
  }

  @Test("a filter shows what it would leave while it is typed; Esc puts the list back")
  func filterPreview() {
    var driver = driver()
    driver.press("\\")
    driver.type("abd")
    #expect(driver.screen().contains("abd 1/4"))
    driver.press(.escape)
    #expect(!driver.screen().contains("1/4"))
    driver.press("\\")
    driver.type("ded")
    driver.press(.enter)
    #expect(driver.screen().contains("ded 3/4"))
    // Half an expression leaves the list as it is.
    driver.press("\\")
    driver.type("(")
    #expect(driver.screen().contains("3/4"))
    driver.press(.escape)
    #expect(driver.screen().contains("ded 3/4"))
  }

  @Test("a screen for reading only shows no key that asks something, and obeys none")
  func readOnly() {
    var driver = driver()
    var state = State(size: Size(columns: 80, rows: 24), isReadOnly: true)
    driver.run { $0.hold(1) }
    var script = RunScript()
    script.start()
    script.propose(1)
    script.hold(1)
    _ = reduce(&state, .events(script.take(), at: 0))
    driver.state = state
    #expect(driver.screen().contains("READ-ONLY"))
    driver.press(.digit(2))
    for key: Key in ["a", "v", "e", "p", "u", "F", "h", "d"] {
      #expect(driver.press(key).allSatisfy { $0 == .bell }, "\(key)")
      #expect(driver.state.interface.mode == .browse)
    }
    driver.press(.digit(4))
    #expect(driver.press("e") == [.bell])
    driver.press(":")
    driver.type("hold all")
    #expect(driver.press(.enter) == [.bell])
    driver.press(.escape, "q")
    #expect(driver.press("y") == [.send(.stop)])
  }

  @Test("? lists the keys that are valid, ? again all of them")
  func help() {
    var driver = driver(120, 40)
    driver.press("?")
    #expect(driver.screen().contains("Keys valid here"))
    #expect(!driver.screen().contains("one step"))
    driver.press("?")
    #expect(driver.screen().contains("All keys of this view"))
    #expect(driver.screen().contains("one step"))
    driver.press("?")
    #expect(driver.screen().contains("Keys valid here"))
  }

  @Test("a count before Space marks a range")
  func ranges() {
    var driver = driver()
    driver.press("j", "0", .digit(3), " ")
    #expect(driver.state.interface.marked.count == 3)
  }
}
