extension Compiler {
  /// A `class` statement: its body runs in a frame whose variables become the class's attributes.
  func classDefinition(_ definition: FunctionDefinition, line: Int) throws -> Execute {
    let bases = try expression(Expression(line: line, kind: .name(ReservedForm.bases)))
    let store = try store(Expression(line: line, kind: .name(definition.name)))
    let code = FunctionCode(name: definition.name)
    code.height = FunctionCode.height(of: definition.body)
    let bound = BoundNames(of: definition.body, inExpressions: bindsNames)
    let (outerClass, outerGenerator) = (className, inGenerator)
    let outerQualifier = qualifier
    qualifier += definition.name + "."
    defer { qualifier = outerQualifier }
    let path = outerQualifier + definition.name
    let documentation = definition.body.first?.documentation
    className = definition.name
    inGenerator = false
    defer { (className, inGenerator) = (outerClass, outerGenerator) }
    let classSlot = try inScope(.classBody, code: code) { scope in
      scope.globals = bound.globals
      scope.nonlocals = bound.nonlocals
      for name in bound.names
      where !bound.globals.contains(name) && !bound.nonlocals.contains(name) {
        scope.declare(name)
      }
      let slot = scope.reserve()
      scope.classSlot = slot
      code.body = try block(definition.body)
      return slot
    }
    let names = code.slotNames.enumerated().filter { !$0.element.isEmpty }
      .filter { !$0.element.contains(" ") }.map { (slot: $0.offset, name: mangled($0.element)) }
    let fields = definition.body.compactMap { statement in
      if case .annotation(let target, _, _) = statement.kind, case .name(let name) = target.kind {
        name
      } else {
        nil
      }
    }
    return { frame in
      let machine = frame.machine
      guard case .tuple(let bases) = try bases(frame) else { return .normal }
      try machine.enterFrame(height: code.height)
      defer { machine.leaveFrame(height: code.height) }
      let inner = Frame(machine: machine, slotCount: code.slotNames.count, parent: frame)
      _ = try code.body(inner)
      var body = names.filter { !inner.slots[$0.slot].isUnbound }.map {
        (name: $0.name, value: inner.slots[$0.slot])
      }
      if let documentation, !body.contains(where: { $0.name == "__doc__" }) {
        body.append((name: "__doc__", value: try machine.string(documentation)))
      }
      machine.line = line
      let made = try machine.makeClass(
        code.name, path: path, bases: bases.elements, body: body, fields: fields)
      inner.slots[classSlot] = .type(made)
      try store(frame, .type(made))
      return .normal
    }
  }

  /// A private name as it is stored inside a class.
  func mangled(_ name: String) -> String {
    guard let className, name.hasPrefix("__"), !name.hasSuffix("__") else { return name }
    return "_" + className.drop { $0 == "_" } + name
  }

  /// `super()` without arguments, for the class and the first parameter around it.
  func superCall() throws -> Evaluate {
    var depth = 0
    var current = scope
    var function: (scope: Scope, depth: Int)?
    while current.kind != .classBody {
      function = (current, depth)
      guard let parent = current.parent else {
        return { frame in
          throw frame.machine.exception(.runtimeError, "super(): no arguments")
        }
      }
      current = parent
      depth += 1
    }
    guard let function, let classSlot = current.classSlot, !function.scope.slotNames.isEmpty else {
      return { frame in throw frame.machine.exception(.runtimeError, "super(): no arguments") }
    }
    let (selfDepth, classDepth) = (function.depth, depth)
    return { frame in
      let machine = frame.machine
      let receiver = frame.outer(selfDepth).slots[0]
      guard case .type(let type) = frame.outer(classDepth).slots[classSlot],
        let after = type.asClass
      else { throw machine.exception(.runtimeError, "super(): empty __class__ cell") }
      try machine.allocate(64)
      return .native(machine.keep(SuperObject(after: after, receiver: receiver)))
    }
  }

  /// `import(module)`, or `import from(module.member)`.
  func importCall(_ arguments: [Argument], isMember: Bool) throws -> Evaluate {
    guard let name = arguments.first.flatMap({ ReservedForm.dottedName($0.value) }) else {
      throw NotSupported(construct: "import")
    }
    guard isMember, let dot = name.lastIndex(of: ".") else {
      return { frame in try frame.machine.module(name) }
    }
    let module = String(name[..<dot])
    let member = String(name[name.index(after: dot)...])
    let entries = MethodEntries.named(member)
    return { frame in
      let machine = frame.machine
      return try machine.attribute(machine.module(module), member, entries)
    }
  }
}

extension Frame {
  /// The frame that many closures out.
  func outer(_ depth: Int) -> Frame {
    var frame = self
    for _ in 0..<depth { frame = frame.parent ?? frame }
    return frame
  }
}
