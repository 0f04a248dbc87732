/// What one call did.
public struct Execution: Sendable {
  /// A value, or why there is none.
  public enum Outcome: Sendable {
    /// The function returned.
    case value(Value)
    /// It raised, went over its budget, or needs what is not supported.
    case failure(ExecutionError)
  }

  /// What a call consumed of its budget.
  public struct Usage: Sendable, Hashable {
    /// Steps taken; 0 where the executor counts none.
    public var steps: Int
    /// Bytes allocated.
    public var allocated: Int

    /// Makes a usage.
    public init(steps: Int, allocated: Int) {
      self.steps = steps
      self.allocated = allocated
    }
  }

  /// The result.
  public let outcome: Outcome
  /// What it cost.
  public let usage: Usage
  /// What happened line by line; empty unless asked for.
  public let trace: [TraceEntry]
  /// What `print` wrote; only `Interpreter.evaluate` lets a program print.
  public var printed = ""

  /// A call that gave a value.
  public init(
    value: Value, usage: Usage = Usage(steps: 0, allocated: 0), trace: [TraceEntry] = []
  ) {
    self.init(outcome: .value(value), usage: usage, trace: trace)
  }

  /// A call that gave none.
  public init(failure: ExecutionError) {
    self.init(outcome: .failure(failure), usage: Usage(steps: 0, allocated: 0), trace: [])
  }

  init(outcome: Outcome, usage: Usage, trace: [TraceEntry], printed: String = "") {
    self.outcome = outcome
    self.usage = usage
    self.trace = trace
    self.printed = printed
  }

  /// The value, if there is one.
  public var value: Value? {
    if case .value(let value) = outcome { value } else { nil }
  }

  /// The error, if there is one.
  public var error: ExecutionError? {
    if case .failure(let error) = outcome { error } else { nil }
  }
}

/// Why a call gave no value.
public struct ExecutionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong.
  public enum Kind: Sendable, Hashable {
    /// A Python exception, by its class name, such as `ZeroDivisionError`.
    case exception(String)
    /// A limit of the budget.
    case budget(Limit)
    /// Python that this interpreter does not run.
    case unsupported
    /// The program or the arguments do not parse.
    case syntax
    /// The program tried to reach out of its sandbox, to no effect; the message says how.
    case escapeAttempt
    /// The executor could not run it, which says nothing about the program.
    case unavailable
  }

  /// The limits of `Budget`.
  public enum Limit: String, Sendable, Hashable, CaseIterable {
    case steps, allocation, recursion, output, integer
  }

  /// What went wrong.
  public let kind: Kind
  /// The exception's text, as CPython words it where that is known.
  public let message: String
  /// The source line that was running, if any.
  public let line: Int?

  /// Makes an error.
  public init(kind: Kind, message: String, line: Int?) {
    self.kind = kind
    self.message = message
    self.line = line
  }

  /// The kind as one word: `ZeroDivisionError`, `budget.steps`, `unsupported`, `SyntaxError`.
  public var kindName: String {
    switch kind {
    case .exception(let name): name
    case .budget(let limit): "budget.\(limit.rawValue)"
    case .unsupported: "unsupported"
    case .syntax: "SyntaxError"
    case .escapeAttempt: "escape attempt"
    case .unavailable: "unavailable"
    }
  }

  /// `line L: kind: message`.
  public var description: String {
    (line.map { "line \($0): " } ?? "") + kindName + (message.isEmpty ? "" : ": \(message)")
  }
}
