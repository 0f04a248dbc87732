import Core
import Testing

@testable import Dashboard

@Suite("Every journey by typed commands")
struct PlainConsoleTests {
  private func console(_ write: (inout RunScript) -> Void = { _ in }) -> PlainConsole {
    var script = RunScript()
    script.start(policy: .holdAll)
    script.startStep()
    script.propose(1, chain: "a chain\u{1B}[2J\nof two lines")
    script.hold(1)
    script.propose(2)
    script.solve(11, task: 2, correct: true)
    script.score(2, solveRate: 1)
    script.flag(task: 2, rollout: 11, severity: .high)
    script.finishStep()
    write(&script)
    var console = PlainConsole()
    console.take(script.take(), at: 1)
    return console
  }

  @Test("looking: status, queue, tasks, a task, flags, a flag, signals, timeline, log")
  func looking() {
    var console = console()
    let task = RunScript.task(1).rawValue
    #expect(console.obey("status").lines.first?.contains("running, step 1 of 300") ?? false)
    #expect(
      console.obey("queue").lines == ["\(task) deduction step 1 HELD: the policy holds every task"])
    #expect(console.obey("tasks 1").lines.count == 1)
    let shown = console.obey("show \(task.prefix(6))").lines
    #expect(shown.contains { $0.contains("a chain^[[2J") })
    #expect(shown.contains { $0.contains("def f(x):") })
    #expect(console.obey("flags").lines.first?.hasPrefix("flag 1 high alarming-language") ?? false)
    #expect(console.obey("flag 1").lines.contains { $0.contains("I should hide this") })
    #expect(console.obey("signals").lines.first?.contains("solve rate .50") ?? false)
    #expect(console.obey("timeline").lines.contains { $0.contains("run first-light started") })
    #expect(console.obey("log 2").lines.count == 2)
    #expect(console.obey("constraints").lines.contains { $0.contains("maximum lines") })
    #expect(console.obey("help").lines.count > 20)
  }

  @Test("runs are listed and compared, and a replay goes from step to step and decides nothing")
  func runsAndReplay() {
    var console = console()
    #expect(console.obey("runs").question == .runs)
    #expect(console.obey("compare a b").question == .compare("a", "b", by: "step"))
    #expect(console.obey("compare a b tokens").question == .compare("a", "b", by: "tokens"))
    #expect(console.obey("compare a").lines.first?.hasPrefix("cannot: write: compare") ?? false)
    #expect(console.obey("back 2").place == nil)
    var replay = PlainConsole(isReplay: true)
    #expect(replay.obey("on").place == .by(1))
    #expect(replay.obey("back 3").place == .by(-3))
    #expect(replay.obey("step 12").place == .number(12))
    #expect(replay.obey("last").place == .last)
    let refused = replay.obey("pause")
    #expect(refused.actions.isEmpty && refused.lines == ["cannot: this screen is for reading only"])
    let help = replay.obey("help").lines
    #expect(help.contains { $0.hasPrefix("back [N]") })
    #expect(!help.contains { $0.hasPrefix("approve") })
  }

  @Test("acting: pause, approve, veto, flags, policy, constraints, stop")
  func acting() {
    var console = console()
    let task = RunScript.task(1)
    #expect(console.obey("pause").actions == [.pause])
    #expect(
      console.obey("approve \(task.rawValue.prefix(4))").actions
        == [.review(task: task, verdict: .approve, reason: nil)])
    #expect(console.obey("approve \(task)").actions.isEmpty)
    #expect(
      console.obey("veto \(RunScript.task(2)) unsafe").actions
        == [.review(task: RunScript.task(2), verdict: .veto, reason: .unsafe)])
    #expect(console.obey("confirm 1").actions == [.reviewFlag(FlagID(rawValue: 1), .confirm)])
    #expect(console.obey("hold 50").actions == [.setReviewPolicy(.holdShare(0.5))])
    #expect(
      console.obey("set constructs while, lambda").actions
        == [.editConstraints(ConstraintDraft(bannedConstructs: "while, lambda"))])
    #expect(console.obey("stop").actions == [.stop])
  }

  @Test(
    "what cannot be done is said in a line, with the remedy",
    arguments: [
      ("step", "not now"), ("approve", "write: approve TASK"), ("show zz", "three digits"),
      ("show ffffff", "no task in memory"), ("veto abc", "a reason is one of"),
      ("flag 99", "no flag 99"), ("frobnicate", "is no command"), ("theme nord", "dashboard"),
      ("wait long", "write: wait"), ("lines some", "write: lines"), ("hold 0", "hold takes"),
    ])
  func faults(command: String, words: String) {
    var console = console()
    let answer = console.obey(command)
    #expect(answer.actions.isEmpty)
    #expect(answer.lines.count == 1)
    #expect(answer.lines[0].hasPrefix("cannot: "))
    #expect(answer.lines[0].contains(words), "\(answer.lines[0])")
  }

  @Test("a script can wait, and nothing is awaited once the run has ended")
  func waiting() {
    let live = console()
    #expect(live.isMet(.held) && live.isMet(.flagged) && live.isMet(.step(1)))
    #expect(!live.isMet(.paused) && !live.isMet(.step(2)))
    let over = console { $0.add(.runStopped(RunStopped(reason: .finished))) }
    #expect(over.isMet(.paused) && over.isMet(.step(99)))
  }

  @Test("no line has anything that a terminal obeys")
  func hostile() {
    let hostile = "\u{1B}]0;x\u{7}\u{9B}31m\u{202E}\r\n\u{E0041}"
    var console = console {
      $0.propose(3, chain: hostile)
      $0.hold(3)
      $0.flag(task: 3, rollout: 3, rule: hostile, severity: .high, text: hostile, hit: "x")
    }
    for command in ["queue", "tasks", "show \(RunScript.task(3))", "flags", "flag 2", "log 50"] {
      for line in console.obey(command).lines {
        let isSafe = line.unicodeScalars.allSatisfy {
          $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.value != 0x202E
            && !(0xE0000...0xE007F).contains($0.value)
        }
        #expect(isSafe, "\(command)")
      }
    }
  }
}
