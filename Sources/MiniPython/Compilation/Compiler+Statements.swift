extension Compiler {
  func statement(_ statement: Statement) throws -> Execute {
    let line = statement.line
    let execute = try body(of: statement)
    return { frame in
      let machine = frame.machine
      try machine.step()
      machine.line = line
      return try execute(frame)
    }
  }

  private func body(of statement: Statement) throws -> Execute {
    if inGenerator, ReservedForm.containsYield(statement), let execute = try resumable(statement) {
      return execute
    }
    switch statement.kind {
    case .expression(let value): return try expressionStatement(value)
    case .assignment(let targets, let value): return try assignment(targets, value)
    case .augmentedAssignment(let target, let operation, let value):
      return try augmented(target, operation, value)
    case .annotation(let target, _, let value):
      guard let value else { return { _ in .normal } }
      return try assignment([target], value)
    case .delete(let targets): return try deletion(targets)
    case .conditional(let test, let body, let otherwise):
      return try conditional(test, body, otherwise)
    case .whileLoop(let test, let body, let otherwise):
      return try whileLoop(test, body, otherwise, line: statement.line)
    case .forLoop(let target, let iterable, let body, let otherwise):
      return try forLoop(target, iterable, body, otherwise, line: statement.line)
    case .breakLoop: return { _ in .breakLoop }
    case .continueLoop: return { _ in .continueLoop }
    case .pass, .global: return { _ in .normal }
    case .nonlocal(let names): return try nonlocal(names, line: statement.line)
    case .returnValue(let value): return try returnStatement(value)
    case .function(let definition) where definition.isClass:
      return try classDefinition(definition, line: statement.line)
    case .function(let definition):
      let function = try makeFunction(self.function(definition), definition.parameters)
      let store = try store(.init(line: statement.line, kind: .name(definition.name)))
      return { frame in
        try store(frame, function(frame))
        return .normal
      }
    case .tryBlock(let body, let handlers, let otherwise, let finally):
      return try tryBlock(body, handlers, otherwise, finally)
    case .raise(let exception, let cause): return try raise(exception, cause)
    case .assertion(let test, let message): return try assertion(test, message)
    }
  }

  private func nonlocal(_ names: [String], line: Int) throws -> Execute {
    for name in names {
      guard case .outer = scope.place(of: name) else {
        throw SyntaxError(
          message: "no binding for nonlocal '\(name)' found", line: line, column: 1)
      }
    }
    return { _ in .normal }
  }

  private func expressionStatement(_ value: Expression) throws -> Execute {
    let evaluate = try expression(value)
    guard recordsTrace else {
      return { frame in
        _ = try evaluate(frame)
        return .normal
      }
    }
    if case .constant = value.kind { return { _ in .normal } }
    var receiver: (name: String, load: Evaluate)?
    if case .call(let function, _) = value.kind, case .attribute(let object, _) = function.kind,
      case .name(let name) = object.kind
    {
      receiver = (name, try expression(object))
    }
    return { frame in
      let machine = frame.machine
      let line = machine.line
      let result = try machine.traceRepr(evaluate(frame))
      let binding = try receiver.map {
        TraceEntry.Binding(name: $0.name, repr: try machine.traceRepr($0.load(frame)))
      }
      machine.line = line
      machine.record(.expression(repr: result, receiver: binding))
      return .normal
    }
  }

  private func assignment(_ targets: [Expression], _ value: Expression) throws -> Execute {
    let evaluate = try expression(value)
    let record = try traceBindings(targets)
    if targets.count == 1, record == nil {
      if case .name(let name) = targets[0].kind, case .local(let slot) = scope.place(of: name) {
        return { frame in
          frame.slots[slot] = try evaluate(frame)
          return .normal
        }
      }
      let store = try store(targets[0])
      return { frame in
        try store(frame, evaluate(frame))
        return .normal
      }
    }
    let stores = try targets.map { try store($0) }
    return { frame in
      let value = try evaluate(frame)
      for store in stores { try store(frame, value) }
      try record?(frame)
      return .normal
    }
  }

  private func augmented(
    _ target: Expression, _ operation: BinaryOperator, _ value: Expression
  ) throws -> Execute {
    let evaluate = try expression(value)
    let record = try traceBindings([target])
    switch target.kind {
    case .item(let container, let index):
      let container = try expression(container)
      let index = try expression(index)
      return { frame in
        let machine = frame.machine
        let container = try container(frame)
        let index = try index(frame)
        let old = try machine.item(container, index)
        let new = try machine.inPlace(operation, old, evaluate(frame))
        try machine.setItem(container, index, new)
        try record?(frame)
        return .normal
      }
    case .name(let name):
      if case .local(let slot) = scope.place(of: name), record == nil {
        return { frame in
          let old = frame.slots[slot]
          if old.isUnbound { throw frame.machine.unboundLocal(name) }
          let new = try evaluate(frame)
          frame.slots[slot] = try frame.machine.inPlace(operation, old, new)
          return .normal
        }
      }
      let load = try expression(target)
      let store = try store(target)
      return { frame in
        let old = try load(frame)
        try store(frame, frame.machine.inPlace(operation, old, evaluate(frame)))
        try record?(frame)
        return .normal
      }
    case .attribute(let object, let name):
      let object = try expression(object)
      let entries = MethodEntries.named(name)
      let name = mangled(name)
      return { frame in
        let machine = frame.machine
        let object = try object(frame)
        let old = try machine.attribute(object, name, entries)
        let new = try machine.inPlace(operation, old, evaluate(frame))
        try machine.setAttribute(object, name, new)
        try record?(frame)
        return .normal
      }
    default:
      throw SyntaxError(
        message: "illegal expression for augmented assignment", line: target.line, column: 1)
    }
  }

  private func deletion(_ targets: [Expression]) throws -> Execute {
    let deletions: [Execute] = try targets.map { target in
      switch target.kind {
      case .name(let name):
        let load = try expression(target)
        let store = try store(target)
        _ = name
        return { frame in
          _ = try load(frame)
          try store(frame, .unbound)
          return .normal
        }
      case .item(let container, let index):
        let container = try expression(container)
        let index = try expression(index)
        return { frame in
          try frame.machine.deleteItem(container(frame), index(frame))
          return .normal
        }
      case .attribute(let object, let name):
        let object = try expression(object)
        let name = mangled(name)
        return { frame in
          try frame.machine.setAttribute(object(frame), name, .unbound)
          return .normal
        }
      default:
        throw SyntaxError(message: "cannot delete this", line: target.line, column: 1)
      }
    }
    return { frame in
      for delete in deletions { _ = try delete(frame) }
      return .normal
    }
  }

  private func returnStatement(_ value: Expression?) throws -> Execute {
    guard let value else {
      return { frame in
        frame.result = .none
        return .returnValue
      }
    }
    let evaluate = try expression(value)
    return { frame in
      frame.result = try evaluate(frame)
      return .returnValue
    }
  }

  private func assertion(_ test: Expression, _ message: Expression?) throws -> Execute {
    let test = try expression(test)
    let message = try message.map { try expression($0) }
    return { frame in
      let machine = frame.machine
      if try machine.truth(test(frame)) { return .normal }
      let arguments = try message.map { [try $0(frame)] } ?? []
      throw PythonException(
        object: machine.keep(ExceptionObject(type: .assertionError, arguments: arguments)))
    }
  }
}
