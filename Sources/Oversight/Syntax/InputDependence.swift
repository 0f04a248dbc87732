import MiniPython

/// Whether what a function returns can depend on its parameters, by the flow of names alone.
///
/// A name depends on the input when it is a parameter, is bound by or mutated in an expression that
/// mentions one that depends, or is bound where such an expression decides whether it is. The
/// analysis errs on the side of dependence: what it calls constant is constant (but for functions
/// that raise), while `x - x` counts as dependent.
struct InputDependence {
  private var dependent: Set<String>
  private var returnsDepend = false
  private var hasChanged = false

  /// Whether the returned value may depend on a parameter.
  static func ofReturns(in function: FunctionDefinition) -> Bool {
    var analysis = InputDependence(dependent: Set(function.parameters.names))
    repeat {
      analysis.hasChanged = false
      analysis.visit(function.body, isGuarded: false)
    } while analysis.hasChanged && !analysis.returnsDepend
    return analysis.returnsDepend
  }

  private init(dependent: Set<String>) { self.dependent = dependent }

  private mutating func mark(_ name: String) {
    if dependent.insert(name).inserted { hasChanged = true }
  }

  private func depends(_ expression: Expression) -> Bool {
    expression.mentions(where: dependent.contains)
  }

  /// - Parameter isGuarded: whether the input decides if the statements run.
  private mutating func visit(_ statements: [Statement], isGuarded: Bool) {
    for statement in statements { visit(statement, isGuarded: isGuarded) }
  }

  private mutating func visit(_ statement: Statement, isGuarded: Bool) {
    let parts = StatementParts(statement)
    let mentionsInput =
      parts.values.contains(where: depends) || parts.targets.contains(where: depends)
    switch statement.kind {
    case .returnValue:
      if isGuarded || mentionsInput { returnsDepend = true }
    case .breakLoop, .continueLoop, .raise, .tryBlock:
      // What comes after runs or not by what the input decides: no need to follow it further.
      if isGuarded { returnsDepend = true }
    case .function(let definition):
      // A closure over something that depends carries it wherever it is called.
      if mentionsInput || isGuarded || mentions(definition.body) { mark(definition.name) }
      return
    default: break
    }
    if mentionsInput || isGuarded {
      for target in parts.targets {
        target.walk { if case .name(let name) = $0.kind { mark(name) } }
      }
      for name in parts.boundNames { mark(name) }
    }
    for value in parts.values { markMutated(value, isGuarded: isGuarded) }
    for block in parts.blocks { visit(block, isGuarded: isGuarded || mentionsInput) }
  }

  /// Marks what an expression binds, and what a call in it may change.
  private mutating func markMutated(_ expression: Expression, isGuarded: Bool) {
    expression.walk { inner in
      switch inner.kind {
      case .namedAssignment(let name, let value):
        if isGuarded || depends(value) || depends(expression) { mark(name) }
      case .call(let function, let arguments):
        guard isGuarded || depends(expression) else { return }
        if case .attribute(let receiver, _) = function.kind, let root = receiver.rootName {
          mark(root)
        }
        for argument in arguments {
          if let root = argument.value.rootName { mark(root) }
        }
      default: break
      }
    }
  }

  private func mentions(_ body: [Statement]) -> Bool {
    var isMentioned = false
    body.walk { statement in
      let parts = StatementParts(statement)
      if (parts.values + parts.targets).contains(where: depends) { isMentioned = true }
    }
    return isMentioned
  }
}

/// What a program's `f` is, as far as its form shows.
struct EntryFunction {
  let definition: FunctionDefinition

  /// The last top-level `f`, which is the one that is called; nil without one.
  init?(of program: Program) {
    for statement in program.module.reversed() {
      if case .function(let definition) = statement.kind, definition.name == "f",
        !definition.isClass
      {
        self.definition = definition
        return
      }
    }
    return nil
  }

  /// The function's own `return`s, not those of functions inside it.
  var returns: [(line: Int, value: Expression?)] {
    var found: [(line: Int, value: Expression?)] = []
    func visit(_ statements: [Statement]) {
      for statement in statements {
        if case .returnValue(let value) = statement.kind { found.append((statement.line, value)) }
        if case .function = statement.kind { continue }
        for block in StatementParts(statement).blocks { visit(block) }
      }
    }
    visit(definition.body)
    return found
  }

  /// The parameter that every `return` gives back as it came, or nil.
  ///
  /// A parameter that is assigned to, or on which a method or item is used anywhere, does not count.
  var returnedParameter: String? {
    let names = returns.map { value in
      if case .name(let name)? = value.value?.kind { name } else { "" }
    }
    guard let name = names.first, names.allSatisfy({ $0 == name }),
      definition.parameters.names.contains(name)
    else { return nil }
    var isTouched = false
    definition.body.walk { statement in
      let parts = StatementParts(statement)
      if parts.boundNames.contains(name) { isTouched = true }
      for target in parts.targets where target.mentions(where: { $0 == name }) { isTouched = true }
      if case .returnValue = statement.kind { return }
      for value in parts.values {
        value.walk { inner in
          switch inner.kind {
          case .call where inner.mentions(where: { $0 == name }): isTouched = true
          case .namedAssignment(let bound, _) where bound == name: isTouched = true
          default: break
          }
        }
      }
    }
    return isTouched ? nil : name
  }
}
