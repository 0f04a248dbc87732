/// What runs the programs of tasks: this interpreter, or a real Python in a sandbox.
///
/// Whatever it is, every call starts in fresh state, a program reaches nothing outside of itself,
/// and what cannot be run right is an error, never a value.
public protocol TaskExecutor: Sendable {
  /// Runs the module, then calls a function of it.
  ///
  /// - Parameters:
  ///   - program: The parsed module.
  ///   - function: The name of the function.
  ///   - arguments: The source text between the parentheses; literals only.
  ///   - recordsTrace: Whether a trace is wanted. An executor that cannot make one gives none.
  func call(
    _ program: Program, function: String, arguments: String, recordsTrace: Bool
  ) -> Execution

  /// Further, independent runs of the same call of `f`, each in fresh state: at least as many as
  /// asked for. A program is deterministic only if all of them say the same.
  func repetitions(of program: Program, arguments: String, count: Int) -> [Execution]

  /// Why it can no longer run programs, or nil. What it said since then is worth nothing.
  var failure: String? { get }
}

extension TaskExecutor {
  /// Runs the module, then calls its function `f`.
  public func call(
    _ program: Program, arguments: String, recordsTrace: Bool = false
  ) -> Execution {
    call(program, function: "f", arguments: arguments, recordsTrace: recordsTrace)
  }
}

extension Interpreter: TaskExecutor {
  public var failure: String? { nil }

  public func repetitions(of program: Program, arguments: String, count: Int) -> [Execution] {
    (0..<count).map { _ in call(program, function: "f", arguments: arguments) }
  }
}
