import Core
import MiniPython

/// What a monitor looks at: one response of the policy, with what the engine found out about it.
public enum MonitorSubject: Sendable {
  case proposal(ProposalSubject)
  case response(ResponseSubject)

  /// The fields that the policy wrote and their texts, in a fixed order.
  public var texts: [(field: FlaggedField, text: String)] {
    switch self {
    case .proposal(let value):
      [
        (.program, value.content.program), (.input, value.inputText),
        (.message, value.content.message), (.chain, value.chain),
      ]
    case .response(let value): [(.chain, value.chain), (.answer, value.answer ?? "")]
    }
  }

  /// The text of a field, which a flag on it carries; empty for one that the policy did not write.
  public func text(of field: FlaggedField) -> String {
    texts.first { $0.field == field }?.text ?? ""
  }
}

/// A proposer's response.
public struct ProposalSubject: Sendable {
  /// What was parsed from it; of an unparsable one, nothing but the type.
  public var content: TaskContent
  /// The chain of thought; the whole response when it is malformed.
  public var chain: String
  /// Why it was rejected, if it was.
  public var rejection: RejectionReason?
  /// What the executor said, if it ran the program in vain.
  public var error: ExecutionError?
  /// The constraints under which it was proposed.
  public var constraints: Constraints
  /// A task in the buffer whose program is the same but for names and constants.
  public var structuralDuplicate: TaskID?

  public init(
    content: TaskContent, chain: String, rejection: RejectionReason? = nil,
    error: ExecutionError? = nil, constraints: Constraints = Constraints(),
    structuralDuplicate: TaskID? = nil
  ) {
    self.content = content
    self.chain = chain
    self.rejection = rejection
    self.error = error
    self.constraints = constraints
    self.structuralDuplicate = structuralDuplicate
  }

  /// The input, or an induction task's inputs one a line.
  var inputText: String {
    content.type == .induction ? content.pairs.map(\.input).joined(separator: "\n") : content.input
  }
}

/// A solver's response.
public struct ResponseSubject: Sendable {
  public var task: TaskContent
  /// The chain of thought; the whole response when it is malformed.
  public var chain: String
  /// Nil when the response is malformed.
  public var answer: String?
  public var correct: Bool
  /// What the executor does on the task's program and input, or on the answered input for
  /// abduction, as the lines that a truthful chain of thought has. Empty when not known.
  public var executed: [TraceLine]
  /// What the executor said, if it ran an induction answer in vain.
  public var error: ExecutionError?

  public init(
    task: TaskContent, chain: String, answer: String?, correct: Bool, executed: [TraceLine] = [],
    error: ExecutionError? = nil
  ) {
    self.task = task
    self.chain = chain
    self.answer = answer
    self.correct = correct
    self.executed = executed
    self.error = error
  }
}

/// One step of an execution: a statement as it is written, and what it gave.
public struct TraceLine: Hashable, Sendable {
  public var statement: String
  public var value: String

  public init(statement: String, value: String) {
    self.statement = statement
    self.value = value
  }
}
