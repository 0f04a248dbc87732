/// Builtins that make or consume iterators.
enum IterationBuiltins {
  static let all: [BuiltinFunction] = [
    BuiltinFunction("iter") { machine, arguments in
      try arguments.expect(1...2, "iter", machine)
      if arguments.values.count == 2 {
        let (function, sentinel) = (arguments.values[0], arguments.values[1])
        return .iterator(
          machine.keep(
            ClosureIterator(.iterator) { machine in
              try machine.step()
              let value = try machine.call(function, Arguments())
              return try machine.isSame(value, sentinel) ? nil : value
            }))
      }
      return .iterator(try machine.iterator(arguments.values[0]))
    },
    BuiltinFunction("next") { machine, arguments in
      try arguments.expect(1...2, "next", machine)
      if case .native(let native as InstanceObject) = arguments.values[0] {
        do {
          if let value = try native.special("__next__", machine) { return value }
        } catch let error as PythonException
          where arguments.values.count == 2 && error.object.type.isSubtype(of: .stopIteration)
        {
          return arguments.values[1]
        }
      }
      guard case .iterator(let iterator) = arguments.values[0] else {
        throw machine.typeError(
          "'\(machine.typeName(of: arguments.values[0]))' object is not an iterator")
      }
      if let value = try iterator.next(machine) { return value }
      if arguments.values.count == 2 { return arguments.values[1] }
      let result = (iterator as? GeneratorObject)?.takeResult() ?? .none
      throw PythonException(
        object: machine.keep(
          ExceptionObject(type: .stopIteration, arguments: result.isNone ? [] : [result])))
    },
    BuiltinFunction("any") { machine, arguments in
      try arguments.expect(1...1, "any", machine)
      let iterator = try machine.iterator(arguments.values[0])
      while let element = try iterator.next(machine) {
        try machine.step()
        if try machine.truth(element) { return .bool(true) }
      }
      return .bool(false)
    },
    BuiltinFunction("all") { machine, arguments in
      try arguments.expect(1...1, "all", machine)
      let iterator = try machine.iterator(arguments.values[0])
      while let element = try iterator.next(machine) {
        try machine.step()
        if try !machine.truth(element) { return .bool(false) }
      }
      return .bool(true)
    },
    BuiltinFunction("sum") { machine, arguments in
      try arguments.expect(1...2, keywords: ["start"], "sum", machine)
      var total = arguments.value(1, "start") ?? .integer(0)
      if case .string = total {
        throw machine.typeError("sum() can't sum strings [use ''.join(seq) instead]")
      }
      let iterator = try machine.iterator(arguments.values[0])
      while let element = try iterator.next(machine) {
        try machine.step()
        total = try machine.binary(.add, total, element)
      }
      return total
    },
    BuiltinFunction("min") { try extreme($0, $1, "min", .less) },
    BuiltinFunction("max") { try extreme($0, $1, "max", .greater) },
    BuiltinFunction("sorted") { machine, arguments in
      guard arguments.values.count == 1 else {
        throw machine.typeError("sorted expected 1 argument, got \(arguments.values.count)")
      }
      try arguments.expect(1...1, keywords: ["key", "reverse"], "sorted", machine)
      let elements = try machine.elements(of: arguments.values[0])
      return try machine.list(machine.sorted(elements, arguments))
    },
  ]

  private static func extreme(
    _ machine: Machine, _ arguments: Arguments, _ name: String, _ operation: ComparisonOperator
  ) throws -> Object {
    for keyword in arguments.keywords where keyword.name != "key" && keyword.name != "default" {
      throw machine.typeError(
        "'\(keyword.name)' is an invalid keyword argument for \(name)()")
    }
    let defaultValue = arguments.keyword("default")
    let elements: [Object]
    switch arguments.values.count {
    case 0: throw machine.typeError("\(name) expected at least 1 argument, got 0")
    case 1: elements = try machine.elements(of: arguments.values[0])
    default:
      if defaultValue != nil {
        throw machine.typeError(
          "Cannot specify a default for \(name)() with multiple positional arguments")
      }
      elements = arguments.values
    }
    guard var best = elements.first else {
      if let defaultValue { return defaultValue }
      throw machine.valueError("\(name)() arg is an empty sequence")
    }
    let key = arguments.keyword("key").flatMap { $0.isNone ? nil : $0 }
    var bestKey = try key.map { try machine.call($0, best) } ?? best
    for element in elements.dropFirst() {
      try machine.step()
      let value = try key.map { try machine.call($0, element) } ?? element
      if try machine.compare(operation, value, bestKey) {
        best = element
        bestKey = value
      }
    }
    return best
  }

