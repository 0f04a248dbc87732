extension Compiler {
  func conditional(
    _ test: Expression, _ body: [Statement], _ otherwise: [Statement]
  ) throws -> Execute {
    let test = try condition(test)
    let body = try block(body)
    let otherwise = otherwise.isEmpty ? nil : try block(otherwise)
    let records = recordsTrace
    return { frame in
      let holds = try test(frame)
      if records { frame.machine.record(.condition(holds)) }
      if holds { return try body(frame) }
      return try otherwise?(frame) ?? .normal
    }
  }

  /// The truth of an expression.
  func condition(_ test: Expression) throws -> (Frame) throws -> Bool {
    if case .comparison(let first, let rest) = test.kind, rest.count == 1 {
      return try comparison(first, rest[0].0, rest[0].1)
    }
    if case .unary(.not, let operand) = test.kind {
      let operand = try condition(operand)
      return { frame in try !operand(frame) }
    }
    let value = try expression(test)
    return { frame in frame.machine.truth(try value(frame)) }
  }

  func whileLoop(
    _ test: Expression, _ body: [Statement], _ otherwise: [Statement], line: Int
  ) throws -> Execute {
    let test = try condition(test)
    let body = try block(body)
    let otherwise = otherwise.isEmpty ? nil : try block(otherwise)
    let records = recordsTrace
    return { frame in
      let machine = frame.machine
      while true {
        let holds = try test(frame)
        if records { machine.record(.condition(holds)) }
        if !holds { break }
        switch try body(frame) {
        case .normal, .continueLoop: break
        case .breakLoop: return .normal
        case .returnValue: return .returnValue
        }
        try machine.step()
        machine.line = line
      }
      if records { machine.record(.loopEnded) }
      return try otherwise?(frame) ?? .normal
    }
  }

  func forLoop(
    _ target: Expression, _ iterable: Expression, _ body: [Statement], _ otherwise: [Statement],
    line: Int
  ) throws -> Execute {
    let iterable = try expression(iterable)
    let store = try store(target)
    let record = try traceIteration(target)
    let body = try block(body)
    let otherwise = otherwise.isEmpty ? nil : try block(otherwise)
    let records = recordsTrace
    return { frame in
      let machine = frame.machine
      let source = try iterable(frame)
      let iterator = try machine.iterator(source)
      loop: while let element = try iterator.next(machine) {
        try machine.step()
        machine.line = line
        try store(frame, element)
        try record?(frame)
        switch try body(frame) {
        case .normal, .continueLoop: break
        case .breakLoop: return .normal
        case .returnValue: return .returnValue
        }
        machine.line = line
      }
      if records {
        machine.line = line
        machine.record(.loopEnded)
      }
      return try otherwise?(frame) ?? .normal
    }
  }

  func tryBlock(
    _ body: [Statement], _ handlers: [ExceptionHandler], _ otherwise: [Statement],
    _ finally: [Statement]
  ) throws -> Execute {
    let body = try block(body)
    let handlers = try handlers.map { try handler($0) }
    let otherwise = otherwise.isEmpty ? nil : try block(otherwise)
    let guarded: Execute = { frame in
      let flow: Flow
      do {
        flow = try body(frame)
      } catch let error as PythonException {
        for handler in handlers {
          if let flow = try handler(frame, error.object) { return flow }
        }
        throw error
      }
      return flow == .normal ? try otherwise?(frame) ?? .normal : flow
    }
    if finally.isEmpty { return guarded }
    let finally = try block(finally)
    return { frame in
      let flow: Flow
      do {
        flow = try guarded(frame)
      } catch let error as PythonException {
        let machine = frame.machine
        let line = machine.line
        machine.handled.append(error.object)
        defer { machine.handled.removeLast() }
        let overriding = try finally(frame)
        if overriding != .normal { return overriding }
        machine.line = line
        throw error
      }
      let result = frame.result
      let overriding = try finally(frame)
      if overriding != .normal { return overriding }
      frame.result = result
      return flow
    }
  }

  /// A handler, which gives nil for an exception that isn't its own.
  private func handler(
    _ handler: ExceptionHandler
  ) throws -> (Frame, ExceptionObject) throws -> Flow? {
    let type = try handler.type.map { try expression($0) }
    let bind: Store? = try handler.name.map { name in
      try self.store(Expression(line: handler.line, kind: .name(name)))
    }
    let body = try block(handler.body)
    return { frame, exception in
      let machine = frame.machine
      if let type, try !machine.catches(exception, type(frame)) { return nil }
      machine.handled.append(exception)
      defer { machine.handled.removeLast() }
      try bind?(frame, .exception(exception))
      let flow = try body(frame)
      try bind?(frame, .unbound)
      return flow
    }
  }

  func raise(_ exception: Expression?, _ cause: Expression?) throws -> Execute {
    guard let exception else {
      return { frame in
        guard let current = frame.machine.handled.last else {
          throw frame.machine.exception(.runtimeError, "No active exception to reraise")
        }
        throw PythonException(object: current)
      }
    }
    let value = try expression(exception)
    let cause = try cause.map { try expression($0) }
    return { frame in
      let machine = frame.machine
      var raised = try value(frame)
      if case .type(let type) = raised, type.isException {
        raised = try machine.call(raised, Arguments())
      }
      _ = try cause?(frame)
      guard case .exception(let object) = raised else {
        throw machine.typeError("exceptions must derive from BaseException")
      }
      throw PythonException(object: object)
    }
  }
}

extension Machine {
  /// Whether an `except` clause with this type or tuple of types catches the exception.
  func catches(_ exception: ExceptionObject, _ type: Object) throws -> Bool {
    switch type {
    case .type(let type) where type.isException: return exception.type.isSubtype(of: type)
    case .tuple(let tuple):
      for element in tuple.elements where try catches(exception, element) { return true }
      return false
    default:
      throw typeError(
        "catching classes that do not inherit from BaseException is not allowed")
    }
  }
}
