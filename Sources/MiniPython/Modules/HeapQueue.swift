/// `heapq`: binary heaps in lists, with CPython's own moves, so that equal calls leave equal lists.
enum HeapQueue {
  private static func list(_ object: Object, _ machine: Machine) throws -> ListObject {
    guard case .list(let list) = object else {
      throw machine.typeError("heap argument must be a list, not \(machine.typeName(of: object))")
    }
    return list
  }

  /// Moves the element at `place` towards the root, up to `start`.
  private static func rise(
    _ list: ListObject, from start: Int, _ place: Int, _ machine: Machine
  ) throws {
    var place = place
    let item = list.elements[place]
    while place > start {
      let parent = (place - 1) >> 1
      let other = list.elements[parent]
      let size = list.elements.count
      try machine.step()
      guard try machine.compare(.less, item, other) else { break }
      guard list.elements.count == size else { throw changed(machine) }
      list.elements[place] = other
      place = parent
    }
    guard place < list.elements.count else { throw changed(machine) }
    list.elements[place] = item
  }

  /// Moves the element at `start` down to a leaf and then up to its place.
  private static func sink(_ list: ListObject, _ start: Int, _ machine: Machine) throws {
    let end = list.elements.count
    var place = start
    let item = list.elements[place]
    var child = 2 * place + 1
    while child < end {
      let right = child + 1
      try machine.step()
      if right < end, try !machine.compare(.less, list.elements[child], list.elements[right]) {
        child = right
      }
      guard list.elements.count == end else { throw changed(machine) }
      list.elements[place] = list.elements[child]
      place = child
      child = 2 * place + 1
    }
    list.elements[place] = item
    try rise(list, from: start, place, machine)
  }

  private static func changed(_ machine: Machine) -> PythonException {
    machine.exception(.runtimeError, "list changed size during iteration")
  }

  private static func pop(_ list: ListObject, _ machine: Machine) throws -> Object {
    guard let last = list.elements.popLast() else { throw machine.indexError("index out of range") }
    guard let first = list.elements.first else { return last }
    list.elements[0] = last
    try sink(list, 0, machine)
    return first
  }

  private static func replace(
    _ list: ListObject, _ item: Object, _ machine: Machine
  ) throws -> Object {
    guard let first = list.elements.first else { throw machine.indexError("index out of range") }
    list.elements[0] = item
    try sink(list, 0, machine)
    return first
  }

  static let all: [BuiltinFunction] = [
    BuiltinFunction("heapify") { machine, arguments in
      try arguments.expect(1...1, "heapify", machine)
      let list = try list(arguments.values[0], machine)
      for place in (0..<(list.elements.count / 2)).reversed() { try sink(list, place, machine) }
      return .none
    },
    BuiltinFunction("heappush") { machine, arguments in
      try arguments.expect(2...2, "heappush", machine)
      let list = try list(arguments.values[0], machine)
      try machine.allocate(16)
      list.elements.append(arguments.values[1])
      try rise(list, from: 0, list.elements.count - 1, machine)
      return .none
    },
    BuiltinFunction("heappop") { machine, arguments in
      try arguments.expect(1...1, "heappop", machine)
      return try pop(list(arguments.values[0], machine), machine)
    },
    BuiltinFunction("heappushpop") { machine, arguments in
      try arguments.expect(2...2, "heappushpop", machine)
      let list = try list(arguments.values[0], machine)
      guard let first = list.elements.first,
        try machine.compare(.less, first, arguments.values[1])
      else { return arguments.values[1] }
      return try replace(list, arguments.values[1], machine)
    },
    BuiltinFunction("heapreplace") { machine, arguments in
      try arguments.expect(2...2, "heapreplace", machine)
      return try replace(list(arguments.values[0], machine), arguments.values[1], machine)
    },
    selection("nsmallest", isReversed: false), selection("nlargest", isReversed: true),
    BuiltinFunction("merge") { machine, arguments in
      try arguments.expect(0...Int.max, keywords: ["key", "reverse"], "merge", machine)
      return try merge(machine, arguments)
    },
  ]

