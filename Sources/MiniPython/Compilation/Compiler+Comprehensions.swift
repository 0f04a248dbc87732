extension Compiler {
  func comprehension(
    _ kind: ComprehensionKind, _ element: Expression, _ clauses: [ComprehensionClause]
  ) throws -> Evaluate {
    switch kind {
    case .generator: return try generator(element, clauses)
    case .list:
      return try collect(clauses, [element]) { compiler, result in
        let element = try compiler.expression(element)
        return { frame in
          guard case .list(let list) = frame.slots[result] else { return }
          let value = try element(frame)
          try frame.machine.allocate(16)
          list.elements.append(value)
        }
      } make: {
        try $0.list([])
      }
    case .set:
      return try collect(clauses, [element]) { compiler, result in
        let element = try compiler.expression(element)
        return { frame in
          guard case .set(let set) = frame.slots[result] else { return }
          try set.insert(element(frame), frame.machine)
        }
      } make: {
        try $0.set(of: [])
      }
    }
  }

  func dictionaryComprehension(
    _ key: Expression, _ value: Expression, _ clauses: [ComprehensionClause]
  ) throws -> Evaluate {
    try collect(clauses, [key, value]) { compiler, result in
      let key = try compiler.expression(key)
      let value = try compiler.expression(value)
      return { frame in
        guard case .dictionary(let dictionary) = frame.slots[result] else { return }
        let name = try key(frame)
        try dictionary.set(name, value(frame), frame.machine)
      }
    } make: {
      .dictionary(try $0.dictionary())
    }
  }

  private typealias Action = (Frame) throws -> Void

  /// A comprehension that fills a collection.
  ///
  /// Its variables live in the surrounding frame, unless a function inside could outlive them.
  private func collect(
    _ clauses: [ComprehensionClause], _ elements: [Expression],
    _ action: (Compiler, _ result: Int) throws -> Action,
    make: @escaping (Machine) throws -> Object
  ) throws -> Evaluate {
    let first = try expression(clauses[0].iterable.asIterated)
    if Self.containsFunction(clauses, elements) {
      let code = FunctionCode(name: "<comprehension>")
      code.height = Self.height(clauses, elements)
      let (result, run) = try inScope(.comprehension, code: code) { scope in
        for name in Self.names(in: clauses) { scope.declare(name) }
        let result = scope.reserve()
        return (result, try loops(clauses[...], try action(self, result)))
      }
      return { frame in
        let machine = frame.machine
        let iterator = try machine.iterator(first(frame))
        let inner = Frame(machine: machine, slotCount: code.slotNames.count, parent: frame)
        inner.slots[result] = try make(machine)
        try run(inner, iterator)
        return inner.slots[result]
      }
    }
    var overlay: [String: Int] = [:]
    for name in Self.names(in: clauses) { overlay[name] = scope.reserve() }
    let result = scope.reserve()
    scope.overlays.append(overlay)
    defer { scope.overlays.removeLast() }
    let run = try loops(clauses[...], try action(self, result))
    return { frame in
      let iterator = try frame.machine.iterator(first(frame))
      let outer = frame.slots[result]
      defer { frame.slots[result] = outer }
      frame.slots[result] = try make(frame.machine)
      try run(frame, iterator)
      return frame.slots[result]
    }
  }

  /// The clauses as nested loops around an action; the first iterable is given.
  private func loops(
    _ clauses: ArraySlice<ComprehensionClause>, _ action: @escaping Action
  ) throws -> (Frame, IteratorObject) throws -> Void {
    guard let clause = clauses.first else { return { _, _ in } }
    let store = try store(clause.target)
    let conditions = try clause.conditions.map { Testable(test: try condition($0)) }
    var inner = action
    let rest = clauses.dropFirst()
    if let next = rest.first {
      let iterable = try expression(next.iterable.asIterated)
      let run = try loops(rest, action)
      inner = { frame in try run(frame, frame.machine.iterator(iterable(frame))) }
    }
    return { frame, iterator in
      let machine = frame.machine
      elements: while let element = try iterator.next(machine) {
        try machine.step()
        try store(frame, element)
        for condition in conditions where try !condition.test(frame) { continue elements }
        try inner(frame)
      }
    }
  }

  private func generator(
    _ element: Expression, _ clauses: [ComprehensionClause]
  ) throws -> Evaluate {
    let first = try expression(clauses[0].iterable.asIterated)
    let code = FunctionCode(name: "<genexpr>")
    code.height = Self.height(clauses, [element])
    let (levels, element) = try inScope(.comprehension, code: code) { scope in
      for name in Self.names(in: clauses) { scope.declare(name) }
      let levels = try clauses.enumerated().map { index, clause in
        GeneratorIterator.Level(
          iterable: index == 0 ? nil : try expression(clause.iterable.asIterated),
          store: try store(clause.target),
          conditions: try clause.conditions.map { Testable(test: try condition($0)) })
      }
      return (levels, try expression(element))
    }
    return { frame in
      let machine = frame.machine
      try machine.allocate(128)
      let iterator = try machine.iterator(first(frame))
      let inner = Frame(machine: machine, slotCount: code.slotNames.count, parent: frame)
      return .iterator(
        machine.keep(
          GeneratorIterator(
            code: code, frame: inner, levels: levels, element: element, first: iterator)))
    }
  }

  private static func names(in clauses: [ComprehensionClause]) -> [String] {
    clauses.flatMap { BoundNames.names(in: $0.target) }
  }

  private static func height(
    _ clauses: [ComprehensionClause], _ elements: [Expression]
  ) -> Int {
    let inside = clauses.flatMap { [$0.target, $0.iterable] + $0.conditions } + elements
    return 1 + clauses.count + (inside.map(\.depth).max() ?? 0)
  }

  /// Whether a lambda or generator expression inside could outlive the comprehension.
  private static func containsFunction(
    _ clauses: [ComprehensionClause], _ elements: [Expression]
  ) -> Bool {
    var found = false
    for expression in elements + clauses.flatMap({ [$0.target, $0.iterable] + $0.conditions }) {
      expression.visit { part in
        switch part.kind {
        case .lambda, .comprehension(.generator, _, _): found = true
        default: break
        }
      }
    }
    return found
  }
}

