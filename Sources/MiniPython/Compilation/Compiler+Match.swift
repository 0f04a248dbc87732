/// What a `case` pattern compiles to: whether it matches, with its captures made.
private typealias Match = (Frame, Object) throws -> Bool

extension Compiler {
  /// `case(subject, pattern, guard)`.
  func caseTest(_ arguments: [Argument]) throws -> Evaluate {
    let subject = try expression(arguments[0].value)
    let matches = try pattern(arguments[1].value)
    let guarding = arguments.count > 2 ? try condition(arguments[2].value) : nil
    return { frame in
      guard try matches(frame, subject(frame)) else { return .bool(false) }
      return .bool(try guarding?(frame) ?? true)
    }
  }

  private func pattern(_ pattern: Expression) throws -> Match {
    switch pattern.kind {
    case .name: return { _, _ in true }
    case .namedAssignment(let name, let inner):
      let matches = try self.pattern(inner)
      let store = try store(Expression(line: pattern.line, kind: .name(name)))
      return { frame, value in
        guard try matches(frame, value) else { return false }
        try store(frame, value)
        return true
      }
    case .constant(let constant):
      switch constant {
      case .none, .bool:
        let wanted = Self.object(constant)
        return { _, value in value.isIdentical(to: wanted) }
      default: break
      }
      return try valuePattern(pattern)
    case .binary(.bitOr, let left, let right):
      let first = try self.pattern(left)
      let second = try self.pattern(right)
      return { frame, value in try first(frame, value) || second(frame, value) }
    case .list(let elements): return try sequencePattern(elements)
    case .dictionary(let entries): return try mappingPattern(entries)
    case .call(let type, let arguments): return try classPattern(type, arguments)
    default: return try valuePattern(pattern)
    }
  }

  private func valuePattern(_ expression: Expression) throws -> Match {
    let wanted = try self.expression(expression)
    return { frame, value in try frame.machine.equal(value, wanted(frame)) }
  }

  private func sequencePattern(_ elements: [Expression]) throws -> Match {
    var star: Int?
    let matches: [Match] = try elements.enumerated().map { index, element in
      guard case .starred(let inner) = element.kind else { return try pattern(element) }
      if star != nil { throw NotSupported(construct: "two stars in a pattern") }
      star = index
      return try pattern(inner)
    }
    return { [star] frame, value in
      let values: [Object]
      switch value {
      case .list(let list): values = list.elements
      case .tuple(let tuple): values = tuple.elements
      case .range: values = try frame.machine.elements(of: value)
      default: return false
      }
      guard let star else {
        guard values.count == matches.count else { return false }
        for (index, match) in matches.enumerated() where try !match(frame, values[index]) {
          return false
        }
        return true
      }
      let after = matches.count - star - 1
      guard values.count >= matches.count - 1 else { return false }
      for index in 0..<star where try !matches[index](frame, values[index]) { return false }
      let middle = try frame.machine.list(Array(values[star..<(values.count - after)]))
      guard try matches[star](frame, middle) else { return false }
      for index in 0..<after
      where try !matches[star + 1 + index](frame, values[values.count - after + index]) {
        return false
      }
      return true
    }
  }

  private func mappingPattern(
    _ entries: [(key: Expression?, value: Expression)]
  ) throws -> Match {
    let parts = try entries.map {
      (key: try $0.key.map { try expression($0) }, match: try pattern($0.value))
    }
    return { frame, value in
      let machine = frame.machine
      guard case .dictionary(let dictionary) = value else { return false }
      let rest = keep(dictionary, machine)
      for part in parts {
        if let key = try part.key?(frame) {
          guard let found = try dictionary.value(for: key, machine) else { return false }
          _ = try rest.remove(key, machine)
          guard try part.match(frame, found) else { return false }
        } else {
          guard try part.match(frame, .dictionary(rest)) else { return false }
        }
      }
      return true
    }
    func keep(_ dictionary: DictionaryObject, _ machine: Machine) -> DictionaryObject {
      let copy = machine.keep(dictionary.copy())
      copy.flavor = nil
      return copy
    }
  }

  private func classPattern(_ type: Expression, _ arguments: [Argument]) throws -> Match {
    let type = try expression(type)
    var positional: [Match] = []
    var named: [(name: String, entries: MethodEntries, match: Match)] = []
    for argument in arguments {
      if case .keyword(let name, let value) = argument {
        named.append((name, MethodEntries.named(name), try pattern(value)))
      } else {
        positional.append(try pattern(argument.value))
      }
    }
    return { [positional, named] frame, value in
      let machine = frame.machine
      guard case .type(let wanted) = try type(frame) else {
        throw machine.typeError("called match pattern must be a class")
      }
      guard machine.type(of: value).isSubtype(of: wanted) || wanted === TypeObject.object else {
        return false
      }
      if !positional.isEmpty {
        if wanted.asClass == nil {
          guard positional.count == 1 else {
            throw machine.typeError(
              "\(wanted.name)() accepts 1 positional sub-pattern (\(positional.count) given)")
          }
          guard try positional[0](frame, value) else { return false }
        } else {
          let names = try machine.matchNames(wanted)
          guard positional.count <= names.count else {
            throw machine.typeError(
              "\(wanted.name)() accepts \(names.count) positional "
                + "sub-pattern\(names.count == 1 ? "" : "s") (\(positional.count) given)")
          }
          for (name, match) in zip(names, positional) {
            let part = try machine.attribute(value, name, MethodEntries.named(name))
            guard try match(frame, part) else { return false }
          }
        }
      }
      for (name, entries, match) in named {
        let part: Object
        do {
          part = try machine.attribute(value, name, entries)
        } catch let error as PythonException
          where error.object.type.isSubtype(of: .attributeError)
        {
          return false
        }
        guard try match(frame, part) else { return false }
      }
      return true
    }
  }
}

extension Machine {
  /// The attributes that positional sub-patterns of a class stand for.
  fileprivate func matchNames(_ type: TypeObject) throws -> [String] {
    guard let type = type.asClass else { return [] }
    if let fields = type.tupleFields { return fields }
    guard let names = type.lookup("__match_args__") else { return [] }
    return try elements(of: names).map {
      String(scalars: try scalars($0, "__match_args__ elements must be strings"))
    }
  }
}
