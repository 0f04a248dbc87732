import Core
import Foundation
import MiniPython

/// Runs one program at a time for `proctor execute`, with limits near those of CPython.
struct ProgramRunner: Sendable {
  /// Why a program gave no value.
  struct Failure: Error, Equatable {
    /// `ValueError: text (line 3)`.
    var text: String
  }

  /// A value's repr or an error, and what was printed on the way.
  struct Result {
    var outcome: Swift.Result<String, Failure>
    var printed = ""
  }

  private let interpreter: Interpreter
  /// What runs programs instead of the interpreter, or nil.
  private let python: PythonRunner?

  init(steps: Int, allocation: Int, python: PythonRunner? = nil) {
    self.python = python
    interpreter = Interpreter(
      budget: Budget(
        steps: steps, allocation: allocation, recursionDepth: 995, stackHeight: 12_000,
        outputLength: 1_000_000, integerBits: 1 << 20))
  }

  /// Evaluates an expression in a program.
  func run(_ source: String, call: String) -> Result {
    if let python { return Self.result(python.evaluate(source, call: call)) }
    return evaluate(source) { interpreter.evaluate($0, callText: call) }
  }

  /// Calls `f` with the text between its parentheses.
  func run(_ source: String, input: String) -> Result {
    if let python { return Self.result(python.evaluate(source, call: "f(\(input)\n)")) }
    return evaluate(source) { interpreter.evaluate($0, function: "f", argumentText: input) }
  }

  private func evaluate(_ source: String, _ body: (Program) -> Execution) -> Result {
    do {
      return Self.result(body(try Program(parsing: source)))
    } catch {
      return Result(outcome: .failure(Failure(text: Self.text(error))))
    }
  }

  private static func result(_ execution: Execution) -> Result {
    let outcome: Swift.Result<String, Failure> =
      switch execution.outcome {
      case .value(let value): .success(value.repr)
      case .failure(let error): .failure(Failure(text: text(error)))
      }
    return Result(outcome: outcome, printed: execution.printed)
  }

  /// Writes a program's own text to standard error; it must not drive the terminal.
  static func complain(_ text: String) {
    FileHandle.standardError.write(Data(DisplayText(text).string.utf8))
  }

  private static func text(_ error: SyntaxError) -> String {
    if case .notSupported(let construct) = error.code {
      return "NotSupported: \(construct) (line \(error.line))"
    }
    return "SyntaxError: \(error.message) (line \(error.line))"
  }

  private static func text(_ error: ExecutionError) -> String {
    let words =
      switch error.kind {
      case .exception(let name): error.message.isEmpty ? name : "\(name): \(error.message)"
      case .budget(.recursion): "RecursionError: maximum recursion depth exceeded"
      case .budget(let limit): "BudgetExceeded: \(limit.rawValue)"
      case .unsupported: "NotSupported: \(error.message.replacing("not supported: ", with: ""))"
      case .syntax: "SyntaxError: \(error.message)"
      case .escapeAttempt: "EscapeAttempt: \(error.message)"
      case .unavailable: "Unavailable: \(error.message)"
      }
    return words + (error.line.map { " (line \($0))" } ?? "")
  }
}

/// A thread with a stack for deep recursion.
enum DeepThread {
  /// Enough for `ProgramRunner`'s limits in a debug build.
  static let stackSize = 96 << 20

  /// Runs something to its end on a thread of its own.
  static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
    let box = ResultBox<Result>()
    let thread = Thread { box.finish(body()) }
    thread.stackSize = stackSize
    thread.start()
    return box.wait()
  }
}

/// Hands a result from one thread to another.
///
/// Unchecked: the value is only touched under the condition's lock.
private final class ResultBox<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var value: Value?

  func finish(_ value: Value) {
    condition.withLock {
      self.value = value
      condition.signal()
    }
  }

  func wait() -> Value {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let value { return value }
      condition.wait()
    }
  }
}
