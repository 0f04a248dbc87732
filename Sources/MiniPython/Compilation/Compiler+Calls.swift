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
      case ReservedForm.caseTest: return try caseTest(arguments)
      case ReservedForm.yield, ReservedForm.yieldFrom:
        throw NotSupported(construct: "yield inside an expression", line: function.line)
      case "super" where arguments.isEmpty:
        if case .unknown = scope.place(of: name) { return try superCall() }
      default: break
      }
    }
    let values = try self.arguments(arguments)
    if case .attribute(let receiver, let name) = function.kind {
      let receiver = try expression(receiver)
      let entries = MethodEntries(named: name)
      let name = mangled(name)
      return { frame in
        let machine = frame.machine
        let object = try receiver(frame)
        if case .native(let native as InstanceObject) = object,
          native.attributes[name] == nil, let method = native.instanceClass.lookup(name),
          !method.isProperty
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
    let callee = try expression(function)
    return { frame in
      let callee = try callee(frame)
      return try frame.machine.call(callee, values(frame))
    }
  }

  private func arguments(_ arguments: [Argument]) throws -> (Frame) throws -> Arguments {
    let isPlain = arguments.allSatisfy { if case .positional = $0 { true } else { false } }
    if isPlain {
      let values = try sequence(arguments.map(\.value))
      if arguments.isEmpty { return { _ in Arguments() } }
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
          guard case .dictionary(let dictionary) = object else {
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
