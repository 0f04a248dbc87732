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
    /// Steps taken.
    public var steps: Int
    /// Bytes allocated.
    public var allocated: Int
  }

  /// The result.
  public let outcome: Outcome
  /// What it cost.
  public let usage: Usage
  /// What happened line by line; empty unless asked for.
  public let trace: [TraceEntry]

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
    }
  }

  /// `line L: kind: message`.
  public var description: String {
    (line.map { "line \($0): " } ?? "") + kindName + (message.isEmpty ? "" : ": \(message)")
  }
}
