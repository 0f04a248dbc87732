extension Compiler {
  /// `with manager as target: body`, whose first statement binds `with(manager)`.
  func withBlock(_ statements: [Statement]) throws -> Execute {
    let first = statements[0]
    let body = Array(statements.dropFirst())
    if let inside = body.first(where: ReservedForm.containsYield), inGenerator {
      throw NotSupported(construct: "yield inside a with statement", line: inside.line)
    }
    var target: Store?
    var call = first.expressions.last
    if case .assignment(let targets, let value) = first.kind {
      target = try store(targets[0])
      call = value
    }
    guard let call, let argument = ReservedForm.arguments(of: call, ReservedForm.with)?.first
    else { throw NotSupported(construct: "with statement", line: first.line) }
    let manager = try expression(argument.value)
    let run = try block(body)
    return { frame in
      let machine = frame.machine
      let manager = try manager(frame)
      guard case .native(let native as InstanceObject) = manager,
        native.instanceClass.lookup("__exit__") != nil,
        let entered = try native.special("__enter__", machine)
      else {
        throw machine.typeError(
          "'\(machine.typeName(of: manager))' object does not support the context manager "
            + "protocol")
      }
      let flow: Flow
      do {
        try target?(frame, entered)
        flow = try run(frame)
      } catch let error as PythonException {
        let exception = error.object
        let verdict = try machine.handling(exception) {
          try native.special(
            "__exit__", machine, .type(exception.type), .exception(exception), .none)
        }
        if let verdict, try machine.truth(verdict) { return .normal }
        throw error
      }
      _ = try native.special("__exit__", machine, .none, .none, .none)
      return flow
    }
  }
}
