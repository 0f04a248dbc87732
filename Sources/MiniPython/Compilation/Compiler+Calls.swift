extension Compiler {
  /// A function object made from code, its defaults evaluated where it is defined.
  func makeFunction(_ code: FunctionCode, _ parameters: Parameters) throws -> Evaluate {
    let defaults = try parameters.positional.compactMap(\.defaultValue).map { try expression($0) }
    let keywordDefaults = try parameters.keywordOnly.map { parameter in
      try parameter.defaultValue.map { try expression($0) }
    }
    return { frame in
      try frame.machine.allocate(96)
      let function = FunctionObject(
        code: code, defaults: try defaults.map { try $0(frame) },
        keywordDefaults: try keywordDefaults.map { try $0?(frame) ?? .unbound }, closure: frame)
      return .function(frame.machine.keep(function))
    }
  }

  func call(_ function: Expression, _ arguments: [Argument]) throws -> Evaluate {
    if case .name(let name) = function.kind {
      switch name {
      case ReservedForm.importModule, ReservedForm.importMember:
        return try importCall(arguments, isMember: name == ReservedForm.importMember)
      case ReservedForm.frozenSet:
        let isInterned = hasInternedString(arguments[0].value.parts)
        let elements = try expression(arguments[0].value)
        return { frame in
          let machine = frame.machine
          return .set(
            try machine.constantSet(
              of: machine.elements(of: elements(frame)), isInterned: isInterned))
        }
      case ReservedForm.caseTest: return try caseTest(arguments)
      case ReservedForm.yield, ReservedForm.yieldFrom:
        throw NotSupported(construct: "yield inside an expression", line: function.line)
      case "super" where arguments.isEmpty:
        if case .unknown = scope.place(of: name) { return try superCall() }
      default: break
      }
    }
    if let plain = try plainArguments(arguments) { return try plainCall(function, plain) }
    let values = try self.arguments(arguments)
    if case .attribute(let receiver, let name) = function.kind {
      return try methodCall(receiver, name, values)
    }
    let callee = try expression(function)
    return { frame in
      let callee = try callee(frame)
      return try frame.machine.call(callee, values(frame))
    }
  }

  private func methodCall(
    _ receiver: Expression, _ name: String, _ values: @escaping (Frame) throws -> Arguments
  ) throws -> Evaluate {
    let receiver = try expression(receiver)
    let entries = MethodEntries.named(name)
    let name = mangled(name)
    return { frame in
      let machine = frame.machine
      let object = try receiver(frame)
      if case .native(let native as InstanceObject) = object,
        let method = native.plainMethod(name)
      {
        return try machine.callBound(method, object, values(frame))
      }
      if let method = entries.method(for: object) {
        let arguments = try values(frame)
        try machine.step()
        return try method(machine, object, arguments)
      }
      let callee = try machine.attribute(object, name, entries)
      return try machine.call(callee, values(frame))
    }
  }

  /// The values of arguments that are all plain and given by position; nil for others.
  private func plainArguments(_ arguments: [Argument]) throws -> [Evaluable]? {
    let values = arguments.map { argument -> Expression? in
      guard case .positional(let value) = argument else { return nil }
      if case .starred = value.kind { return nil }
      return value
    }
    guard !values.contains(where: { $0 == nil }) else { return nil }
    return try expressions(values.compactMap(\.self))
  }

  /// A call with plain arguments, which go straight to the slots of a function's frame.
  private func plainCall(_ function: Expression, _ arguments: [Evaluable]) throws -> Evaluate {
    guard case .attribute(let receiver, let method) = function.kind else {
      let callee = try expression(function)
      let count = arguments.count
      return { frame in
        let machine = frame.machine
        let callee = try callee(frame)
        if case .function(let function) = callee, function.code.plainCount == count,
          !function.code.isGenerator
        {
          return try machine.invoke(function, nil, arguments, frame)
        }
        if count == 1 {
          if case .builtin(let builtin) = callee, let unary = builtin.unary {
            let value = try arguments[0].evaluate(frame)
            return try machine.call(unary, value)
          }
          if case .type(let type) = callee, type === TypeObject.str {
            return try machine.text(calling: arguments[0].evaluate(frame))
          }
        }
        return try machine.call(callee, Arguments(values: Self.values(arguments, frame)))
      }
    }
    let object = try expression(receiver)
    let entries = MethodEntries.named(method)
    let name = mangled(method)
    let shortcut = entries.shortcut.flatMap { $0.takes(arguments.count) ? $0 : nil }
    return { frame in
      let machine = frame.machine
      let object = try object(frame)
      if case .native(let native as InstanceObject) = object,
        let method = native.plainMethod(name)
      {
        if case .function(let function) = method,
          function.code.plainCount == arguments.count + 1, !function.code.isGenerator
        {
          return try machine.invoke(function, object, arguments, frame)
        }
        return try machine.callBound(
          method, object, Arguments(values: Self.values(arguments, frame)))
      }
      if let shortcut, shortcut.applies(to: object) {
        let first = try arguments[0].evaluate(frame)
        let second = arguments.count > 1 ? try arguments[1].evaluate(frame) : nil
        try machine.step()
        return try shortcut.body(machine, object, first, second)
      }
      if let method = entries.method(for: object) {
        let arguments = Arguments(values: try Self.values(arguments, frame))
        try machine.step()
        return try method(machine, object, arguments)
      }
      let callee = try machine.attribute(object, name, entries)
      return try machine.call(callee, Arguments(values: Self.values(arguments, frame)))
    }
  }

  @inline(__always)
  private static func values(_ arguments: [Evaluable], _ frame: Frame) throws -> [Object] {
    if arguments.isEmpty { return [] }
    var values: [Object] = []
    values.reserveCapacity(arguments.count)
    for argument in arguments { values.append(try argument.evaluate(frame)) }
    return values
  }

  private func arguments(_ arguments: [Argument]) throws -> (Frame) throws -> Arguments {
    let isPositional = arguments.allSatisfy { if case .positional = $0 { true } else { false } }
    if isPositional {
      let values = try sequence(arguments.map(\.value))
      return { frame in Arguments(values: try values(frame)) }
    }
    let parts: [(Argument, Evaluate)] = try arguments.map { ($0, try expression($0.value)) }
    return { frame in
      let machine = frame.machine
      var result = Arguments()
      for (argument, value) in parts {
        let object = try value(frame)
        switch argument {
        case .positional: result.values.append(object)
        case .starred: result.values += try machine.elements(of: object)
        case .keyword(let name, _): try result.append(name, object, machine)
        case .doubleStarred:
          guard case .dictionary(let dictionary) = object.plain else {
            throw machine.typeError(
              "argument after ** must be a mapping, not \(machine.typeName(of: object))")
          }
          for place in 0..<dictionary.places where !dictionary.keys[place].isUnbound {
            guard case .string(let name) = dictionary.keys[place] else {
              throw machine.typeError("keywords must be strings")
            }
            try result.append(String(scalars: name.scalars), dictionary.values[place], machine)
          }
        }
      }
      return result
    }
  }
}

extension Arguments {
  mutating func append(_ name: String, _ value: Object, _ machine: Machine) throws {
    if keywords.contains(where: { $0.name == name }) {
      throw machine.typeError("got multiple values for keyword argument '\(name)'")
    }
    keywords.append((name, value))
  }
}

extension Object {
  var isProperty: Bool {
    if case .native(let native) = self { native is PropertyObject } else { false }
  }
}
