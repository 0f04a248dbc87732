extension Compiler {
  /// Reads a variable.
  func load(_ name: String) -> Evaluate { load(name, from: scope.place(of: name)) }

  private func load(_ name: String, from place: Scope.Place) -> Evaluate {
    switch place {
    case .local(let slot) where scope.kind == .classBody:
      let outside = load(name, from: scope.place(of: name, skippingOwn: true))
      return { frame in
        let value = frame.slots[slot]
        return value.isUnbound ? try outside(frame) : value
      }
    case .local(let slot):
      let isFunction = scope.kind == .function
      return { frame in
        let value = frame.slots[slot]
        if value.isUnbound {
          throw isFunction
            ? frame.machine.unboundLocal(name) : frame.machine.undefined(name)
        }
        return value
      }
    case .outer(let depth, let slot):
      return { frame in
        var outer = frame
        for _ in 0..<depth { outer = outer.parent ?? outer }
        let value = outer.slots[slot]
        if value.isUnbound {
          throw frame.machine.exception(
            .nameError,
            "cannot access free variable '\(name)' where it is not associated with a value in "
              + "enclosing scope")
        }
        return value
      }
    case .global(let slot):
      let builtin = Builtins.table[name]
      return { frame in
        if let globals = frame.machine.globals, !globals.slots[slot].isUnbound {
          return globals.slots[slot]
        }
        if let builtin { return builtin.object }
        throw frame.machine.undefined(name)
      }
    case .unknown:
      if let builtin = Builtins.table[name] {
        let object = builtin.object
        return { _ in object }
      }
      if name == "NotImplemented" {
        return { frame in .native(frame.machine.keep(NotImplementedObject())) }
      }
      if name == "Ellipsis" { return { _ in .ellipsis } }
      if name == "__name__" { return { frame in try frame.machine.string("__main__") } }
      if Builtins.unsupported.contains(name) || name.hasPrefix("__") {
        return { _ in throw NotSupported(construct: name) }
      }
      return { frame in throw frame.machine.undefined(name) }
    }
  }

  /// Writes a variable.
  private func storeName(_ name: String) -> Store {
    switch scope.place(of: name) {
    case .local(let slot): return { frame, value in frame.slots[slot] = value }
    case .outer(let depth, let slot):
      return { frame, value in
        var outer = frame
        for _ in 0..<depth { outer = outer.parent ?? outer }
        outer.slots[slot] = value
      }
    case .global(let slot): return { frame, value in frame.machine.globals?.slots[slot] = value }
    case .unknown: return { frame, _ in throw frame.machine.undefined(name) }
    }
  }

  /// Writes the target of `:=`, which a comprehension does not own.
  func storeNamed(_ name: String) -> Store {
    let overlays = scope.overlays
    scope.overlays = []
    defer { scope.overlays = overlays }
    return storeName(name)
  }

  /// Writes an assignment target.
  func store(_ target: Expression) throws -> Store {
    switch target.kind {
    case .name(let name): return storeName(name)
    case .item(let container, let index):
      let container = try expression(container)
      let index = try expression(index)
      return { frame, value in
        let object = try container(frame)
        try frame.machine.setItem(object, index(frame), value)
      }
    case .tuple(let elements), .list(let elements): return try unpack(elements)
    case .attribute(let object, let name):
      let object = try expression(object)
      let name = mangled(name)
      return { frame, value in
        try frame.machine.setAttribute(object(frame), name, value)
      }
    default:
      throw SyntaxError(message: "cannot assign to this", line: target.line, column: 1)
    }
  }

  private func unpack(_ targets: [Expression]) throws -> Store {
    var starred: Int?
    let stores = try targets.enumerated().map { index, target in
      if case .starred(let inner) = target.kind {
        starred = index
        return Storable(store: try store(inner))
      }
      return Storable(store: try store(target))
    }
    let count = stores.count
    guard let starred else {
      return { frame, value in
        let machine = frame.machine
        let values = try machine.unpacked(value, expecting: count)
        for index in 0..<count { try stores[index].store(frame, values[index]) }
      }
    }
    return { frame, value in
      let machine = frame.machine
      guard Self.isIterable(value) else {
        throw machine.typeError(
          "cannot unpack non-iterable \(machine.typeName(of: value)) object")
      }
      let values = try machine.elements(of: value)
      let after = count - starred - 1
      guard values.count >= count - 1 else {
        throw machine.valueError(
          "not enough values to unpack (expected at least \(count - 1), got \(values.count))")
      }
      for index in 0..<starred { try stores[index].store(frame, values[index]) }
      let middle = try machine.list(Array(values[starred..<(values.count - after)]))
      try stores[starred].store(frame, middle)
      for index in 0..<after {
        try stores[starred + 1 + index].store(frame, values[values.count - after + index])
      }
    }
  }
}

extension Machine {
  func undefined(_ name: String) -> PythonException {
    exception(.nameError, "name '\(name)' is not defined")
  }

  func unboundLocal(_ name: String) -> PythonException {
    exception(
      .unboundLocalError,
      "cannot access local variable '\(name)' where it is not associated with a value")
  }

  /// Exactly `count` elements of an iterable; takes no more than one too many.
  func unpacked(_ value: Object, expecting count: Int) throws -> [Object] {
    let values: [Object]
    switch value {
    case .tuple(let tuple): values = tuple.elements
    case .list(let list): values = list.elements
    default:
      guard Compiler.isIterable(value) else {
        throw typeError("cannot unpack non-iterable \(typeName(of: value)) object")
      }
      let iterator = try iterator(value)
      var taken: [Object] = []
      while taken.count <= count, let element = try iterator.next(self) { taken.append(element) }
      values = taken
    }
    if values.count < count {
      throw valueError("not enough values to unpack (expected \(count), got \(values.count))")
    }
    if values.count > count { throw valueError("too many values to unpack (expected \(count))") }
    return values
  }
}
