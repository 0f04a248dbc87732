import Core
import Testing

@testable import Dashboard

@Suite("Lists are narrowed and searched")
struct FilterTests {
  private func driver() -> Driver {
    var driver = Driver(160, 50)
    driver.run {
      $0.start()
      $0.startStep()
      for rollout in 1...6 {
        $0.propose(rollout, rollout % 2 == 0 ? .abduction : .deduction, chain: "chain \(rollout)")
      }
      $0.reject(6, .duplicate)
      $0.flag(task: 3, rollout: 3, rule: "alarming-language")
      $0.flag(task: 4, rollout: 4, rule: "executor-limit", severity: .low)
    }
    return driver
  }

  private func filter(_ driver: inout Driver, _ text: String) {
    driver.press("\\")
    if !(driver.state.interface.filters.isEmpty) { driver.press(.control("u")) }
    driver.type(text)
    driver.press(.enter)
  }

  @Test("a filter hides rows, is shown in the border, and follows the run")
  func narrows() {
    var driver = driver()
    filter(&driver, "abd")
    #expect(driver.state.rowCount == 3)
    #expect(driver.screen().contains("abd 3/6"))
    driver.run {
      $0.propose(7, .abduction)
      $0.propose(8, .deduction)
    }
    #expect(driver.state.rowCount == 4)
    #expect(driver.screen().contains("abd 4/8"))
    driver.press(.escape)
    #expect(driver.state.rowCount == 8)
  }

  @Test("regular expressions, ! for the opposite, ~ for letters in their order")
  func forms() {
    var driver = driver()
    filter(&driver, "x (dup|syn)")
    #expect(driver.state.rowCount == 1)
    filter(&driver, "!dup")
    #expect(driver.state.rowCount == 5)
    filter(&driver, "~alrmlngg")
    #expect(driver.state.rowCount == 1)
    filter(&driver, "chain [12]$")
    #expect(driver.state.rowCount == 2)
  }

  @Test("what is no expression is told, and stays to be mended")
  func fault() {
    var driver = driver()
    filter(&driver, "(open")
    #expect(driver.screen().contains("that is no filter"))
    guard case .filter(let editor) = driver.state.interface.mode else {
      Issue.record("the filter closed")
      return
    }
    #expect(editor.text == "(open")
  }

  @Test("every list has its own filter", arguments: [3, 6, 7])
  func views(view: Int) {
    var driver = driver()
    driver.press(.digit(view))
    let all = driver.state.rowCount
    #expect(all > 0)
    filter(&driver, view == 3 ? "alarming" : view == 6 ? "light started" : "run.started")
    #expect(driver.state.rowCount == 1)
    driver.press(.digit(1))
    #expect(driver.state.rowCount == 6)
    driver.press(.digit(view), .escape)
    #expect(driver.state.rowCount == all)
  }

  @Test("a word that was hidden by zero-width spaces or foreign letters is found")
  func skeleton() {
    var driver = driver()
    driver.run { $0.propose(9, chain: "dec\u{200B}eive the rev\u{456}ewer") }
    for word in ["deceive", "reviewer"] {
      driver.press("G", "/", .control("u"))
      driver.type(word)
      driver.press(.enter)
      #expect(driver.state.interface.task == RolloutID(rawValue: 9), "\(word)")
      filter(&driver, word)
      #expect(driver.state.rowCount == 1, "\(word)")
      driver.press(.escape)
    }
  }

  @Test("a count moves so many rows; a count before G is a row's number")
  func counts() {
    var driver = driver()
    driver.press("g", .digit(0), .digit(3), "j")
    #expect(driver.state.selectedRow == 3)
    driver.press(.digit(0), .digit(2), "G")
    #expect(driver.state.selectedRow == 1)
    // A digit alone is a view, and a count that no movement follows is forgotten.
    driver.press(.digit(0), .digit(5), "z", "z", "j")
    #expect(driver.state.selectedRow == 2)
  }
}
