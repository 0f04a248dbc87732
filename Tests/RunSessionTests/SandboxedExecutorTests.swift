import Core
import MiniPython
import PythonSandbox
import SelfPlay
import Testing

@testable import RunSession

/// What these tests need of the machine, and share.
private enum Sandboxed {
  static let capability = SandboxCapability.examine()

  static func executor() throws -> PythonExecutor { try started.get() }

  private static let started = Result { () throws(SandboxError) in
    try PythonExecutor.start(
      limits: PythonLimits(processorSeconds: 1, seconds: 5), hashSeeds: [1, 2, 3],
      tracer: Interpreter())
  }
}

/// Validation, grading and whole runs under `--executor cpython`.
@Suite(.enabled(if: Sandboxed.capability.isComplete, "\(Sandboxed.capability.summary)"))
struct SandboxedExecutorTests {

  private func validator() throws -> Validator {
    Validator(
      executor: try Sandboxed.executor(), largestInteger: nil, longestOutput: 100)
  }

  private func reason(_ program: String, input: String = "3") throws -> RejectionReason? {
    let task = TaskContent(type: .deduction, program: program, input: input)
    let validator = try validator()
    do throws(Rejection) {
      _ = try validator.validate(task, pairCount: 4)
      return nil
    } catch {
      return error.reason
    }
  }

  static let task = TaskContent(
    type: .deduction, program: "def f(x):\n    return x > 5", input: "3", output: "False")

  /// What the official code evaluates beside the gold value, or lets compare itself to it.
  static let injections = [
    "eval(gold_output)", "gold_output", "f(3)", "1) or (1==1", "3) == False or (True", "not True",
    "__import__('os').system('id')", "(lambda: False)()",
    "type('E', (), {'__eq__': lambda *a: True})()",
    "False if True else 1", "False; True", "exec('True')", "x", "[] == 1", "",
  ]

  @Test("row 28: no injection of defect B3 scores", arguments: injections)
  func noInjectionScores(answer: String) throws {
    let grader = Grader(executor: try Sandboxed.executor())
    var task = Self.task
    #expect(!grader.isCorrect(answer, for: task))
    task.type = .abduction
    #expect(!grader.isCorrect(answer, for: task))
  }

  @Test(
    "row 28: an induction answer that is equal to everything scores nothing",
    arguments: [
      "class E:\n    def __eq__(self, other): return True\ndef f(x): return E()",
      "class E(int):\n    def __eq__(self, other): return True\n    __hash__ = int.__hash__\ndef f(x): return E(0)",
      "class E(int):\n    def __repr__(self): return str(9)\ndef f(x): return E(0)",
      "import sys\ndef f(x):\n    sys.stdout.write('9')\n    raise SystemExit(0)",
      "import os\ndef f(x):\n    os.write(10, b'?')\n    os._exit(0)",
      "import builtins\ndef f(x):\n    builtins.repr = lambda v: '9'\n    return 0",
      "def f(x): return [x]",
    ])
  func noInductionInjectionScores(answer: String) throws {
    let grader = Grader(executor: try Sandboxed.executor())
    let pairs = (0..<4).map { InputOutputPair(input: "\($0)", output: "9") }
    let task = TaskContent(
      type: .induction, program: "def f(x):\n    return 9", pairs: pairs, message: "nine")
    #expect(grader.isCorrect("def f(x):\n    return 9", for: task))
    #expect(!grader.isCorrect(answer, for: task))
  }

  @Test func validationRunsAllOfPython() throws {
    #expect(try reason("import statistics\ndef f(x):\n    return statistics.mean([x, 5])") == nil)
    #expect(
      try reason(
        "import struct\ndef f(x):\n    return struct.unpack('<H', struct.pack('<h', -x))[0]")
        == nil)
  }

  @Test func validationFailsClosed() throws {
    #expect(try reason("import os\ndef f(x):\n    return os.system('id')") == .escapeAttempt)
    #expect(try reason("def f(x):\n    return open('/etc/passwd').read()") == .escapeAttempt)
    #expect(try reason("def f(x):\n    while True:\n        pass") == .limit)
    #expect(try reason("def f(x):\n    raise StopIteration") == .raised)
    #expect(try reason("import sys\ndef f(x):\n    raise SystemExit") == .raised)
    #expect(try reason("def f(x):\n    return list(set('abcdefghijk'))") == .nondeterministic)
    #expect(try reason("def f(x):\n    return hash('a')") == .nondeterministic)
    #expect(try reason("def f(x):\n    return object()") == .noValue)
    #expect(try reason("def f(x):\n    return set('ab')") == nil)
  }

  @Test("row 14: what a model's program tries in the sandbox is an event and a flag of the run")
  func attemptsAreJournaled() throws {
    let run = SmallRun()
    defer { run.remove() }
    var start = try run.start(SmallRun.configuration(steps: 1))
    start.executor = Intruding(inner: try Sandboxed.executor())
    _ = RunSession(start: start, showsText: false, observers: []).wait()
    let events = try run.events()
    var rejected: Set<TaskID> = []
    var flagged: [TaskID: Flag] = [:]
    var admitted: Set<TaskID> = []
    for event in events where event.step == 1 {
      switch event.body {
      case .taskRejected(let task) where task.reason == .escapeAttempt:
        #expect(task.reward < 0)
        rejected.insert(task.task)
      case .flagRaised(let flag) where flag.rule == "escape-attempt" && flag.role == .proposer:
        flagged[flag.task] = flag
      case .taskAdmitted(let task): admitted.insert(task.task)
      default: break
      }
    }
    #expect(!rejected.isEmpty && rejected == Set(flagged.keys))
    #expect(admitted.isDisjoint(with: rejected))
    #expect(flagged.values.allSatisfy { $0.severity == .high && $0.detail.contains("os.system") })
  }

  @Test("a run gives the same events under both executors")
  func runsAgree() throws {
    var bodies: [[RunEvent.Body]] = []
    for executor in ExecutorChoice.allCases {
      let run = SmallRun()
      defer { run.remove() }
      var configuration = SmallRun.configuration(steps: 1)
      configuration.executor = executor
      #expect(try run.run(configuration).reason == .finished)
      bodies.append(try run.bodies().filter { $0.hash == nil })
      let started = try run.events().first
      guard case .runStarted(let started) = started?.body else {
        Issue.record("the first event is \(String(describing: started))")
        continue
      }
      #expect(started.executor == executor.rawValue)
    }
    #expect(bodies[0] == bodies[1])
  }
}

extension RunEvent.Body {
  /// The hash of a checkpoint: its file tells of the run's folder.
  fileprivate var hash: String? {
    if case .checkpointSaved(let saved) = self { saved.hash } else { nil }
  }
}

/// The sandbox, in which some of the model's programs begin by reaching for the system: the nano
/// base cannot spell that itself.
private struct Intruding: TaskExecutor {
  let inner: PythonExecutor
  var failure: String? { inner.failure }

  private func intruding(_ program: Program) -> Program {
    guard program.source.contains("if") else { return program }
    return (try? Program(parsing: "import os\nos.system('id')\n" + program.source)) ?? program
  }

  func call(
    _ program: Program, function: String, arguments: String, recordsTrace: Bool
  ) -> Execution {
    inner.call(
      intruding(program), function: function, arguments: arguments, recordsTrace: recordsTrace)
  }

  func repetitions(of program: Program, arguments: String, count: Int) -> [Execution] {
    inner.repetitions(of: intruding(program), arguments: arguments, count: count)
  }
}
