import Core
import MiniPython

/// One walk over a syntax tree that notes every construct, and every banned name, with its line.
struct ConstructSearch {
  private let names: [BannedName]
  private let calls: [BannedName]
  private let modules: [String]
  /// The modules that the program imports under other names.
  private var aliases: [String: Expression] = [:]
  private(set) var found: [ConstraintViolation] = []

  /// - Parameters:
  ///   - names: the names to note wherever they are mentioned.
  ///   - calls: the functions and methods to note where they are called.
  ///   - modules: the modules to note where they, or anything in them, are imported.
  init(names: [BannedName], calls: [BannedName] = [], modules: [String] = []) {
    self.names = names
    self.calls = calls
    self.modules = modules
  }

  mutating func visit(module: [Statement]) {
    module.walk { statement in
      guard statement.importedName != nil,
        case .assignment(let targets, let value) = statement.kind,
        case .name(let alias)? = targets.first?.kind, case .call(_, let arguments) = value.kind
      else { return }
      aliases[alias] = arguments.first?.value
    }
    for statement in module { visit(statement, isLast: false, functionDepth: 0) }
    for line in CallGraph(module: module).recursionLines { note(.recursion, line) }
  }

  private mutating func note(_ construct: Construct, _ line: Int) {
    found.append(ConstraintViolation(rule: .construct(construct), line: line))
  }

  private mutating func note(name: String, _ line: Int) {
    for banned in names where banned.matches(identifier: name) {
      found.append(ConstraintViolation(rule: .name(banned.text), line: line))
    }
  }

  /// - Parameters:
  ///   - isLast: whether the statement ends its function's body.
  ///   - functionDepth: how many `def`s enclose it.
  private mutating func visit(_ statement: Statement, isLast: Bool, functionDepth: Int) {
    let line = statement.line
    let parts = StatementParts(statement)
    if let name = statement.importedName {
      note(.import, line)
      for module in modules where name == module || name.hasPrefix(module + ".") {
        found.append(ConstraintViolation(rule: .module(module), line: line))
      }
    }
    if let bases = statement.classBases {
      for base in bases { visit(base, isTarget: false) }
      return
    }
    switch statement.kind {
    case .conditional: note(.if, line)
    case .whileLoop: note(.while, line)
    case .forLoop: note(.for, line)
    case .tryBlock: note(.try, line)
    case .breakLoop: note(.break, line)
    case .continueLoop: note(.continue, line)
    case .assertion: note(.assert, line)
    case .raise: note(.raise, line)
    case .global, .nonlocal: note(.global, line)
    case .delete: note(.del, line)
    case .augmentedAssignment(_, let operation, _):
      note(.augmentedAssignment, line)
      if operation == .divide { note(.float, line) }
    case .returnValue where !isLast: note(.return, line)
    case .function(let definition) where definition.isClass: note(.class, line)
    case .function(let definition):
      if functionDepth > 0 { note(.nestedFunction, line) }
      for name in definition.parameters.names { note(name: name, line) }
    default: break
    }
    for name in parts.boundNames { note(name: name, line) }
    for target in parts.targets { visit(target, isTarget: true) }
    for value in parts.values { visit(value, isTarget: false) }
    var depth = functionDepth
    var endsFunction = false
    if case .function(let definition) = statement.kind, !definition.isClass {
      depth += 1
      endsFunction = true
    }
    for block in parts.blocks {
      for (index, inner) in block.enumerated() {
        visit(inner, isLast: endsFunction && index == block.count - 1, functionDepth: depth)
      }
    }
  }

  private mutating func visit(_ expression: Expression, isTarget: Bool) {
    let line = expression.line
    switch expression.kind {
    case .constant(.string): note(.string, line)
    case .formatted:
      note(.string, line)
      note(.formattedString, line)
    case .constant(.float): note(.float, line)
    case .binary(let operation, _, _):
      note(.arithmetic, line)
      if operation == .divide { note(.float, line) }
    case .and, .or, .unary(.not, _): note(.booleanOperation, line)
    case .comparison: note(.comparison, line)
    case .starred: note(.starred, line)
    case .constant, .unary: break
    case .name("match subject") where isTarget: note(.match, line)
    case .name(let name): note(name: name, line)
    case .namedAssignment(let name, _):
      note(.namedAssignment, line)
      note(name: name, line)
    case .conditional: note(.conditionalExpression, line)
    case .slice: note(.slice, line)
    case .item(let value, let index):
      // The container and the index are read even where the item is assigned to.
      visit(value, isTarget: false)
      visit(index, isTarget: false)
      return
    case .attribute(let value, let name):
      let value = value.rootAlias.flatMap { aliases[$0] } ?? value
      for banned in names where banned.matches(attribute: name, of: value) {
        found.append(ConstraintViolation(rule: .name(banned.text), line: line))
      }
    case .call(let function, let arguments): visitCall(of: function, arguments, line)
    case .list: if !isTarget { note(.list, line) }
    case .tuple: if !isTarget { note(.tuple, line) }
    case .set: note(.set, line)
    case .dictionary: note(.dict, line)
    case .comprehension(let kind, let element, let clauses):
      note(.comprehension, line)
      if kind == .list { note(.list, line) }
      if kind == .set { note(.set, line) }
      visit([element], clauses)
      return
    case .dictionaryComprehension(let key, let value, let clauses):
      note(.comprehension, line)
      note(.dict, line)
      visit([key, value], clauses)
      return
    case .lambda(let parameters, _):
      note(.lambda, line)
      for name in parameters.names { note(name: name, line) }
    }
    for part in expression.parts { visit(part, isTarget: isTarget) }
  }

  private mutating func visit(_ elements: [Expression], _ clauses: [ComprehensionClause]) {
    for element in elements { visit(element, isTarget: false) }
    for clause in clauses {
      visit(clause.target, isTarget: true)
      for value in [clause.iterable] + clause.conditions { visit(value, isTarget: false) }
    }
  }

  private mutating func visitCall(of function: Expression, _ arguments: [Argument], _ line: Int) {
    for case .keyword(let name, _) in arguments { note(name: name, line) }
    for argument in arguments {
      switch argument {
      case .starred, .doubleStarred: note(.starred, line)
      case .positional, .keyword: break
      }
    }
    if case .attribute(let value, let name) = function.kind {
      let value = value.rootAlias.flatMap { aliases[$0] } ?? value
      for banned in calls where banned.matches(attribute: name, of: value) {
        found.append(ConstraintViolation(rule: .call(banned.text), line: line))
      }
    }
    guard case .name(let name) = function.kind else { return }
    for banned in calls where banned.matches(identifier: name) {
      found.append(ConstraintViolation(rule: .call(banned.text), line: line))
    }
    switch name {
    case "list": note(.list, line)
    case "tuple": note(.tuple, line)
    case "set", "frozenset": note(.set, line)
    case "dict": note(.dict, line)
    case "str": note(.string, line)
    case "float": note(.float, line)
    // What stands for these in the syntax tree cannot be spelled by a program.
    case "with": note(.with, line)
    case "yield", "yield from": note(.yield, line)
    default: break
    }
  }
}

extension Expression {
  /// The name that the expression is, if it is one, under which a module may have been imported.
  fileprivate var rootAlias: String? {
    if case .name(let name) = kind { name } else { nil }
  }
}
