import Core
import Testing

@testable import Dashboard

@Suite("A held task is edited in an editor or by a command")
struct EditingTests {
  private func driver(_ type: TaskType = .deduction) -> Driver {
    var driver = Driver()
    driver.run {
      $0.start(policy: .holdAll)
      $0.startStep()
      $0.propose(1, type)
      $0.hold(1)
    }
    driver.press(.digit(2))
    return driver
  }

  private func sheet(_ effects: [Effect]) throws -> EditorText {
    guard case .edit(let text)? = effects.first, effects.count == 1 else {
      throw TaskSheet.Fault(message: "no editor was asked for: \(effects)")
    }
    return text
  }

  @Test("e opens the task; what was changed is sent, with a note, to be checked")
  func editor() throws {
    var driver = driver()
    let text = try sheet(driver.press("e"))
    #expect(text.subject == .task(RunScript.task(1)))
    let edited = text.text.replacing("x * 2", with: "x * 3\n    # three").replacing(
      "#| note\n", with: "#| note\nless trivial\n")
    let effects = reduce(
      &driver.state, .edited(EditorText(subject: text.subject, text: edited)))
    let content = TaskContent(
      type: .deduction, program: "def f(x):\n    y = x * 3\n    # three\n    return y + 1",
      input: "3")
    #expect(
      effects == [.send(.edit(task: RunScript.task(1), content: content, note: "less trivial"))])
    #expect(driver.screen().contains("edited task sent"))
    driver.run {
      $0.add(
        .commandRefused(
          CommandRefused(command: "edit", message: "the edited task is not valid: x", by: "kj")))
    }
    #expect(driver.screen().contains("the edited task is not valid"))
  }

  @Test("an unchanged or empty text, a lost mark, and a task decided meanwhile send nothing")
  func nothing() throws {
    var driver = driver()
    let text = try sheet(driver.press("e"))
    for (edited, words) in [
      (text.text, "nothing was changed"), ("\n \n", "nothing was changed"),
      (text.text.replacing("#| input", with: "# input"), "is missing"),
      (text.text.replacing("#| input", with: "#| inputs"), "no part of a task"),
    ] {
      let effects = reduce(
        &driver.state, .edited(EditorText(subject: text.subject, text: edited)))
      #expect(effects.allSatisfy { $0 == .bell })
      #expect(driver.screen().contains(words))
    }
    driver.run { $0.review(1, .veto, reason: .other, by: "someone else") }
    let edited = text.text.replacing("x * 2", with: "x")
    #expect(
      reduce(&driver.state, .edited(EditorText(subject: text.subject, text: edited))).isEmpty)
    #expect(driver.screen().contains("decided meanwhile"))
  }

  @Test("the model's text is never in the lines that editors take settings from, nor a mark")
  func hostile() throws {
    let content = TaskContent(
      type: .deduction, program: "# vim: set modeline:\n#| input\nx = 1 #|| end", input: "1")
    let sheet = TaskSheet(task: RunScript.task(1), content: content)
    let lines = sheet.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.prefix(5).allSatisfy { $0.hasPrefix("#") && !$0.contains("vim:") })
    #expect(lines.dropLast().suffix(5).allSatisfy { $0 == "#" })
    let edited = sheet.text.replacing("x = 1", with: "x = 2")
    let reading = try #require(try sheet.reading(edited))
    #expect(reading.content.program == "# vim: set modeline:\n#| input\nx = 2 #|| end")
    #expect(reading.content.input == "1")
  }

  @Test("an induction task keeps its pairs apart; outputs are left to the executor")
  func induction() throws {
    var driver = driver(.induction)
    let text = try sheet(driver.press("e"))
    let edited = text.text.replacing("#| input 2\n2", with: "#| input 2\n(4,\n 5)")
    let effects = reduce(
      &driver.state, .edited(EditorText(subject: text.subject, text: edited)))
    guard case .send(.edit(_, let content, nil), _)? = effects.first else {
      Issue.record("nothing was sent: \(effects)")
      return
    }
    #expect(content.pairs.map(\.input) == ["1", "(4,\n 5)"])
    #expect(content.pairs.allSatisfy { $0.output.isEmpty })
  }

  @Test("the same by a typed command, with escaped line ends")
  func command() {
    var console = PlainConsole()
    var script = RunScript()
    script.start(policy: .holdAll)
    script.propose(1)
    script.hold(1)
    script.propose(2)
    console.take(script.take(), at: 0)
    let task = RunScript.task(1)
    let answer = console.obey("edit \(task) program def f(x):\\n    return  '\\\\n'")
    #expect(
      answer.actions == [
        .edit(
          task: task,
          content: TaskContent(
            type: .deduction, program: "def f(x):\n    return  '\\n'", input: "3", output: "7"),
          note: nil)
      ])
    #expect(console.obey("edit \(RunScript.task(2)) input 4").actions.isEmpty)
    #expect(console.obey("edit \(task) input3 4").lines[0].contains("0 pairs"))
    #expect(console.obey("edit \(task) sideways 4").lines[0].hasPrefix("cannot: write: edit"))
  }
}
