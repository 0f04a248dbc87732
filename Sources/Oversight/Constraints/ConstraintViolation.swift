import Core

/// A place where a program has what the constraints forbid.
public struct ConstraintViolation: Hashable, Sendable {
  /// What is forbidden.
  public enum Rule: Hashable, Sendable {
    case construct(Construct)
    /// The name as the constraints write it.
    case name(String)
    /// The limit on non-blank lines.
    case maximumLines(Int)
  }

  public var rule: Rule
  /// The line of the program, counted from 1.
  public var line: Int

  public init(rule: Rule, line: Int) {
    self.rule = rule
    self.line = line
  }

  /// One sentence for people.
  public var message: String {
    switch rule {
    case .construct(let construct): "`\(construct.rawValue)` is banned (line \(line))"
    case .name(let name): "the name `\(name)` is banned (line \(line))"
    case .maximumLines(let limit):
      "the program has more than \(limit) lines (line \(line) is the first beyond)"
    }
  }

  /// The word to look for on the line, to mark the place exactly, if there is one.
  var word: String? {
    switch rule {
    case .construct(let construct): construct.keyword
    case .name(let name): name
    case .maximumLines: nil
    }
  }
}

extension Construct {
  /// The Python keyword that the construct has, if it has one.
  var keyword: String? {
    switch self {
    case .if, .while, .for, .lambda, .try, .class, .import: rawValue
    case .return: "return"
    case .nestedFunction: "def"
    case .comprehension: "for"
    case .conditionalExpression: "if"
    case .recursion, .slice, .dict, .set, .list, .tuple, .string, .float, .augmentedAssignment: nil
    }
  }
}
