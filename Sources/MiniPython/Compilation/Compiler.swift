/// Turns syntax trees into closures, with every variable resolved to a slot.
final class Compiler {
  let recordsTrace: Bool
  var scope = Scope(.module, parent: nil)
  /// The class around the current place, for private names.
  var className: String?
  /// What stands before the names of functions in qualified names.
  var qualifier = ""
  /// Whether the current function has a `yield`.
  var inGenerator = false
  /// The names that the program spells, collected when a constant set asks for them.
  private(set) lazy var identifiers = program.map { Identifiers(of: $0).names } ?? []
  private var program: Program?
  /// Whether expressions may bind names.
  private(set) var bindsNames = true

  init(recordsTrace: Bool) {
    self.recordsTrace = recordsTrace
  }

  /// - Parameter call: An expression to evaluate in the module after it has run.
  func compile(_ program: Program, call: Expression? = nil) throws -> FunctionCode {
    self.program = program
    let code = FunctionCode(name: "<module>")
    let entry = call.map { Statement(line: 0, kind: .expression($0)) }
    bindsNames = program.bindsNames || call != nil
    let bound = BoundNames(
      of: program.module + (entry.map { [$0] } ?? []), inExpressions: bindsNames)
    for name in bound.names { scope.declare(name) }
    program.visitStatements { statement in
      if case .global(let names) = statement.kind { for name in names { scope.declare(name) } }
    }
    code.height = FunctionCode.height(of: program.module)
    code.body = try block(program.module)
    code.entry = try call.map { try expression($0) }
    code.slotNames = scope.slotNames
    return code
  }

  /// Compiles the body of a function in a scope of its own.
  func function(_ definition: FunctionDefinition) throws -> FunctionCode {
    let code = FunctionCode(name: definition.name, parameters: definition.parameters)
    code.height = FunctionCode.height(
      of: definition.body, isGenerator: definition.isGenerator)
    code.qualifiedName = qualifier + definition.name
    let outerQualifier = qualifier
    qualifier = code.qualifiedName + ".<locals>."
    defer { qualifier = outerQualifier }
    code.isGenerator = definition.isGenerator
    let outerGenerator = inGenerator
    inGenerator = definition.isGenerator
    defer { inGenerator = outerGenerator }
    let statements =
      definition.isGenerator ? try YieldHoisting.rewrite(definition.body) : definition.body
    if definition.isGenerator {
      code.height = FunctionCode.height(of: statements, isGenerator: true)
    }
    code.documentation = definition.body.first?.documentation
    let bound = BoundNames(of: statements, inExpressions: bindsNames)
    if !(bound.globals.isEmpty && bound.nonlocals.isEmpty),
      let error = LateDeclaration(in: definition.body).error
    {
      throw error
    }
    code.body = try inScope(.function, parameters: definition.parameters, code: code) { scope in
      scope.globals = bound.globals
      scope.nonlocals = bound.nonlocals
      for name in bound.names
      where !bound.globals.contains(name) && !bound.nonlocals.contains(name) {
        scope.declare(name)
      }
      return try block(statements)
    }
    return code
  }

  func lambda(_ parameters: Parameters, _ body: Expression) throws -> FunctionCode {
    let code = FunctionCode(name: "<lambda>", parameters: parameters, isLambda: true)
    code.height = body.depth + 1
    code.qualifiedName = qualifier + code.name
    let outerQualifier = qualifier
    qualifier = code.qualifiedName + ".<locals>."
    defer { qualifier = outerQualifier }
    let outerGenerator = inGenerator
    inGenerator = false
    defer { inGenerator = outerGenerator }
    code.body = try inScope(.function, parameters: parameters, code: code) { scope in
      body.visit { part in
        if case .namedAssignment(let name, _) = part.kind { scope.declare(name) }
      }
      let value = try expression(body)
      return { frame in
        frame.result = try value(frame)
        return .returnValue
      }
    }
    return code
  }

  /// Compiles something in a new scope, whose slots become the code's.
  func inScope<Result>(
    _ kind: Scope.Kind, parameters: Parameters = Parameters(), code: FunctionCode,
    _ body: (Scope) throws -> Result
  ) rethrows -> Result {
    let outer = scope
    scope = Scope(kind, parent: outer)
    defer { scope = outer }
    for name in parameters.names { scope.declare(name) }
    let result = try body(scope)
    code.slotNames = scope.slotNames
    return result
  }

  /// Statements one after the other.
  func block(_ statements: [Statement]) throws -> Execute {
    var parts: [Executable] = []
    for statement in statements { parts.append(Executable(execute: try self.statement(statement))) }
    if parts.count == 1 { return parts[0].execute }
    if inGenerator, statements.contains(where: ReservedForm.containsYield) {
      return resumableBlock(parts)
    }
    if parts.count == 2 {
      let (first, second) = (parts[0].execute, parts[1].execute)
      return { frame in
        let flow = try first(frame)
        return flow == .normal ? try second(frame) : flow
      }
    }
    return { frame in
      for part in parts {
        let flow = try part.execute(frame)
        if flow != .normal { return flow }
      }
      return .normal
    }
  }

  func expressions(_ expressions: [Expression]) throws -> [Evaluable] {
    try expressions.map { Evaluable(evaluate: try expression($0)) }
  }
}