  /// An iterator that takes the least of the sources' first elements, of equal ones the earliest.
  private static func merge(_ machine: Machine, _ arguments: Arguments) throws -> Object {
    let isReversed = try arguments.keyword("reverse").map(machine.truth) ?? false
    let key = arguments.keyword("key").flatMap { $0.isNone ? nil : $0 }
    var heads: [(rank: Object, value: Object, source: IteratorObject)]?
    func head(
      _ source: IteratorObject, _ machine: Machine
    ) throws -> (rank: Object, value: Object, source: IteratorObject)? {
      guard let value = try source.next(machine) else { return nil }
      return (try key.map { try machine.call($0, value) } ?? value, value, source)
    }
    try machine.allocate(96)
    return .iterator(
      machine.keep(
        ClosureIterator(.generator) { machine in
          var current =
            try heads
            ?? arguments.values.compactMap { try head(machine.iterator($0), machine) }
          guard !current.isEmpty else { return nil }
          try machine.work(current.count)
          var best = 0
          for place in current.indices.dropFirst()
          where try machine.compare(
            isReversed ? .greater : .less, current[place].rank, current[best].rank)
          {
            best = place
          }
          let value = current[best].value
          if let next = try head(current[best].source, machine) {
            current[best] = next
          } else {
            current.remove(at: best)
          }
          heads = current
          return value
        }))
  }

  private static func selection(_ name: String, isReversed: Bool) -> BuiltinFunction {
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(2...3, keywords: ["key"], name, machine)
      let elements = try machine.elements(of: arguments.values[1])
      let count = try machine.index(arguments.values[0])
      if count <= 0 { return try machine.list([]) }
      var options = Arguments(keywords: [("reverse", .bool(isReversed))])
      if let key = arguments.value(2, "key") { options.keywords.append(("key", key)) }
      let sorted = try machine.sorted(elements, options)
      return try machine.list(Array(sorted.prefix(max(0, count))))
    }
  }
}

/// `bisect`.
enum Bisection {
  private static func place(
    _ machine: Machine, _ arguments: Arguments, isRight: Bool, key value: Object? = nil
  ) throws -> Int {
    let (container, wanted) = (arguments.values[0], value ?? arguments.values[1])
    let key = arguments.keyword("key").flatMap { $0.isNone ? nil : $0 }
    var low = try arguments.value(2, "lo").map { try machine.size($0) } ?? 0
    let bound = try arguments.value(3, "hi").flatMap {
      $0.isNone ? nil : try machine.size($0)
    }
    if low < 0 { throw machine.valueError("lo must be non-negative") }
    var high: Int
    if let bound {
      high = bound
    } else {
      guard case .function(let length)? = Builtins.table["len"],
        case .integer(let count) = try length.body(machine, Arguments(values: [container]))
      else { return 0 }
      high = count
    }
    guard isIndexed(container) else {
      throw machine.typeError("'\(machine.typeName(of: container))' object is not a sequence")
    }
    while low < high {
      try machine.step()
      let middle = low + (high - low) / 2
      var candidate = try machine.item(container, .integer(middle))
      if let key { candidate = try machine.call(key, candidate) }
      if isRight {
        if try machine.compare(.less, wanted, candidate) { high = middle } else { low = middle + 1 }
      } else {
        if try machine.compare(.less, candidate, wanted) { low = middle + 1 } else { high = middle }
      }
    }
    return low
  }

  /// Whether the elements of a container are found by their place.
  private static func isIndexed(_ container: Object) -> Bool {
    switch container.plain {
    case .list, .tuple, .string, .range: true
    case .native(let native):
      native is BytesObject || native is DequeObject
        || (native as? InstanceObject)?.instanceClass.lookup("__getitem__") != nil
    default: container.ownInstance?.instanceClass.lookup("__getitem__") != nil
    }
  }

  private static func search(_ name: String, isRight: Bool) -> BuiltinFunction {
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(2...4, keywords: ["lo", "hi", "key"], name, machine)
      return .integer(try place(machine, arguments, isRight: isRight))
    }
  }

  private static func insertion(_ name: String, isRight: Bool) -> BuiltinFunction {
    BuiltinFunction(name) { machine, arguments in
      try arguments.expect(2...4, keywords: ["lo", "hi", "key"], name, machine)
      var wanted = arguments.values[1]
      if let key = arguments.keyword("key"), !key.isNone { wanted = try machine.call(key, wanted) }
      let place = try place(machine, arguments, isRight: isRight, key: wanted)
      let insert = try machine.attribute(
        arguments.values[0], "insert", MethodEntries.named("insert"))
      return try machine.call(insert, .integer(place), arguments.values[1])
    }
  }

  static let all: [BuiltinFunction] = [
    search("bisect", isRight: true), search("bisect_right", isRight: true),
    search("bisect_left", isRight: false), insertion("insort", isRight: true),
    insertion("insort_right", isRight: true), insertion("insort_left", isRight: false),
  ]
}