/// A generator expression: nested loops that stop after each element.
final class GeneratorIterator: IteratorObject {
  struct Level {
    /// What the level loops over; nil at the outermost, which is given.
    let iterable: Evaluate?
    let store: Store
    let conditions: [Testable]
  }

  private let code: FunctionCode
  private var frame: Frame?
  private let levels: [Level]
  private let element: Evaluate
  private var iterators: [IteratorObject]
  private var isRunning = false

  init(
    code: FunctionCode, frame: Frame, levels: [Level], element: @escaping Evaluate,
    first: IteratorObject
  ) {
    self.code = code
    self.frame = frame
    self.levels = levels
    self.element = element
    iterators = [first]
  }

  override var type: TypeObject { .generator }

  override func next(_ machine: Machine) throws -> Object? {
    guard let frame else { return nil }
    if isRunning { throw machine.valueError("generator already executing") }
    isRunning = true
    defer { isRunning = false }
    try machine.enterNative(height: code.height)
    defer { machine.leaveNative(height: code.height) }
    do {
      while let iterator = iterators.last {
        guard let value = try iterator.next(machine) else {
          iterators.removeLast()
          continue
        }
        try machine.step()
        let level = levels[iterators.count - 1]
        try level.store(frame, value)
        if try !level.conditions.allSatisfy({ try $0.test(frame) }) { continue }
        if iterators.count == levels.count { return try element(frame) }
        if let iterable = levels[iterators.count].iterable {
          iterators.append(try machine.iterator(iterable(frame)))
        }
      }
    } catch {
      clear()
      throw error
    }
    clear()
    return nil
  }

  override func clear() {
    // The frame keeps its variables: a lambda made by an element may still read them.
    iterators = []
    frame = nil
  }
}
