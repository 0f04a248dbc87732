/// A call of a generator function: its frame, which runs from one `yield` to the next.
///
/// No thread holds the suspended code. The statements that contain a `yield` keep their place in
/// slots of the frame and find it again when the frame is resumed.
final class GeneratorObject: IteratorObject {
  private let code: FunctionCode
  private var frame: Frame?
  private var isRunning = false
  private var hasStarted = false
  /// What the function returned.
  private(set) var result: Object = .none

  init(code: FunctionCode, frame: Frame) {
    self.code = code
    self.frame = frame
  }

  override var type: TypeObject { .generator }

  override func next(_ machine: Machine) throws -> Object? {
    try resume(machine, sending: .none, throwing: nil)
  }

  func resume(
    _ machine: Machine, sending value: Object, throwing exception: ExceptionObject?
  ) throws -> Object? {
    guard let frame else {
      if let exception { throw PythonException(object: exception) }
      return nil
    }
    if isRunning { throw machine.valueError("generator already executing") }
    if !hasStarted {
      if let exception {
        self.frame = nil
        throw PythonException(object: exception)
      }
      guard value.isNone else {
        throw machine.typeError("can't send non-None value to a just-started generator")
      }
    }
    try machine.step()
    try machine.enterFrame(height: code.height)
    defer { machine.leaveFrame(height: code.height) }
    isRunning = true
    defer { isRunning = false }
    frame.isResuming = hasStarted
    frame.sent = value
    frame.thrown = exception
    hasStarted = true
    let line = machine.line
    do {
      let flow = try code.body(frame)
      if flow == .yielded {
        machine.line = line
        return frame.result
      }
      result = flow == .returnValue ? frame.result : .none
    } catch let error as PythonException where error.object.type.isSubtype(of: .stopIteration) {
      self.frame = nil
      throw machine.exception(.runtimeError, "generator raised StopIteration")
    } catch {
      self.frame = nil
      throw error
    }
    machine.line = line
    self.frame = nil
    return nil
  }

  /// What the function returned, once.
  func takeResult() -> Object {
    defer { result = .none }
    return result
  }

  /// The next value, or `StopIteration` with the function's result.
  private func advance(
    _ machine: Machine, sending value: Object, throwing exception: ExceptionObject?
  ) throws -> Object {
    if let value = try resume(machine, sending: value, throwing: exception) { return value }
    let result = takeResult()
    let arguments = result.isNone ? [] : [result]
    throw PythonException(
      object: machine.keep(ExceptionObject(type: .stopIteration, arguments: arguments)))
  }

  func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    func function(
      _ body: @escaping (Machine, Arguments) throws -> Object
    ) -> Object { .native(machine.keep(NativeFunction(name, body))) }
    switch name {
    case "send":
      return function { machine, arguments in
        try arguments.expect(1...1, "generator.send", machine)
        return try self.advance(machine, sending: arguments.values[0], throwing: nil)
      }
    case "throw":
      return function { machine, arguments in
        guard let value = arguments.values.first else {
          throw machine.typeError("throw expected at least 1 argument, got 0")
        }
        return try self.advance(
          machine, sending: .none, throwing: machine.raised(value))
      }
    case "close":
      return function { machine, _ in
        let exit = machine.keep(ExceptionObject(type: .generatorExit, arguments: []))
        guard self.hasStarted else {
          self.frame = nil
          return .none
        }
        do {
          if try self.resume(machine, sending: .none, throwing: exit) != nil {
            throw machine.exception(.runtimeError, "generator ignored GeneratorExit")
          }
        } catch let error as PythonException
          where error.object.type.isSubtype(of: .generatorExit)
          || error.object.type.isSubtype(of: .stopIteration)
        {
        }
        return .none
      }
    default: return nil
    }
  }

  override func clear() {
    frame?.clear()
    frame = nil
    result = .none
  }
}
