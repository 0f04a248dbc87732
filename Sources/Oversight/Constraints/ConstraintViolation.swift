import Core

/// A place where a program has what the constraints forbid.
public struct ConstraintViolation: Hashable, Sendable {
  /// What is forbidden.
  public enum Rule: Hashable, Sendable {
    case construct(Construct)
    /// The name as the constraints write it.
    case name(String)
    /// The function or method as the constraints write it.
    case call(String)
    /// The module as the constraints write it.
    case module(String)
    /// The limit on non-blank lines.
    case maximumLines(Int)
    /// The limit on branches, loops, comprehensions and handlers.
    case maximumComplexity(Int)
    /// What every program must contain.
    case missingConstruct(Construct)
    case missingName(String)
    case missingCall(String)
    case missingImport(String)
    /// A value of a type that is not among the permitted ones, in the input or the output.
    case inputType(String)
    case outputType(String)
    /// The share that is new, and the share that must be.
    case notNovel(Double, floor: Double)
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
    case .call(let name): "a call of `\(name)` is banned (line \(line))"
    case .module(let name): "an import of `\(name)` is banned (line \(line))"
    case .maximumLines(let limit):
      "the program has more than \(limit) lines (line \(line) is the first beyond)"
    case .maximumComplexity(let limit):
      "the program has more than \(limit) branches, loops, comprehensions and handlers"
    case .missingConstruct(let construct): "the program has no `\(construct.rawValue)`"
    case .missingName(let name): "the program does not mention `\(name)`"
    case .missingCall(let name): "the program does not call `\(name)`"
    case .missingImport(let name): "the program does not import `\(name)`"
    case .inputType(let type): "an input is of the type \(type), which is not permitted"
    case .outputType(let type): "the output is of the type \(type), which is not permitted"
    case .notNovel(let share, let floor):
      "\(Int((share * 100).rounded())) % of the structure is new; it must be \(Int((floor * 100).rounded())) %"
    }
  }

  /// The word to look for on the line, to mark the place exactly, if there is one.
  var word: String? {
    switch rule {
    case .construct(let construct): construct.keyword
    case .name(let name), .call(let name), .module(let name): name
    case .maximumLines, .maximumComplexity, .missingConstruct, .missingName, .missingCall,
      .missingImport, .inputType, .outputType, .notNovel:
      nil
    }
  }
}

extension Construct {
  /// The Python keyword that the construct has, if it has one.
  var keyword: String? {
    switch self {
    case .if, .while, .for, .lambda, .try, .class, .import, .with, .match, .yield, .break,
      .continue, .assert, .raise, .global, .del:
      rawValue
    case .return: "return"
    case .nestedFunction: "def"
    case .comprehension: "for"
    case .conditionalExpression: "if"
    case .recursion, .slice, .dict, .set, .list, .tuple, .string, .float, .augmentedAssignment,
      .formattedString, .starred, .namedAssignment, .comparison, .booleanOperation, .arithmetic:
      nil
    }
  }
}
