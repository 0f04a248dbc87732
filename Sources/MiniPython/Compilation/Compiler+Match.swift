/// A name and what a pattern bound to it.
private struct Capture {
  let store: Store
  let value: Object
}

/// What a `case` pattern compiles to: whether it matches, with what it captures added.
private typealias Match = (Frame, Object, inout [Capture]) throws -> Bool

extension Compiler {
  /// `case(subject, pattern, guard)`.
  func caseTest(_ arguments: [Argument]) throws -> Evaluate {
    let subject = try expression(arguments[0].value)
    let matches = try pattern(arguments[1].value)
    let guarding = arguments.count > 2 ? try condition(arguments[2].value) : nil
    return { frame in
      var captures: [Capture] = []
      guard try matches(frame, subject(frame), &captures) else { return .bool(false) }
      // Names are bound once the whole pattern has matched.
      for capture in captures { try capture.store(frame, capture.value) }
      return .bool(try guarding?(frame) ?? true)
    }
  }

  private func pattern(_ pattern: Expression) throws -> Match {
    switch pattern.kind {
    case .name: return { _, _, _ in true }
    case .namedAssignment(let name, let inner):
      let matches = try self.pattern(inner)
      let store = try store(Expression(line: pattern.line, kind: .name(name)))
      return { frame, value, captures in
        guard try matches(frame, value, &captures) else { return false }
        captures.append(Capture(store: store, value: value))
        return true
      }
    case .constant(let constant):
      switch constant {
      case .none, .bool:
        let wanted = Self.object(constant)
        return { _, value, _ in value.isIdentical(to: wanted) }
      default: break
      }
      return try valuePattern(pattern)
    case .binary(.bitOr, let left, let right):
      let first = try self.pattern(left)
      let second = try self.pattern(right)
      return { frame, value, captures in
        let count = captures.count
        if try first(frame, value, &captures) { return true }
        captures.removeSubrange(count...)
        return try second(frame, value, &captures)
      }
    case .list(let elements): return try sequencePattern(elements)
    case .dictionary(let entries): return try mappingPattern(entries)
    case .call(let type, let arguments): return try classPattern(type, arguments)
    default: return try valuePattern(pattern)
    }
  }

  private func valuePattern(_ expression: Expression) throws -> Match {
    let wanted = try self.expression(expression)
    return { frame, value, _ in try frame.machine.equal(value, wanted(frame)) }
  }

  private func sequencePattern(_ elements: [Expression]) throws -> Match {
    var star: Int?
    let matches: [Match] = try elements.enumerated().map { index, element in
      guard case .starred(let inner) = element.kind else { return try pattern(element) }
      if star != nil { throw NotSupported(construct: "two stars in a pattern") }
      star = index
      return try pattern(inner)
    }
    return { [star] frame, value, captures in
      guard value.isSequence else { return false }
      let values = try frame.machine.elements(of: value)
      guard let star else {
        guard values.count == matches.count else { return false }
        for (index, match) in matches.enumerated() where try !match(frame, values[index], &captures)
        {
          return false
        }
        return true
      }
      let after = matches.count - star - 1
      guard values.count >= matches.count - 1 else { return false }
      for index in 0..<star where try !matches[index](frame, values[index], &captures) {
        return false
      }
      let middle = try frame.machine.list(Array(values[star..<(values.count - after)]))
      guard try matches[star](frame, middle, &captures) else { return false }
      for index in 0..<after
      where try !matches[star + 1 + index](
        frame, values[values.count - after + index], &captures)
      {
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
    return { frame, value, captures in
      let machine = frame.machine
      guard case .dictionary(let dictionary) = value.plain else { return false }
      let rest = keep(dictionary, machine)
      // All keys are looked up before any value is matched.
      var found: [Object] = []
      for part in parts {
        guard let key = try part.key?(frame) else { continue }
        guard let value = try dictionary.value(for: key, machine) else { return false }
        _ = try rest.remove(key, machine)
        found.append(value)
      }
      for (index, part) in parts.enumerated() {
        let value = part.key == nil ? .dictionary(rest) : found[index]
        guard try part.match(frame, value, &captures) else { return false }
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
    return { [positional, named] frame, value, captures in
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
          guard try positional[0](frame, value, &captures) else { return false }
        } else {
          let names = try machine.matchNames(wanted)
          guard positional.count <= names.count else {
            throw machine.typeError(
              "\(wanted.name)() accepts \(names.count) positional "
                + "sub-pattern\(names.count == 1 ? "" : "s") (\(positional.count) given)")
          }
          for (name, match) in zip(names, positional) {
            let part = try machine.attribute(value, name, MethodEntries.named(name))
            guard try match(frame, part, &captures) else { return false }
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
        guard try match(frame, part, &captures) else { return false }
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
