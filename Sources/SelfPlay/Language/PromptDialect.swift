import Core

/// How tasks are put to a model in words, and how its responses are read.
///
/// Whatever a dialect's responses look like, it hands their answers on in the layout of
/// ``PromptFormat``, so that all that follows is the same for every model.
public protocol PromptDialect: Sendable {
  /// The prompt of a proposer that invents a program: up to K references to differ from.
  ///
  /// - Parameter functions: Functions that the program must call.
  func propose(_ type: TaskType, references: [TaskContent], functions: [String]) -> String
  /// The prompt of an induction proposer: one program, to be shown by inputs and a message.
  ///
  /// - Parameter input: The arguments of one call of the program.
  func proposeInduction(program: String, input: String, pairs: Int) -> String
  /// The prompt of a solver.
  func solve(_ task: TaskContent) -> String
  /// Splits a response to a prompt of a cell.
  ///
  /// - Parameter ended: Whether the model ended it by itself, rather than the length limit.
  func read(_ text: String, ended: Bool, of cell: Cell) -> Response
  /// The tokens, beside those that end every response, at which one in this dialect is complete.
  var stopTokens: [Int32] { get }
  /// The prompt of a request in a user's own words; nil for a model that is not asked in sentences.
  func request(_ text: String) -> String?
  /// Whether the operator's clauses can be added to a proposer's request.
  var takesClauses: Bool { get }
  /// The same dialect with the operator's clauses in every proposer's request.
  func adding(clauses: [String]) -> any PromptDialect
  /// The first mark in a task's text that would speak with the prompt's own voice, or nil.
  func mark(in text: String) -> String?
}

/// The dialect of the nano models: tags that are one token each.
public struct TagDialect: PromptDialect {
  public init() {}

  /// Its responses end by a token of their own.
  public var stopTokens: [Int32] { [] }

  public func request(_ text: String) -> String? { nil }

  /// Its prompts have no sentences.
  public var takesClauses: Bool { false }

  public func adding(clauses: [String]) -> any PromptDialect { self }

  public func propose(
    _ type: TaskType, references: [TaskContent], functions: [String]
  ) -> String {
    PromptFormat.propose(type, references: references, functions: functions)
  }

  public func proposeInduction(program: String, input: String, pairs: Int) -> String {
    PromptFormat.proposeInduction(program: program)
  }

  public func solve(_ task: TaskContent) -> String { PromptFormat.solve(task) }

  public func read(_ text: String, ended: Bool, of cell: Cell) -> Response {
    Response(text: text, ended: ended)
  }

  public func mark(in text: String) -> String? { PromptFormat.tag(in: text) }
}
