/// Why a proposal did not become a task. The codes are part of the journal's format.
public enum RejectionReason: String, CaseIterable, Codable, Hashable, Sendable {
  /// The response has no complete think and answer part.
  case format
  /// The answer part is not a program, input (and message) in the expected layout.
  case layout
  /// The program is not Python that the executor can parse.
  case syntax
  /// The program does not define exactly one top-level function `f` with a parameter.
  case noFunction
  /// The input is not a literal.
  case inputNotLiteral
  /// The program uses something that the executor does not have.
  case unsupported
  /// The program raised an exception.
  case raised
  /// The program exceeded a budget of the executor: steps, allocation, recursion or output.
  case limit
  /// The program tried to reach out of its sandbox, to no effect.
  case escapeAttempt
  /// The program names a module that no program may use.
  case forbiddenModule
  /// Two independent runs of the program differ.
  case nondeterministic
  /// The program does not use the given functions as asked, or does the same as one of them.
  case composition
  /// A value left the range that the policy's vocabulary can write.
  case valueRange
  /// The program returned `None`.
  case noValue
  /// The task is, to the letter, already in the buffer or in this batch.
  case duplicate
  /// A reviewer vetoed the very same task before. It earns nothing and has no gradient.
  case vetoed
  /// Induction: fewer distinct inputs than the preset asks for.
  case tooFewPairs
  /// Induction: the message carries code of the program.
  case messageLeak
  /// A constraint of the revision in force forbids it.
  case constraint
  /// Its solve rate fell outside the revision's target range.
  case solveRate
}
