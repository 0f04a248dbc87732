import Core
import MiniPython

/// Decides whether a solver's answer is right, by Python value equality (section 1.6 of the paper's
/// rules: `True == 1`, `1 == 1.0`, sets in any order, lists unlike tuples).
///
/// Answers are read by the literal-only grammar or run in the executor; no model text is evaluated
/// where the expected value lives.
public struct Grader: Sendable {
  public var executor: any TaskExecutor
  /// Whether `1`, `1.0` and `True` are three different answers.
  public var hasStrictTypes = false
  /// Whether an induction answer is run on no further pair after one that it misses.
  public var stopsAtFirstMiss = true

  public init(executor: any TaskExecutor) { self.executor = executor }

  /// Whether an answer solves a task. An answer that cannot be read or run does not.
  public func isCorrect(_ answer: String, for task: TaskContent) -> Bool {
    grade(answer, for: task).isCorrect
  }

  /// Grades an answer and keeps what the executor did.
  ///
  /// - Parameter executed: What the executor does on the task's own input.
  public func grade(
    _ answer: String, for task: TaskContent, executed: [ChainLine] = []
  ) -> Grade {
    switch task.type {
    case .deduction: Grade(isCorrect: deduces(answer, task), executed: executed)
    case .abduction: abduction(answer, task)
    case .induction: induction(answer, task)
    case .errorDeduction: Grade(isCorrect: namesError(answer, task), executed: executed)
    }
  }

  private func deduces(_ answer: String, _ task: TaskContent) -> Bool {
    guard let expected = try? Literal.parse(task.output), let given = try? Literal.parse(answer)
    else { return false }
    return equals(given, expected)
  }

  /// The answer's first word, without regard to case, as in the official code.
  private func namesError(_ answer: String, _ task: TaskContent) -> Bool {
    let word = answer.split { $0.isWhitespace || $0 == ":" || $0 == "(" }.first ?? ""
    return !word.isEmpty && word.lowercased() == task.output.lowercased()
  }

  private func abduction(_ answer: String, _ task: TaskContent) -> Grade {
    guard let program = try? Program(parsing: task.program),
      let expected = try? Literal.parse(task.output),
      let run = ChainOfThought.run(program, arguments: answer, executor: executor)
    else { return Grade(isCorrect: false) }
    return Grade(
      isCorrect: run.execution.value.map { equals($0, expected) } ?? false, executed: run.lines,
      error: run.execution.error)
  }

  private func induction(_ answer: String, _ task: TaskContent) -> Grade {
    let hidden = task.pairs.dropFirst(task.shownPairCount)
    guard let program = try? Program(parsing: answer), program.taskFunction != nil,
      !hidden.isEmpty
    else { return Grade(isCorrect: false) }
    var right = 0
    var error: ExecutionError?
    for pair in hidden {
      let execution = executor.call(program, arguments: pair.input)
      guard let value = execution.value, let expected = try? Literal.parse(pair.output),
        equals(value, expected)
      else {
        error = error ?? execution.error
        if stopsAtFirstMiss { break }
        continue
      }
      right += 1
    }
    return Grade(
      isCorrect: right == hidden.count, error: error,
      hiddenShare: Double(right) / Double(hidden.count))
  }

  /// By Python value, and where types are strict by type at every depth, too.
  private func equals(_ value: Value, _ expected: Value) -> Bool {
    value == expected && (!hasStrictTypes || value.hasTypes(of: expected))
  }
}

/// What the grader found out about an answer.
public struct Grade: Hashable, Sendable {
  public var isCorrect: Bool
  /// What the executor did on the task's input, or on the answered input; empty for induction.
  public var executed: [ChainLine] = []
  /// What the executor said, if it ran the answer in vain.
  public var error: ExecutionError?
  /// Induction: the share of the hidden pairs that match.
  public var hiddenShare: Double?
}
