/// The variables of a module, a function or a comprehension, each in a slot of its frame.
final class Scope {
  /// A class body's variables are not seen by the functions inside it.
  enum Kind { case module, function, comprehension, classBody }

  let kind: Kind
  let parent: Scope?
  private(set) var slotNames: [String] = []
  /// The slots by name, once there are too many names to walk through.
  private var slots: [String: Int] = [:]
  private static let fewNames = 10
  var globals: Set<String> = []
  var nonlocals: Set<String> = []
  /// Of a class body: the slot of the class, for `super()`.
  var classSlot: Int?
  /// The variables of the comprehensions that are evaluated in this scope's own frame,
  /// innermost last.
  var overlays: [[String: Int]] = []

  init(_ kind: Kind, parent: Scope?) {
    self.kind = kind
    self.parent = parent
  }

  /// The slot of a new or known variable.
  @discardableResult
  func declare(_ name: String) -> Int {
    if let slot = slot(of: name) { return slot }
    append(name)
    return slotNames.count - 1
  }

  /// A slot that no name refers to.
  func reserve() -> Int {
    append("")
    return slotNames.count - 1
  }

  private func append(_ name: String) {
    slotNames.append(name)
    if slotNames.count == Self.fewNames + 1 {
      for (slot, name) in slotNames.enumerated() { slots[name] = slot }
    } else if slotNames.count > Self.fewNames {
      slots[name] = slotNames.count - 1
    }
  }

  /// The slot of a variable of this scope, if it has it.
  private func slot(of name: String) -> Int? {
    if slotNames.count > Self.fewNames { return slots[name] }
    return slotNames.firstIndex(of: name)
  }

  /// Where a name is found at run time.
  enum Place {
    case local(Int)
    /// In the frame `depth` closures out.
    case outer(depth: Int, slot: Int)
    case global(Int)
    case unknown
  }

  /// - Parameter skippingOwn: whether to look only outside this scope.
  func place(of name: String, skippingOwn: Bool = false) -> Place {
    for overlay in skippingOwn ? [] : overlays.reversed() {
      if let slot = overlay[name] { return .local(slot) }
    }
    if !globals.contains(name) {
      if let slot = slot(of: name), !nonlocals.contains(name), !skippingOwn {
        return kind == .module ? .global(slot) : .local(slot)
      }
      var depth = 1
      var scope = parent
      while let current = scope, current.kind != .module {
        if current.globals.contains(name) { break }
        if current.kind != .classBody, let slot = current.slot(of: name),
          !current.nonlocals.contains(name)
        {
          return .outer(depth: depth, slot: slot)
        }
        depth += 1
        scope = current.parent
      }
    }
    var module = self
    while let parent = module.parent { module = parent }
    return module.slot(of: name).map { .global($0) } ?? .unknown
  }
}

/// The names that a block binds, not counting those of the functions inside it.
struct BoundNames {
  private(set) var names: [String] = []
  private(set) var globals: Set<String> = []
  private(set) var nonlocals: Set<String> = []
  private let inExpressions: Bool

  /// - Parameter inExpressions: Whether expressions may bind names, too.
  init(of statements: [Statement], inExpressions: Bool) {
    self.inExpressions = inExpressions
    add(statements)
  }

  private mutating func add(_ statements: [Statement]) {
    for statement in statements { add(statement) }
  }

  private mutating func add(_ statement: Statement) {
    if inExpressions { for expression in statement.expressions { addNamed(expression) } }
    switch statement.kind {
    case .assignment(let targets, _): for target in targets { add(target: target) }
    case .augmentedAssignment(let target, _, _), .annotation(let target, _, _):
      add(target: target)
    case .forLoop(let target, _, let body, let otherwise):
      add(target: target)
      add(body)
      add(otherwise)
    case .conditional(_, let body, let otherwise), .whileLoop(_, let body, let otherwise):
      add(body)
      add(otherwise)
    case .delete(let targets): for target in targets { add(target: target) }
    case .function(let definition): names.append(definition.name)
    case .global(let list): globals.formUnion(list)
    case .nonlocal(let list): nonlocals.formUnion(list)
    case .tryBlock(let body, let handlers, let otherwise, let finally):
      names += handlers.compactMap(\.name)
      add(body)
      for handler in handlers { add(handler.body) }
      add(otherwise)
      add(finally)
    case .expression, .breakLoop, .continueLoop, .pass, .returnValue, .raise, .assertion: break
    }
  }

  private mutating func add(target: Expression) {
    if case .name(let name) = target.kind {
      names.append(name)
    } else {
      names += Self.names(in: target)
    }
  }

  /// The variables of an assignment target.
  static func names(in target: Expression) -> [String] {
    switch target.kind {
    case .name(let name): [name]
    case .tuple(let elements), .list(let elements): elements.flatMap(names(in:))
    case .starred(let inner): names(in: inner)
    default: []
    }
  }

  /// The names of `:=` outside lambdas; those in comprehensions bind here too.
  private mutating func addNamed(_ expression: Expression) {
    switch expression.kind {
    case .lambda(let parameters, _): for value in parameters.defaults { addNamed(value) }
    case .namedAssignment(let name, let value):
      names.append(name)
      addNamed(value)
    default: for part in expression.parts { addNamed(part) }
    }
  }
}

/// A name that a block uses before it declares it `global` or `nonlocal`, which CPython refuses.
struct LateDeclaration {
  private var used: Set<String> = []
  private(set) var error: SyntaxError?

  init(in statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .global(let names), .nonlocal(let names):
      let word = if case .global = statement.kind { "global" } else { "nonlocal" }
      for name in names where used.contains(name) && error == nil {
        error = SyntaxError(
          message: "name '\(name)' is used prior to \(word) declaration", line: statement.line,
          column: 1)
      }
    case .function(let definition):
      for value in definition.parameters.defaults { visit(value) }
      used.insert(definition.name)
      return
    default: break
    }
    for expression in statement.expressions { visit(expression) }
    for block in statement.blocks { for inner in block { visit(inner) } }
  }

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .name(let name): used.insert(name)
    case .namedAssignment(let name, let value):
      used.insert(name)
      visit(value)
    case .lambda(let parameters, _): for value in parameters.defaults { visit(value) }
    case .comprehension(_, _, let clauses), .dictionaryComprehension(_, _, let clauses):
      if let first = clauses.first { visit(first.iterable) }
    default: for part in expression.parts { visit(part) }
    }
  }
}
