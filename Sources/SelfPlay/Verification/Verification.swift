import Core
import MiniPython

/// Works out a task's outputs and a grade anew, by other means than the validator and the grader: a
/// program written anew from its syntax tree, run in fresh state without tracing.
///
/// Where a run ends at its budget, with tracing or without, there is nothing to compare: tracing
/// costs some of the budget.
public struct Verification: Sendable {
  private let executor: any TaskExecutor
  private let hasStrictTypes: Bool

  /// - Parameter executor: What runs programs; nil for the embedded interpreter.
  public init(settings: SelfPlaySettings, executor: (any TaskExecutor)? = nil) {
    self.executor = executor ?? Interpreter(budget: settings.budget)
    hasStrictTypes = settings.strictTypes
  }

  /// Whether a task still says what its program does.
  public func confirms(_ task: TaskContent) -> Bool {
    guard let program = rewritten(task.program) else { return false }
    switch task.type {
    case .deduction, .abduction: return output(program, task.input) == task.output
    case .errorDeduction:
      return executor.call(program, arguments: task.input).errorName == task.output
    case .induction:
      return !task.pairs.isEmpty
        && task.pairs.allSatisfy { output(program, $0.input) == $0.output }
    }
  }

  /// Whether a second grading of an answer comes to the same. A malformed response is wrong.
  public func confirms(_ answer: String?, isCorrect: Bool, for task: TaskContent) -> Bool {
    guard let answer else { return !isCorrect }
    switch task.type {
    case .deduction: return agrees(try? Literal.parse(answer), task.output) == isCorrect
    case .abduction:
      guard let program = rewritten(task.program) else { return false }
      if endsAtBudget(program, answer) { return true }
      return agrees(executor.call(program, arguments: answer).value, task.output) == isCorrect
    case .induction:
      guard let program = rewritten(answer) else { return !isCorrect }
      let hidden = task.pairs.dropFirst(task.shownPairCount)
      if hidden.contains(where: { endsAtBudget(program, $0.input) }) { return true }
      let right = hidden.allSatisfy {
        agrees(executor.call(program, arguments: $0.input).value, $0.output)
      }
      return (right && !hidden.isEmpty && program.taskFunction != nil) == isCorrect
    case .errorDeduction:
      let marks = Set(": (\n\t")
      let word = answer.drop(while: marks.contains).prefix { !marks.contains($0) }
      return (word.lowercased() == task.output.lowercased()) == isCorrect
    }
  }

  private func rewritten(_ source: String) -> Program? {
    guard let program = try? Program(parsing: source) else { return nil }
    // What the unparser cannot write is run as it stands.
    return (try? Program(parsing: program.unparsed)) ?? program
  }

  private func endsAtBudget(_ program: Program, _ input: String) -> Bool {
    [false, true].contains { traces in
      let error = executor.call(program, arguments: input, recordsTrace: traces).error
      if case .budget = error?.kind { return true }
      return false
    }
  }

  private func output(_ program: Program, _ input: String) -> String? {
    executor.call(program, arguments: input).value?.repr
  }

  private func agrees(_ value: Value?, _ expected: String) -> Bool {
    guard let value, let expected = try? Literal.parse(expected) else { return false }
    return value == expected && (!hasStrictTypes || value.hasTypes(of: expected))
  }
}
