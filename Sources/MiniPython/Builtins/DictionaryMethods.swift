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

  static let table: [String: BuiltinMethod] = [
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
      if let value = try dictionary(receiver).remove(arguments.values[0], machine) {
        return value
      }
      if arguments.values.count > 1 { return arguments.values[1] }
      throw machine.keyError(arguments.values[0])
    },
    "popitem": { machine, receiver, arguments in
      try arguments.expect(0...0, "dict.popitem", machine)
      let dictionary = dictionary(receiver)
      try machine.work(dictionary.places - dictionary.count)
      guard let place = dictionary.lastPlace else {
        throw machine.keyError(try machine.string("popitem(): dictionary is empty"))
      }
      let entry = dictionary.remove(at: place)
      return try machine.tuple([entry.key, entry.value])
    },
    "update": { machine, receiver, arguments in
      try Arguments(values: arguments.values).expect(0...1, "update", machine)
      let dictionary = dictionary(receiver)
      if let source = arguments.values.first { try machine.update(dictionary, from: source) }
      for (name, value) in arguments.keywords {
        try dictionary.set(machine.string(name), value, machine)
      }
      return .none
    },
    "clear": { machine, receiver, arguments in
      try arguments.expect(0...0, "dict.clear", machine)
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
}
