/// Methods of dictionaries.
enum DictionaryMethods {
  private static func dictionary(_ receiver: Object) -> DictionaryObject {
    if case .dictionary(let dictionary) = receiver { return dictionary }
    return DictionaryObject()
  }

  private static func view(_ kind: ViewObject.Kind) -> BuiltinMethod {
    { machine, receiver, arguments in
      try arguments.expect(0...0, "dict.\(kind.rawValue)", machine)
      try machine.allocate(40)
      return .view(machine.keep(ViewObject(kind, of: dictionary(receiver))))
    }
  }

  /// A method that counters alone have.
  private static func counting(
    _ name: String,
    _ body: @escaping @Sendable (Machine, DictionaryObject, Arguments) throws -> Object
  ) -> BuiltinMethod {
    { machine, receiver, arguments in
      let counter = dictionary(receiver)
      guard counter.flavor?.isCounter == true else {
        throw machine.attributeError(receiver, name)
      }
      return try body(machine, counter, arguments)
    }
  }

  private static let counterMethods: [String: BuiltinMethod] = [
    "most_common": counting("most_common") { machine, counter, arguments in
      try arguments.expect(0...1, keywords: ["n"], "most_common", machine)
      let limit = try arguments.value(0, "n").flatMap { $0.isNone ? nil : try machine.index($0) }
      if let limit, limit <= 0 { return try machine.list([]) }
      let entries = try Collections.mostCommon(counter, machine)
      return try machine.list(
        entries.prefix(max(0, limit ?? entries.count)).map {
          try machine.tuple([$0.key, $0.value])
        })
    },
    "elements": counting("elements") { machine, counter, arguments in
      try arguments.expect(0...0, "elements", machine)
      // A count is looked at when its element's turn comes.
      let entries = (0..<counter.places).filter(counter.isLive).map {
        (key: counter.keys[$0], count: counter.values[$0])
      }
      try machine.reserve(entries.count)
      var place = 0
      var rest: Int?
      return .iterator(
        machine.keep(
          ClosureIterator(TypeObject.chain) { machine in
            while place < entries.count {
              let left = try rest ?? machine.size(entries[place].count)
              if left > 0 {
                rest = left - 1
                return entries[place].key
              }
              rest = nil
              place += 1
            }
            return nil
          }))
    },
    "total": counting("total") { machine, counter, arguments in
      try arguments.expect(0...0, "total", machine)
      var total = Object.integer(0)
      for place in 0..<counter.places where counter.isLive(place) {
        total = try machine.binary(.add, total, counter.values[place])
      }
      return total
    },
    "subtract": counting("subtract") { machine, counter, arguments in
      try Collections.count(counter, arguments, sign: -1, machine)
      return .none
    },
    "move_to_end": { machine, receiver, arguments in
      let dictionary = dictionary(receiver)
      guard case .ordered? = dictionary.flavor else {
        throw machine.attributeError(receiver, "move_to_end")
      }
      try arguments.expect(1...2, keywords: ["last"], "move_to_end", machine)
      let isLast = try arguments.value(1, "last").map { try machine.truth($0) } ?? true
      guard let moved = try dictionary.removeEntry(arguments.values[0], machine) else {
        throw machine.keyError(arguments.values[0])
      }
      let rest =
        isLast
        ? []
        : (0..<dictionary.places).filter(dictionary.isLive).map {
          (dictionary.keys[$0], dictionary.values[$0])
        }
      if !isLast { dictionary.clear() }
      try dictionary.set(moved.key, moved.value, machine)
      for (key, value) in rest { try dictionary.set(key, value, machine) }
      return .none
    },
  ]

  static let table = plainMethods.merging(counterMethods) { first, _ in first }

