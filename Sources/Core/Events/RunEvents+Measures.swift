/// A step's metrics by name.
///
/// Names are those of the Absolute Zero Reasoner's official code where it has one, with its names of
/// the cells as prefixes: `gen_code_o` proposes deduction, `pred_code_i` solves abduction, `code_f` is
/// induction, `code_e` error deduction.
public struct StepMetrics: Hashable, Sendable {
  public var values: [String: Double]

  public init(values: [String: Double]) { self.values = values }
}

extension StepMetrics: Codable {
  private enum CodingKeys: String, CodingKey { case values }

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    values = try container.decode([String: Double].self, forKey: .values)
  }

  /// Writes the names in their order, so that equal metrics are equal bytes.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    var named = container.nestedContainer(keyedBy: Name.self, forKey: .values)
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      try named.encode(value, forKey: Name(name))
    }
  }
}

/// A random share of a step's admitted tasks and grades was worked out anew, by other means.
public struct VerificationFinished: Codable, Hashable, Sendable {
  /// Tasks that were run again in fresh state.
  public var tasks: Int
  /// Grades that were given again.
  public var grades: Int
  /// The tasks whose second output was another, and the tasks of grades that were.
  public var disagreements: [TaskID]

  public init(tasks: Int, grades: Int, disagreements: [TaskID]) {
    self.tasks = tasks
    self.grades = grades
    self.disagreements = disagreements
  }

  /// Disagreements per verification; 0 without any.
  public var rate: Double {
    tasks + grades > 0 ? Double(disagreements.count) / Double(tasks + grades) : 0
  }
}
