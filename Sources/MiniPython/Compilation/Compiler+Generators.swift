/// Statements with a `yield` inside keep their place in slots of the frame. While
/// `frame.isResuming`, each goes straight to the part that it was left in; the `yield` itself
/// ends the resumption.
extension Compiler {
  /// A statement that contains a `yield`, or nil for the forms that need no state of their own.
  func resumable(_ statement: Statement) throws -> Execute? {
    switch statement.kind {
    case .expression(let value): return try yieldStatement(value, store: nil)
    case .assignment(let targets, let value):
      guard Self.isYield(value) else { return nil }
      let stores = try targets.map { try store($0) }
      return try yieldStatement(value) { frame, value in
        for store in stores { try store(frame, value) }
      }
    case .returnValue(let value?):
      guard
        let yield = try yieldStatement(value, store: { frame, value in frame.result = value })
      else { return nil }
      return { frame in
        let flow = try yield(frame)
        return flow == .normal ? .returnValue : flow
      }
    case .conditional(let test, let body, let otherwise):
      return try resumableConditional(test, body, otherwise)
    case .whileLoop(let test, let body, let otherwise):
      return try resumableWhile(test, body, otherwise, line: statement.line)
    case .forLoop(let target, let iterable, let body, let otherwise):
      return try resumableFor(target, iterable, body, otherwise, line: statement.line)
    default: return nil
    }
  }

  private static func isYield(_ value: Expression) -> Bool {
    ReservedForm.arguments(of: value, ReservedForm.yield) != nil
      || ReservedForm.arguments(of: value, ReservedForm.yieldFrom) != nil
  }

  func resumableBlock(_ parts: [Executable]) -> Execute {
    let slot = scope.reserve()
    return { frame in
      var index = 0
      if frame.isResuming, case .integer(let place) = frame.slots[slot] { index = place }
      while index < parts.count {
        let flow = try parts[index].execute(frame)
        if flow != .normal {
          if flow == .yielded { frame.slots[slot] = .integer(index) }
          return flow
        }
        index += 1
      }
      return .normal
    }
  }

  private func yieldStatement(_ value: Expression, store: Store?) throws -> Execute? {
    if let arguments = ReservedForm.arguments(of: value, ReservedForm.yieldFrom) {
      return try delegation(arguments[0].value, store: store)
    }
    guard let arguments = ReservedForm.arguments(of: value, ReservedForm.yield) else { return nil }
    let evaluate = try arguments.first.map { try expression($0.value) }
    return { frame in
      if frame.isResuming {
        frame.isResuming = false
        if let exception = frame.thrown {
          frame.thrown = nil
          throw PythonException(object: exception)
        }
        try store?(frame, frame.sent)
        return .normal
      }
      frame.result = try evaluate?(frame) ?? .none
      return .yielded
    }
  }

  /// `yield from iterable`.
  private func delegation(_ iterable: Expression, store: Store?) throws -> Execute {
    let iterable = try expression(iterable)
    let slot = scope.reserve()
    return { frame in
      let machine = frame.machine
      let source: IteratorObject
      var value: Object?
      if frame.isResuming, case .iterator(let iterator) = frame.slots[slot] {
        frame.isResuming = false
        source = iterator
        let thrown = frame.thrown
        frame.thrown = nil
        if let generator = iterator as? GeneratorObject {
          value = try generator.resume(machine, sending: frame.sent, throwing: thrown)
        } else if let thrown {
          throw PythonException(object: thrown)
        } else {
          value = try iterator.next(machine)
        }
      } else {
        source = try machine.iterator(iterable(frame))
        frame.slots[slot] = .iterator(source)
        value = try source.next(machine)
      }
      if let value {
        frame.result = value
        return .yielded
      }
      frame.slots[slot] = .unbound
      try store?(frame, (source as? GeneratorObject)?.takeResult() ?? .none)
      return .normal
    }
  }

  private func resumableConditional(
    _ test: Expression, _ body: [Statement], _ otherwise: [Statement]
  ) throws -> Execute {
    let test = try condition(test)
    let body = try block(body)
    let otherwise = otherwise.isEmpty ? nil : try block(otherwise)
    let slot = scope.reserve()
    let records = recordsTrace
    return { frame in
      let holds: Bool
      if frame.isResuming, case .bool(let branch) = frame.slots[slot] {
        holds = branch
      } else {
        holds = try test(frame)
        if records { frame.machine.record(.condition(holds)) }
        frame.slots[slot] = .bool(holds)
      }
      return try holds ? body(frame) : otherwise?(frame) ?? .normal
    }
  }