  private static let plainMethods: [String: BuiltinMethod] = [
    "keys": view(.keys),
    "values": view(.values),
    "items": view(.items),
    "get": { machine, receiver, arguments in
      try arguments.expect(1...2, "get", machine)
      let value = try dictionary(receiver).value(for: arguments.values[0], machine)
      return value ?? (arguments.values.count > 1 ? arguments.values[1] : .none)
    },
    "setdefault": { machine, receiver, arguments in
      try arguments.expect(1...2, "setdefault", machine)
      let dictionary = dictionary(receiver)
      if let value = try dictionary.value(for: arguments.values[0], machine) { return value }
      let value = arguments.values.count > 1 ? arguments.values[1] : .none
      try dictionary.set(arguments.values[0], value, machine)
      return value
    },
    "pop": { machine, receiver, arguments in
      try arguments.expect(1...2, "pop", machine)
      let dictionary = dictionary(receiver)
      // An empty dictionary doesn't ask for the key's hash.
      if dictionary.count > 0, let value = try dictionary.remove(arguments.values[0], machine) {
        return value
      }
      if arguments.values.count > 1 { return arguments.values[1] }
      throw machine.keyError(arguments.values[0])
    },
    "popitem": { machine, receiver, arguments in
      let dictionary = dictionary(receiver)
      if case .ordered? = dictionary.flavor {
        try arguments.expect(0...1, keywords: ["last"], "popitem", machine)
      } else {
        try arguments.expect(0...0, "dict.popitem", machine)
      }
      try dictionary.checkMutable()
      try machine.work(dictionary.places - dictionary.count)
      if case .ordered? = dictionary.flavor,
        let isLast = arguments.keyword("last") ?? arguments.values.first,
        try !machine.truth(isLast),
        let place = (0..<dictionary.places).first(where: dictionary.isLive)
      {
        let entry = dictionary.remove(at: place)
        return try machine.tuple([entry.key, entry.value])
      }
      guard let place = dictionary.lastPlace else {
        throw machine.keyError(try machine.string("popitem(): dictionary is empty"))
      }
      let entry = dictionary.remove(at: place)
      return try machine.tuple([entry.key, entry.value])
    },
    "update": { machine, receiver, arguments in
      try Arguments(values: arguments.values).expect(0...1, "update", machine)
      let dictionary = dictionary(receiver)
      if dictionary.flavor?.isCounter == true {
        try Collections.count(dictionary, arguments, sign: 1, machine)
        return .none
      }
      if let source = arguments.values.first { try machine.update(dictionary, from: source) }
      for (name, value) in arguments.keywords {
        try dictionary.set(machine.string(name), value, machine)
      }
      return .none
    },
    "clear": { machine, receiver, arguments in
      try arguments.expect(0...0, "dict.clear", machine)
      try dictionary(receiver).checkMutable()
      dictionary(receiver).clear()
      return .none
    },
    "copy": { machine, receiver, arguments in
      try arguments.expect(0...0, "dict.copy", machine)
      try machine.reserve(dictionary(receiver).places, bytesEach: 72)
      return .dictionary(machine.keep(dictionary(receiver).copy()))
    },
  ]

  static let fromKeys = BuiltinFunction("fromkeys") { machine, arguments in
    try arguments.expect(1...2, "fromkeys", machine)
    let dictionary = try machine.dictionary()
    let value = arguments.values.count > 1 ? arguments.values[1] : .none
    let iterator = try machine.iterator(arguments.values[0])
    while let key = try iterator.next(machine) {
      try machine.step()
      try dictionary.set(key, value, machine)
    }
    return .dictionary(dictionary)
  }

  /// `fromkeys` of a kind of dictionary, which makes one of that kind.
  static func fromKeys(
    _ arguments: Arguments, of flavor: DictionaryFlavor, _ machine: Machine
  ) throws -> Object {
    if flavor.isCounter {
      throw machine.exception(
        .notImplementedError, "Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")
    }
    let made = try fromKeys.body(machine, arguments)
    guard case .dictionary(let dictionary) = made else { return made }
    if case .defaults = flavor {
      dictionary.flavor = .defaults(.none)
    } else {
      dictionary.flavor = flavor
    }
    return made
  }
}
