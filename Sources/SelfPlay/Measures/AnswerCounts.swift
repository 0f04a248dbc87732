import Core
import MiniPython

/// How often each answer, and each type of answer, has been seen: what a surprise is measured by.
public struct AnswerCounts: Codable, Hashable, Sendable {
  private var values: [String: Int] = [:]
  private var types: [String: Int] = [:]
  private var total = 0

  public init() {}

  /// How many different types there are.
  public var distinctTypes: Int { types.count }
  /// How many different values there are.
  public var distinctValues: Int { values.count }
  /// The types with their counts.
  public var countsByType: [String: Int] { types }

  /// Takes an answer into account.
  public mutating func add(_ answer: String) {
    values[answer, default: 0] += 1
    types[Self.type(of: answer), default: 0] += 1
    total += 1
  }

  /// One minus the answer's share of all answers; 1 for the first.
  public func surprise(of answer: String) -> Double {
    total == 0 ? 1 : 1 - Double(values[answer] ?? 0) / Double(total)
  }

  /// The mean of the type's surprise among all answers and the value's among its type.
  public func hierarchicalSurprise(of answer: String) -> Double {
    let ofType = types[Self.type(of: answer)] ?? 0
    let byType = total == 0 ? 1 : 1 - Double(ofType) / Double(total)
    let byValue = ofType == 0 ? 1 : 1 - Double(values[answer] ?? 0) / Double(ofType)
    return (byType + byValue) / 2
  }

  /// The Python type's name, `str` for what is no literal, as the official code counts.
  static func type(of answer: String) -> String {
    (try? Literal.parse(answer))?.typeName ?? "str"
  }
}
