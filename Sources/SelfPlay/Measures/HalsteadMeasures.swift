import Foundation
import MiniPython

/// Halstead's measures (1977) of a program, counted as the `radon` package does, by which the
/// official code measures: operators are arithmetic, boolean and comparison operators alone.
public struct HalsteadMeasures: Hashable, Sendable {
  public private(set) var distinctOperators = 0
  public private(set) var distinctOperands = 0
  public private(set) var operators = 0
  public private(set) var operands = 0
  /// One more than the program's decisions, over its functions.
  public private(set) var cyclomaticComplexity = 0

  /// Measures a program.
  public init(_ program: Program) {
    var names: Set<String> = []
    var values: Set<String> = []
    var next = 0
    program.visitStatements { statement in
      if case .augmentedAssignment(let target, let operation, let value) = statement.kind {
        names.insert(operation.rawValue)
        operators += 1
        take([target, value], into: &values, &next)
      }
      for expression in statement.expressions {
        expression.visit { take($0, names: &names, values: &values, &next) }
      }
    }
    distinctOperators = names.count
    distinctOperands = values.count
    cyclomaticComplexity = program.module.reduce(0) { $0 + Cyclomatic.ofFunctions(in: $1) }
  }

  /// N log2 n for N operators and operands, of which n are distinct.
  public var volume: Double {
    let distinct = distinctOperators + distinctOperands
    return distinct > 0 ? Double(operators + operands) * log2(Double(distinct)) : 0
  }

  /// Volume times difficulty.
  public var effort: Double {
    guard distinctOperands > 0 else { return 0 }
    return Double(distinctOperators * operands) / Double(2 * distinctOperands) * volume
  }

  /// 0.5 min(effort / 1e4, 1) + 0.3 min(cyclomatic / 10, 1) + 0.2 min(volume / 500, 1).
  public var score: Double {
    0.5 * min(effort / 1e4, 1) + 0.3 * min(Double(cyclomaticComplexity) / 10, 1)
      + 0.2 * min(volume / 500, 1)
  }

  private mutating func take(
    _ expression: MiniPython.Expression, names: inout Set<String>, values: inout Set<String>,
    _ next: inout Int
  ) {
    switch expression.kind {
    case .unary(let operation, let operand):
      // A signed number is one operand, as a reader sees it.
      names.insert("unary " + operation.rawValue)
      operators += 1
      take([operand], into: &values, &next)
    case .binary(let operation, let left, let right):
      names.insert(operation.rawValue)
      operators += 1
      take([left, right], into: &values, &next)
    case .and(let parts):
      names.insert("and")
      operators += 1
      take(parts, into: &values, &next)
    case .or(let parts):
      names.insert("or")
      operators += 1
      take(parts, into: &values, &next)
    case .comparison(let first, let rest):
      for (operation, _) in rest { names.insert(operation.rawValue) }
      operators += rest.count
      take([first] + rest.map(\.1), into: &values, &next)
    default: break
    }
  }

  /// Names, numbers and texts are the same operand wherever they stand; anything else is its own.
  private mutating func take(
    _ parts: [MiniPython.Expression], into values: inout Set<String>, _ next: inout Int
  ) {
    operands += parts.count
    for part in parts {
      switch part.kind {
      case .name, .constant: values.insert(part.unparsed)
      case .attribute(_, let name): values.insert(name)
      default:
        next += 1
        values.insert("#\(next)")
      }
    }
  }
}

private enum Cyclomatic {
  /// The complexity of a function, or of a class's methods; 0 of other statements.
  static func ofFunctions(in statement: Statement) -> Int {
    guard case .function(let definition) = statement.kind else { return 0 }
    if definition.isClass { return definition.body.reduce(0) { $0 + ofFunctions(in: $1) } }
    return 1 + definition.body.reduce(0) { $0 + decisions(in: $1) }
  }

  private static func decisions(in statement: Statement) -> Int {
    var sum = 0
    switch statement.kind {
    case .conditional, .assertion: sum += 1
    case .whileLoop(_, _, let otherwise), .forLoop(_, _, _, let otherwise):
      sum += otherwise.isEmpty ? 1 : 2
    case .tryBlock(_, let handlers, let otherwise, _):
      sum += handlers.count + (otherwise.isEmpty ? 0 : 1)
    // Nested functions are counted by nobody, as in the package.
    case .function: return 0
    default: break
    }
    for expression in statement.expressions {
      expression.visit { part in
        switch part.kind {
        case .and(let parts), .or(let parts): sum += parts.count - 1
        case .conditional: sum += 1
        case .comprehension(_, _, let clauses), .dictionaryComprehension(_, _, let clauses):
          sum += clauses.reduce(0) { $0 + 1 + $1.conditions.count }
        default: break
        }
      }
    }
    return statement.blocks.reduce(sum) { sum, block in
      block.reduce(sum) { $0 + decisions(in: $1) }
    }
  }
}
