import Core
import MiniPython

/// Decides whether a solver's answer is right, by Python value equality (section 1.6 of the paper's
/// rules: `True == 1`, `1 == 1.0`, sets in any order, lists unlike tuples).
///
/// Answers are read by the literal-only grammar or run in the executor; no model text is evaluated
/// where the expected value lives.
public struct Grader: Sendable {
  public var interpreter: Interpreter

  public init(interpreter: Interpreter) { self.interpreter = interpreter }

  /// Whether an answer solves a task. An answer that cannot be read or run does not.
  public func isCorrect(_ answer: String, for task: TaskContent) -> Bool {
    switch task.type {
    case .deduction: deduces(answer, task)
    case .abduction: abduces(answer, task)
    case .induction: induces(answer, task)
    }
  }

  private func deduces(_ answer: String, _ task: TaskContent) -> Bool {
    guard let expected = try? Literal.parse(task.output), let given = try? Literal.parse(answer)
    else { return false }
    return given == expected
  }

  private func abduces(_ answer: String, _ task: TaskContent) -> Bool {
    guard let program = try? Program(parsing: task.program),
      (try? Literal.parseArguments(answer)) != nil
    else { return false }
    return gives(task.output, program: program, arguments: answer)
  }

  private func induces(_ answer: String, _ task: TaskContent) -> Bool {
    guard let program = try? Program(parsing: answer), program.taskFunction != nil else {
      return false
    }
    let hidden = task.pairs.dropFirst(task.shownPairCount)
    return !hidden.isEmpty
      && hidden.allSatisfy { gives($0.output, program: program, arguments: $0.input) }
  }

  private func gives(_ output: String, program: Program, arguments: String) -> Bool {
    guard let expected = try? Literal.parse(output),
      let value = interpreter.call(program, arguments: arguments).value
    else { return false }
    return value == expected
  }
}
