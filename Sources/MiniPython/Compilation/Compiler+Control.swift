extension Compiler {
  func conditional(
    _ test: Expression, _ body: [Statement], _ otherwise: [Statement]
  ) throws -> Execute {
    if otherwise.count == 1, case .conditional = otherwise[0].kind {
      return try conditionalChain(test, body, otherwise[0])
    }
    let test = try condition(test)
    let body = try block(body)
    let otherwise: Execute = otherwise.isEmpty ? { _ in .normal } : try block(otherwise)
    let records = recordsTrace
    return { frame in
      let holds = try test(frame)
      if records { frame.machine.record(.condition(holds)) }
      return holds ? try body(frame) : try otherwise(frame)
    }
  }

  /// An `if` with `elif`s, however many, without native recursion.
  private func conditionalChain(
    _ test: Expression, _ body: [Statement], _ rest: Statement
  ) throws -> Execute {
    struct Branch {
      let line: Int
      let test: (Frame) throws -> Bool
      let body: Execute
    }
    var branches = [Branch(line: 0, test: try condition(test), body: try block(body))]
    var next = rest
    var otherwise = try optionalBlock([])
    while case .conditional(let test, let body, let after) = next.kind {
      branches.append(
        Branch(line: next.line, test: try condition(test), body: try block(body)))
      guard after.count == 1, case .conditional = after[0].kind else {
        otherwise = try optionalBlock(after)
        break
      }
      next = after[0]
    }
    let records = recordsTrace
    return { [branches, otherwise] frame in
      let machine = frame.machine
      for branch in branches {
        if branch.line > 0 {
          try machine.step()
          machine.line = branch.line
        }
        let holds = try branch.test(frame)
        if records { machine.record(.condition(holds)) }
        if holds { return try branch.body(frame) }
      }
      return try otherwise.execute(frame)
    }
  }

  /// A block that may be empty.
  private func optionalBlock(_ statements: [Statement]) throws -> Executable {
    Executable(execute: statements.isEmpty ? { _ in .normal } : try block(statements))
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
    switch test.kind {
    case .and(let operands):
      let operands = try operands.map { Testable(test: try condition($0)) }
      return { frame in
        for operand in operands where try !operand.test(frame) { return false }
        return true
      }
    case .or(let operands):
      let operands = try operands.map { Testable(test: try condition($0)) }
      return { frame in
        for operand in operands where try operand.test(frame) { return true }
        return false
      }
    default: break
    }
    let value = try expression(test)
    return { frame in
      let result = try value(frame)
      if case .bool(let holds) = result { return holds }
      return try frame.machine.truth(result)
    }
  }

  func whileLoop(
    _ test: Expression, _ body: [Statement], _ otherwise: [Statement], line: Int
  ) throws -> Execute {
    let test = try condition(test)
    let body = try block(body)
    let otherwise = try optionalBlock(otherwise)
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
        case .yielded: return .yielded
        }
        try machine.step()
        machine.line = line
      }
      if records { machine.record(.loopEnded) }
      return try otherwise.execute(frame)
    }
  }

  func forLoop(
    _ target: Expression, _ iterable: Expression, _ body: [Statement], _ otherwise: [Statement],
    line: Int
  ) throws -> Execute {
    let iterable = try expression(iterable.asIterated)
    let store = try store(target)
    let record = try traceIteration(target)
    let body = try block(body)
    let otherwise = try optionalBlock(otherwise)
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
        case .yielded: return .yielded
        }
        machine.line = line
      }
      if records {
        machine.line = line
        machine.record(.loopEnded)
      }
      return try otherwise.execute(frame)
    }
  }

  func tryBlock(
    _ body: [Statement], _ handlers: [ExceptionHandler], _ otherwise: [Statement],
    _ finally: [Statement]
  ) throws -> Execute {
    if handlers.isEmpty, finally.isEmpty { return try withBlock(body) }
    if inGenerator, let inside = finally.first(where: ReservedForm.containsYield) {
      throw NotSupported(construct: "yield in a finally block", line: inside.line)
    }
    let parts = body + otherwise + handlers.flatMap(\.body)
    let guarded =
      inGenerator && parts.contains(where: ReservedForm.containsYield)
      ? try resumableTry(body, handlers, otherwise)
      : try plainTry(body, handlers, otherwise)
    if finally.isEmpty { return guarded }
    let finally = try block(finally)
    return finalized(guarded, finally)
  }

  /// A handler, which gives nil for an exception that isn't its own.
  typealias Handler = (Frame, ExceptionObject) throws -> Flow?

  private func plainTry(
    _ body: [Statement], _ handlers: [ExceptionHandler], _ otherwise: [Statement]
  ) throws -> Execute {
    let body = try block(body)
    let handlers = try handlers.map { try handler($0) }
    let otherwise = try optionalBlock(otherwise)
    func handle(
      _ exception: ExceptionObject, _ handlers: [Handler], _ frame: Frame
    ) throws -> Flow? {
      if let current = frame.machine.handled.last {
        try frame.machine.link(exception, raisedDuring: current)
      }
      for handler in handlers {
        if let flow = try handler(frame, exception) { return flow }
      }
      return nil
    }
    return { frame in
      let flow: Flow
      do {
        flow = try body(frame)
      } catch let error as PythonException {
        if let flow = try handle(error.object, handlers, frame) { return flow }
        throw error
      } catch let error as BudgetExceeded where error.limit == .recursion {
        // As CPython's RecursionError it can be caught; uncaught it stays what it is.
        let machine = frame.machine
        let exception = machine.exception(.recursionError, "maximum recursion depth exceeded")
        if let flow = try handle(exception.object, handlers, frame) { return flow }
        throw error
      }
      return flow == .normal ? try otherwise.execute(frame) : flow
    }
  }

  private func finalized(_ guarded: @escaping Execute, _ finally: @escaping Execute) -> Execute {
    { frame in
      let flow: Flow
      do {
        flow = try guarded(frame)
        if flow == .yielded { return flow }
      } catch let error as PythonException {
        let machine = frame.machine
        let line = machine.line
        let overriding = try machine.handling(error.object) { try finally(frame) }
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

  private func handler(_ handler: ExceptionHandler) throws -> Handler {
    let type = try handler.type.map { try expression($0) }
    let bind: Store? = try handler.name.map { name in
      try self.store(Expression(line: handler.line, kind: .name(name)))
    }
    let body = try block(handler.body)
    return { frame, exception in
      let machine = frame.machine
      if let type, try !machine.catches(exception, type(frame)) { return nil }
      try bind?(frame, .exception(exception))
      do {
        let flow = try machine.handling(exception) { try body(frame) }
        try bind?(frame, .unbound)
        return flow
      } catch let error as PythonException {
        try bind?(frame, .unbound)
        throw error
      }
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
      let raised = try machine.raised(value(frame))
      if let cause = try cause?(frame) {
        raised.cause = cause.isNone ? nil : try machine.raised(cause, isCause: true)
        raised.suppressesContext = true
      }
      throw PythonException(object: raised)
    }
  }
}

extension Machine {
  /// The exception that `raise` with a value raises.
  func raised(_ value: Object, isCause: Bool = false) throws -> ExceptionObject {
    var raised = value
    if case .type(let type) = raised, type.isException {
      raised = try call(raised, Arguments())
    }
    guard case .exception(let exception) = raised else {
      throw typeError(
        "exception\(isCause ? " causes" : "s") must derive from BaseException")
    }
    return exception
  }

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
