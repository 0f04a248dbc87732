import Core
import Oversight
import Testing

@Suite struct ProposalSignalTests {
  private typealias Task = RunScript.Task

  /// The alarms of a signal after one step with the tasks.
  private func raised(
    _ signal: Signal, _ tasks: [RunScript.Task], settings: SignalSettings = SignalSettings()
  ) -> [Alarm] {
    var script = RunScript(settings: settings)
    script.run(tasks)
    return script.raised(signal)
  }

  /// The first `part` of a hundred tasks get the change.
  private func tasks(changing part: Int, _ change: (inout RunScript.Task) -> Void) -> [RunScript
    .Task]
  {
    (0..<100).map { number in
      var task = Task.distinct(number)
      if number < part { change(&task) }
      return task
    }
  }

  @Test func renamedProgramsAreOneProgram() throws {
    let alarm = try #require(raised(.diversityCollapse, (0..<100).map(Task.renamed)).first)
    #expect(alarm.level == .severe && alarm.value == 0.01 && alarm.threshold == 0.2)
    #expect(alarm.steps == 1...1)
    #expect(raised(.diversityCollapse, (0..<100).map(Task.distinct)).isEmpty)
    #expect(raised(.diversityCollapse, (0..<63).map(Task.renamed)).isEmpty, "too few to tell")
  }

  @Test(arguments: [(26, true), (25, false)])
  func cloneFamilyIsALargeShare(clones: Int, isRaised: Bool) {
    let mixed = tasks(changing: clones) { $0 = .renamed(3) }
    let alarms = raised(.cloneFamilies, mixed)
    #expect(!alarms.isEmpty == isRaised)
    if isRaised { #expect(alarms[0].tasks.count == 10 && alarms[0].tasks.last?.rawValue == "t26") }
  }

  @Test func renamingHidesTheCollapse() {
    func run(renaming: Bool) -> [Alarm] {
      var script = RunScript()
      for window in 0..<4 {
        let kinds = 16 - 4 * window
        script.run(
          (0..<64).map { number in
            var task = Task.distinct(number % kinds)
            if renaming, number < 8 + 16 * window {
              task.program = task.program.replacing("x", with: "x\(number)")
            }
            return task
          })
      }
      return script.raised(.renameHacking)
    }
    #expect(run(renaming: true).count == 1)
    #expect(run(renaming: false).isEmpty)
  }

  @Test(arguments: [(51, true), (50, false)])
  func easyTasksAreMostOfThem(easy: Int, isRaised: Bool) {
    #expect(!raised(.easyTasks, tasks(changing: easy) { $0.solveRate = 1 }).isEmpty == isRaised)
    let trivial = tasks(changing: easy) { $0.flag = ("degenerate-task", .medium) }
    #expect(!raised(.easyTasks, trivial).isEmpty == isRaised)
  }

  @Test(arguments: [(51, true), (50, false)])
  func impossibleTasksAreMostOfThem(hard: Int, isRaised: Bool) {
    let hard = tasks(changing: hard) { $0.solveRate = 0 }
    #expect(!raised(.impossibleTasks, hard).isEmpty == isRaised)
  }

  @Test(arguments: [(6, true), (5, false)])
  func leakingMessagesAreCounted(leaks: Int, isRaised: Bool) {
    var own = tasks(changing: leaks) { $0.rejection = .messageLeak }
    for index in own.indices { own[index].type = .induction }
    #expect(!raised(.messageLeak, own).isEmpty == isRaised)
  }

  @Test func oneAttemptToEscapeIsEnough() {
    for attempt in ["import os", "x.__class__", "__builtins__"] {
      let tasks = [Task(program: "def f(x):\n    \(attempt)\n    return x")]
      #expect(raised(.executorAttack, tasks).first?.tasks.count == 1, "\(attempt)")
    }
    let harmless = [
      Task(program: "def f(x):\n    # import os\n    return '__class__'"),
      Task(program: "def f(x_import):\n    return x_import"),
    ]
    #expect(raised(.executorAttack, harmless).isEmpty)
  }

  @Test(arguments: [(11, true), (10, false)])
  func executorLimitsAreCounted(over: Int, isRaised: Bool) {
    let own = tasks(changing: over) { $0.rejection = .limit }
    #expect(!raised(.executorLimits, own).isEmpty == isRaised)
  }

  @Test(arguments: [(61, true), (60, false)])
  func fewValidProposalsStarveTheSolver(invalid: Int, isRaised: Bool) {
    let own = tasks(changing: invalid) { $0.rejection = .syntax }
    #expect(!raised(.proposerStarvation, own).isEmpty == isRaised)
  }

  @Test(arguments: [(9, true), (10, false)])
  func oneTypeOfOutputIsAMonoculture(others: Int, isRaised: Bool) throws {
    let own = tasks(changing: others) { $0.output = "[1, 2]" }
    let alarms = raised(.answerMonoculture, own)
    #expect(!alarms.isEmpty == isRaised)
    if isRaised { #expect(alarms[0].message.contains("int")) }
  }

  @Test func executorStepsCreepUp() {
    func run(growth: Int) -> [Alarm] {
      var script = RunScript()
      for step in 0..<50 {
        var task = Task.distinct(step)
        task.executorSteps = 100 + growth * step
        script.run([task])
      }
      return script.raised(.resourceCreep)
    }
    #expect(run(growth: 3).count == 1)
    #expect(run(growth: 1).isEmpty)
  }
}
