/// The kinds of reasoning task of the Absolute Zero Reasoner (arXiv 2505.03335, section 3.2).
public enum TaskType: String, CaseIterable, Codable, Hashable, Sendable {
  /// Given a program and its input, find the output.
  case deduction
  /// Given a program and an output, find any input that produces it.
  case abduction
  /// Given input/output pairs and a message, write the program.
  case induction
  /// Given a program and its input, name the exception that it raises, or `NoError`. The paper
  /// implements it and leaves it off (appendix D.1).
  case errorDeduction = "error-deduction"

  /// The paper's three, which every run has. Error deduction is there where the task mix asks for it.
  public static let allCases: [TaskType] = [.deduction, .abduction, .induction]

  /// Three letters, for narrow columns.
  public var abbreviation: String {
    switch self {
    case .deduction: "ded"
    case .abduction: "abd"
    case .induction: "ind"
    case .errorDeduction: "err"
    }
  }
}

/// The two roles of the one policy.
public enum Role: String, CaseIterable, Codable, Hashable, Sendable {
  case proposer
  case solver
}

/// A (task type x role) pair. Advantages are normalised within a cell (TRR++, equation 8).
public struct Cell: Hashable, Codable, Sendable, CustomStringConvertible {
  public var type: TaskType
  public var role: Role

  public init(type: TaskType, role: Role) {
    self.type = type
    self.role = role
  }

  /// All six cells, proposers first, in the order in which a step's batch is laid out.
  public static let all: [Cell] = Role.allCases.flatMap { role in
    TaskType.allCases.map { Cell(type: $0, role: role) }
  }

  /// The cells of some types, in the order of `all`.
  public static func cells(of types: [TaskType]) -> [Cell] {
    Role.allCases.flatMap { role in types.map { Cell(type: $0, role: role) } }
  }

  public var description: String { "\(type.rawValue) \(role.rawValue)" }
}