  static let enumerate: BuiltinBody = { machine, arguments in
    try arguments.expect(1...2, keywords: ["start"], "enumerate", machine)
    let start = try arguments.value(1, "start").map { try machine.index($0) } ?? 0
    // A word is enough for any walk that ends within a budget.
    guard start.magnitude < 1 << 62 else {
      throw NotSupported(construct: "enumerate beyond 64 bits")
    }
    let source = try machine.iterator(arguments.values[0])
    return .iterator(
      machine.keep(
        DerivedIterator(.enumerate, sources: [source], count: start) { machine, iterator in
          guard let element = try iterator.take(machine) else { return nil }
          return try machine.tuple([.integer(iterator.advance()), element])
        }))
  }

  static let zip: BuiltinBody = { machine, arguments in
    try Arguments(values: []).expect(0...0, "zip", machine)
    let isStrict = try arguments.keyword("strict").map(machine.truth) ?? false
    for keyword in arguments.keywords where keyword.name != "strict" {
      throw machine.typeError("zip() got an unexpected keyword argument '\(keyword.name)'")
    }
    let sources = try arguments.values.map { try machine.iterator($0) }
    return .iterator(
      machine.keep(
        DerivedIterator(.zip, sources: sources) { machine, iterator in
          var elements: [Object] = []
          for source in 0..<iterator.sourceCount {
            guard let element = try iterator.take(machine, from: source) else {
              if isStrict {
                try checkStrict(machine, iterator, endedAt: source)
              }
              return nil
            }
            elements.append(element)
          }
          return try machine.tuple(elements)
        }))
  }

  private static func checkStrict(
    _ machine: Machine, _ iterator: DerivedIterator, endedAt source: Int
  ) throws {
    func others(_ count: Int) -> String { count == 1 ? "argument 1" : "arguments 1-\(count)" }
    if source > 0 {
      throw machine.valueError(
        "zip() argument \(source + 1) is shorter than \(others(source))")
    }
    for other in 1..<max(1, iterator.sourceCount)
    where try iterator.take(machine, from: other) != nil {
      throw machine.valueError("zip() argument \(other + 1) is longer than \(others(other))")
    }
  }

  static let map: BuiltinBody = { machine, arguments in
    guard arguments.keywords.isEmpty, arguments.values.count >= 2 else {
      throw machine.typeError("map() must have at least two arguments.")
    }
    let sources = try arguments.values.dropFirst().map { try machine.iterator($0) }
    return .iterator(
      machine.keep(
        DerivedIterator(.map, sources: sources, held: [arguments.values[0]]) {
          machine, iterator in
          var elements: [Object] = []
          for source in 0..<iterator.sourceCount {
            guard let element = try iterator.take(machine, from: source) else { return nil }
            elements.append(element)
          }
          return try machine.call(iterator.held(0), Arguments(values: elements))
        }))
  }

  static let filter: BuiltinBody = { machine, arguments in
    try arguments.expect(2...2, "filter", machine)
    let source = try machine.iterator(arguments.values[1])
    return .iterator(
      machine.keep(
        DerivedIterator(.filter, sources: [source], held: [arguments.values[0]]) {
          machine, iterator in
          let test = iterator.held(0)
          while let element = try iterator.take(machine) {
            try machine.step()
            let verdict = test.isNone ? element : try machine.call(test, element)
            if try machine.truth(verdict) { return element }
          }
          return nil
        }))
  }

  static let reversed: BuiltinBody = { machine, arguments in
    try arguments.expect(1...1, "reversed", machine)
    try machine.allocate(48)
    switch arguments.values[0] {
    case .list(let list): return .iterator(machine.keep(ReversedListIterator(list)))
    case .dictionary(let dictionary):
      return .iterator(machine.keep(DictionaryIterator(dictionary, .keys, isReversed: true)))
    case .view(let view):
      return .iterator(
        machine.keep(DictionaryIterator(view.dictionary, view.kind, isReversed: true)))
    case .range(let range):
      guard range.count > 0 else {
        return .iterator(machine.keep(ElementIterator([])))
      }
      let last = range[range.count - 1]
      guard range.step != .min else { throw NotSupported(construct: "range beyond 64 bits") }
      let backwards = RangeObject(
        start: last, stop: range.start &- range.step, step: -range.step)
      return .iterator(machine.keep(RangeIterator(backwards)))
    case .string, .tuple:
      return .iterator(
        machine.keep(
          ElementIterator(try machine.elements(of: arguments.values[0]).reversed())))
    case let object:
      if case .native(let native) = object, let iterator = try native.reverseIterator(machine) {
        return .iterator(iterator)
      }
      throw machine.typeError("'\(machine.typeName(of: object))' object is not reversible")
    }
  }
}
