/// Methods of lists.
enum ListMethods {
  private static func list(_ receiver: Object) -> ListObject {
    if case .list(let list) = receiver { return list }
    return ListObject([])
  }

  static let table: [String: BuiltinMethod] = [
    "append": { machine, receiver, arguments in
      try arguments.expect(1...1, "list.append", machine)
      try machine.allocate(16)
      list(receiver).elements.append(arguments.values[0])
      return .none
    },
    "extend": { machine, receiver, arguments in
      try arguments.expect(1...1, "list.extend", machine)
      try machine.extend(list(receiver), by: arguments.values[0])
      return .none
    },
    "insert": { machine, receiver, arguments in
      try arguments.expect(2...2, "insert", machine)
      let list = list(receiver)
      try machine.reserve(1)
      try machine.work(list.elements.count)
      let index = try machine.size(arguments.values[0])
      let count = list.elements.count
      let place = index < 0 ? max(0, index &+ count) : min(index, count)
      list.elements.insert(arguments.values[1], at: place)
      return .none
    },
    "pop": { machine, receiver, arguments in
      try arguments.expect(0...1, "pop", machine)
      let list = list(receiver)
      let index = try arguments.values.first.map { try machine.size($0) } ?? -1
      guard !list.elements.isEmpty else { throw machine.indexError("pop from empty list") }
      let place = index < 0 ? index &+ list.elements.count : index
      guard list.elements.indices.contains(place) else {
        throw machine.indexError("pop index out of range")
      }
      try machine.work(list.elements.count - place)
      return list.elements.remove(at: place)
    },
    "remove": { machine, receiver, arguments in
      try arguments.expect(1...1, "list.remove", machine)
      let list = list(receiver)
      try machine.work(list.elements.count)
      for (place, element) in list.elements.enumerated() {
        if try element.isIdentical(to: arguments.values[0])
          || machine.equal(element, arguments.values[0])
        {
          guard place < list.elements.count else { break }
          list.elements.remove(at: place)
          return .none
        }
      }
      throw machine.valueError("list.remove(x): x not in list")
    },
    "clear": { machine, receiver, arguments in
      try arguments.expect(0...0, "list.clear", machine)
      list(receiver).elements = []
      return .none
    },
    "copy": { machine, receiver, arguments in
      try arguments.expect(0...0, "list.copy", machine)
      try machine.work(list(receiver).elements.count)
      return try machine.list(list(receiver).elements)
    },
    "reverse": { machine, receiver, arguments in
      try arguments.expect(0...0, "list.reverse", machine)
      try machine.work(list(receiver).elements.count)
      list(receiver).elements.reverse()
      return .none
    },
    "sort": { machine, receiver, arguments in
      if !arguments.values.isEmpty {
        throw machine.typeError("sort() takes no positional arguments")
      }
      try arguments.expect(0...0, keywords: ["key", "reverse"], "sort", machine)
      let list = list(receiver)
      let elements = list.elements
      list.elements = []
      do {
        let result = try machine.sorted(elements, arguments)
        guard list.elements.isEmpty else {
          list.elements = result
          throw machine.valueError("list modified during sort")
        }
        list.elements = result
      } catch let error as PythonException {
        if list.elements.isEmpty { list.elements = elements }
        throw error
      }
      return .none
    },
    "index": { machine, receiver, arguments in
      try SequenceSearch.index(machine, list(receiver).elements, arguments, "list", receiver)
    },
    "count": { machine, receiver, arguments in
      try SequenceSearch.count(machine, list(receiver).elements, arguments, "list")
    },
  ]
}

/// `index` and `count`, which lists and tuples share.
enum SequenceSearch {
  static func index(
    _ machine: Machine, _ elements: [Object], _ arguments: Arguments, _ name: String,
    _ receiver: Object
  ) throws -> Object {
    try arguments.expect(1...3, "index", machine)
    let count = elements.count
    func bound(_ position: Int, _ defaultValue: Int) throws -> Int {
      guard position < arguments.values.count else { return defaultValue }
      let index = try machine.sliceIndex(arguments.values[position]) ?? defaultValue
      return index < 0 ? max(0, index &+ count) : min(index, count)
    }
    let start = try bound(1, 0)
    let end = try bound(2, count)
    try machine.work(max(0, end - start))
    for place in start..<max(start, end) {
      if try elements[place].isIdentical(to: arguments.values[0])
        || machine.equal(elements[place], arguments.values[0])
      {
        return .integer(place)
      }
    }
    if name == "tuple" { throw machine.valueError("tuple.index(x): x not in tuple") }
    let text = String(scalars: try machine.repr(arguments.values[0]))
    throw machine.valueError("\(text) is not in list")
  }

  static func count(
    _ machine: Machine, _ elements: [Object], _ arguments: Arguments, _ name: String
  ) throws -> Object {
    try arguments.expect(1...1, "\(name).count", machine)
    try machine.work(elements.count)
    var count = 0
    for element in elements {
      if try element.isIdentical(to: arguments.values[0])
        || machine.equal(element, arguments.values[0])
      {
        count += 1
      }
    }
    return .integer(count)
  }
}

/// Methods of tuples and ranges.
enum TupleMethods {
  static let table: [String: BuiltinMethod] = [
    "index": { machine, receiver, arguments in
      guard case .tuple(let tuple) = receiver else { return .none }
      return try SequenceSearch.index(machine, tuple.elements, arguments, "tuple", receiver)
    },
    "count": { machine, receiver, arguments in
      guard case .tuple(let tuple) = receiver else { return .none }
      return try SequenceSearch.count(machine, tuple.elements, arguments, "tuple")
    },
  ]

  static let range: [String: BuiltinMethod] = [
    "index": { machine, receiver, arguments in
      try arguments.expect(1...1, "range.index", machine)
      guard case .range(let range) = receiver, let word = Numbers.word(arguments.values[0]),
        try machine.contains(receiver, arguments.values[0])
      else {
        let text = String(scalars: try machine.repr(arguments.values[0]))
        throw machine.valueError("\(text) is not in range")
      }
      return .integer((word - range.start) / range.step)
    },
    "count": { machine, receiver, arguments in
      try arguments.expect(1...1, "range.count", machine)
      return .integer(try machine.contains(receiver, arguments.values[0]) ? 1 : 0)
    },
  ]
}