  private func checkElse(_ otherwise: [Statement]) throws {
    if let statement = otherwise.first(where: ReservedForm.containsYield) {
      throw NotSupported(construct: "yield in the else of a loop", line: statement.line)
    }
  }

  private func resumableWhile(
    _ test: Expression, _ body: [Statement], _ otherwise: [Statement], line: Int
  ) throws -> Execute {
    try checkElse(otherwise)
    let test = try condition(test)
    let body = try block(body)
    let otherwise = otherwise.isEmpty ? nil : try block(otherwise)
    let records = recordsTrace
    return { frame in
      let machine = frame.machine
      var isInside = frame.isResuming
      while true {
        if !isInside {
          let holds = try test(frame)
          if records { machine.record(.condition(holds)) }
          if !holds { break }
        }
        isInside = false
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
      return try otherwise?(frame) ?? .normal
    }
  }

  private func resumableFor(
    _ target: Expression, _ iterable: Expression, _ body: [Statement], _ otherwise: [Statement],
    line: Int
  ) throws -> Execute {
    try checkElse(otherwise)
    let iterable = try expression(iterable)
    let store = try store(target)
    let record = try traceIteration(target)
    let body = try block(body)
    let otherwise = otherwise.isEmpty ? nil : try block(otherwise)
    let slot = scope.reserve()
    let records = recordsTrace
    return { frame in
      let machine = frame.machine
      let iterator: IteratorObject
      var isInside = false
      if frame.isResuming, case .iterator(let kept) = frame.slots[slot] {
        iterator = kept
        isInside = true
      } else {
        iterator = try machine.iterator(iterable(frame))
        frame.slots[slot] = .iterator(iterator)
      }
      while true {
        if !isInside {
          guard let element = try iterator.next(machine) else { break }
          try machine.step()
          machine.line = line
          try store(frame, element)
          try record?(frame)
        }
        isInside = false
        switch try body(frame) {
        case .normal, .continueLoop: break
        case .breakLoop: return .normal
        case .returnValue: return .returnValue
        case .yielded: return .yielded
        }
        machine.line = line
      }
      if records { machine.record(.loopEnded) }
      return try otherwise?(frame) ?? .normal
    }
  }

  /// The `try`, `except` and `else` parts with a `yield` inside.
  func resumableTry(
    _ body: [Statement], _ handlers: [ExceptionHandler], _ otherwise: [Statement]
  ) throws -> Execute {
    let body = try block(body)
    let handlers = try handlers.map { handler in
      let bind: Store? = try handler.name.map { name in
        try self.store(Expression(line: handler.line, kind: .name(name)))
      }
      return (
        type: try handler.type.map { try expression($0) }, bind: bind,
        body: try block(handler.body)
      )
    }
    let otherwise = otherwise.isEmpty ? nil : try block(otherwise)
    let place = scope.reserve()
    let caught = scope.reserve()
    func handle(_ frame: Frame, _ index: Int, _ exception: ExceptionObject) throws -> Flow {
      let handler = handlers[index]
      let machine = frame.machine
      if !frame.isResuming { try handler.bind?(frame, .exception(exception)) }
      let flow = try machine.handling(exception) { try handler.body(frame) }
      if flow != .yielded { try handler.bind?(frame, .unbound) }
      return flow
    }
    return { frame in
      if frame.isResuming, case .integer(let state) = frame.slots[place], state != 0 {
        if state < 0 { return try otherwise?(frame) ?? .normal }
        guard case .exception(let exception) = frame.slots[caught] else { return .normal }
        return try handle(frame, state - 1, exception)
      }
      frame.slots[place] = .integer(0)
      do {
        let flow = try body(frame)
        if flow != .normal { return flow }
      } catch let error as PythonException {
        for (index, handler) in handlers.enumerated() {
          if let type = handler.type,
            try !frame.machine.catches(error.object, type(frame))
          {
            continue
          }
          frame.slots[place] = .integer(index + 1)
          frame.slots[caught] = .exception(error.object)
          return try handle(frame, index, error.object)
        }
        throw error
      }
      frame.slots[place] = .integer(-1)
      return try otherwise?(frame) ?? .normal
    }
  }
}
