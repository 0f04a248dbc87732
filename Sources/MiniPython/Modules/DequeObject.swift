/// `collections.deque`: a ring of elements.
final class DequeObject: NativeObject {
  private var ring: [Object]
  private var head = 0
  private(set) var count: Int
  let limit: Int?
  /// Counts changes, for iterators.
  private var version = 0

  init(_ elements: [Object], limit: Int?) {
    ring = elements
    count = elements.count
    self.limit = limit
  }

  override var type: TypeObject { .deque }

  var elements: [Object] { (0..<count).map { ring[(head + $0) % ring.count] } }

  private func replace(_ elements: [Object]) {
    ring = elements
    head = 0
    count = elements.count
    version += 1
  }

  private func grow(_ machine: Machine) throws {
    guard count == ring.count else { return }
    let size = max(8, count * 2)
    try machine.reserve(size)
    ring = elements + [Object](repeating: .unbound, count: size - count)
    head = 0
  }

  private func append(_ value: Object, _ machine: Machine) throws {
    if limit == 0 { return }
    try grow(machine)
    ring[(head + count) % ring.count] = value
    count += 1
    version += 1
    if let limit, count > limit { _ = popFirst() }
  }

  private func prepend(_ value: Object, _ machine: Machine) throws {
    if limit == 0 { return }
    try grow(machine)
    head = (head + ring.count - 1) % ring.count
    ring[head] = value
    count += 1
    version += 1
    if let limit, count > limit { _ = popLast() }
  }

  private func popFirst() -> Object? {
    guard count > 0 else { return nil }
    let value = ring[head]
    ring[head] = .unbound
    head = (head + 1) % ring.count
    count -= 1
    version += 1
    return value
  }

  private func popLast() -> Object? {
    guard count > 0 else { return nil }
    count -= 1
    version += 1
    let place = (head + count) % ring.count
    defer { ring[place] = .unbound }
    return ring[place]
  }

  func extend(_ source: Object, _ machine: Machine) throws {
    for element in try machine.elements(of: source) { try append(element, machine) }
  }

  override func length(_ machine: Machine) throws -> Int? { count }

  override func iterator(_ machine: Machine) throws -> IteratorObject? {
    walk(machine, isReversed: false)
  }

  override func reverseIterator(_ machine: Machine) throws -> IteratorObject? {
    walk(machine, isReversed: true)
  }

  private func walk(_ machine: Machine, isReversed: Bool) -> IteratorObject {
    let start = version
    var index = 0
    return machine.keep(
      ClosureIterator(.iterator) { machine in
        guard self.version == start else {
          throw machine.exception(.runtimeError, "deque mutated during iteration")
        }
        guard index < self.count else { return nil }
        defer { index += 1 }
        let offset = isReversed ? self.count - 1 - index : index
        return self.ring[(self.head + offset) % self.ring.count]
      })
  }

  private func place(_ index: Object, _ machine: Machine) throws -> Int {
    guard let word = Numbers.word(index) else {
      throw machine.typeError(
        "sequence index must be integer, not '\(machine.typeName(of: index))'")
    }
    let offset = word < 0 ? word &+ count : word
    guard offset >= 0, offset < count else {
      throw machine.indexError("deque index out of range")
    }
    return (head + offset) % ring.count
  }

  override func item(_ index: Object, _ machine: Machine) throws -> Object? {
    ring[try place(index, machine)]
  }

  override func setItem(_ index: Object, _ value: Object, _ machine: Machine) throws -> Bool {
    let place = try place(index, machine)
    if value.isUnbound {
      try machine.work(count)
      let offset = (place + ring.count - head) % ring.count
      var rest = elements
      rest.remove(at: offset)
      replace(rest)
    } else {
      ring[place] = value
    }
    return true
  }

  override func equals(_ other: Object, _ machine: Machine) throws -> Bool? {
    guard case .native(let native as DequeObject) = other else { return nil }
    return try machine.equal(machine.list(elements), machine.list(native.elements))
  }

  override func compare(
    _ operation: ComparisonOperator, _ other: Object, _ machine: Machine
  ) throws -> Bool? {
    guard case .native(let native as DequeObject) = other else { return nil }
    return try machine.compare(
      operation, machine.list(elements), machine.list(native.elements))
  }

  override func binary(
    _ operation: BinaryOperator, _ other: Object, isReflected: Bool, _ machine: Machine
  ) throws -> Object? {
    let result = machine.keep(DequeObject([], limit: limit))
    switch operation {
    case .add where !isReflected:
      guard case .native(let native as DequeObject) = other else { return nil }
      try machine.reserve(count + native.count)
      for element in elements + native.elements { try result.append(element, machine) }
    case .multiply:
      guard let times = Numbers.word(other) else { return nil }
      let (total, overflow) = count.multipliedReportingOverflow(by: max(0, times))
      try machine.reserve(overflow ? .max : total)
      for _ in 0..<(count == 0 ? 0 : max(0, times)) {
        for element in elements { try result.append(element, machine) }
      }
    default: return nil
    }
    return .native(result)
  }

  override func inPlace(
    _ operation: BinaryOperator, _ other: Object, _ machine: Machine
  ) throws -> Object? {
    guard operation == .add else { return nil }
    try extend(other, machine)
    return .native(self)
  }

  override func hash(_ machine: Machine) throws -> Int? { nil }

  override func repr(_ machine: Machine) throws -> [UInt32] {
    if machine.isRepresenting(.native(self)) { return "[...]".unicodeScalars.map(\.value) }
    return try machine.inside(self) {
      let tail = limit.map { ", maxlen=\($0)" } ?? ""
      return "deque(".unicodeScalars.map(\.value)
        + (try machine.repr(machine.list(elements)))
        + (tail + ")").unicodeScalars.map(\.value)
    }
  }

  override func clear() { replace([]) }

  override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    if name == "maxlen" { return limit.map { .integer($0) } ?? Object.none }
    guard let method = Self.methods[name] else { return nil }
    return .native(
      machine.keep(NativeFunction(name) { try method(self, $0, $1) }))
  }

  private typealias Method = @Sendable (DequeObject, Machine, Arguments) throws -> Object

  private static let methods: [String: Method] = [
    "append": { deque, machine, arguments in
      try arguments.expect(1...1, "deque.append", machine)
      try deque.append(arguments.values[0], machine)
      return .none
    },
    "appendleft": { deque, machine, arguments in
      try arguments.expect(1...1, "deque.appendleft", machine)
      try deque.prepend(arguments.values[0], machine)
      return .none
    },
    "pop": { deque, machine, arguments in
      try arguments.expect(0...0, "deque.pop", machine)
      guard let value = deque.popLast() else {
        throw machine.indexError("pop from an empty deque")
      }
      return value
    },
    "popleft": { deque, machine, arguments in
      try arguments.expect(0...0, "deque.popleft", machine)
      guard let value = deque.popFirst() else {
        throw machine.indexError("pop from an empty deque")
      }
      return value
    },
    "extend": { deque, machine, arguments in
      try arguments.expect(1...1, "deque.extend", machine)
      try deque.extend(arguments.values[0], machine)
      return .none
    },
    "extendleft": { deque, machine, arguments in
      try arguments.expect(1...1, "deque.extendleft", machine)
      for element in try machine.elements(of: arguments.values[0]) {
        try deque.prepend(element, machine)
      }
      return .none
    },
    "clear": { deque, machine, arguments in
      try arguments.expect(0...0, "deque.clear", machine)
      deque.replace([])
      return .none
    },
    "copy": { deque, machine, arguments in
      try arguments.expect(0...0, "deque.copy", machine)
      try machine.reserve(deque.count)
      return .native(machine.keep(DequeObject(deque.elements, limit: deque.limit)))
    },
    "reverse": { deque, machine, arguments in
      try arguments.expect(0...0, "deque.reverse", machine)
      try machine.work(deque.count)
      deque.replace(deque.elements.reversed())
      return .none
    },
    "rotate": { deque, machine, arguments in
      try arguments.expect(0...1, "rotate", machine)
      let amount = try arguments.values.first.map { try machine.size($0) } ?? 1
      guard deque.count > 0 else { return .none }
      try machine.work(deque.count)
      let elements = deque.elements
      let shift = ((amount % deque.count) + deque.count) % deque.count
      deque.replace(Array(elements.suffix(shift) + elements.dropLast(shift)))
      return .none
    },
    "count": { deque, machine, arguments in
      try SequenceSearch.count(machine, deque.elements, arguments, "deque")
    },
    "index": { deque, machine, arguments in
      try SequenceSearch.index(
        machine, deque.elements, arguments, "deque", .native(deque))
    },
    "insert": { deque, machine, arguments in
      try arguments.expect(2...2, "insert", machine)
      let index = try machine.size(arguments.values[0])
      if let limit = deque.limit, deque.count >= limit {
        throw machine.indexError("deque already at its maximum size")
      }
      var elements = deque.elements
      try machine.reserve(elements.count + 1)
      let place = index < 0 ? max(0, index &+ elements.count) : min(index, elements.count)
      elements.insert(arguments.values[1], at: place)
      deque.replace(elements)
      return .none
    },
    "remove": { deque, machine, arguments in
      try arguments.expect(1...1, "deque.remove", machine)
      try machine.work(deque.count)
      var elements = deque.elements
      for (place, element) in elements.enumerated()
      where try element.isIdentical(to: arguments.values[0])
        || machine.equal(element, arguments.values[0])
      {
        elements.remove(at: place)
        deque.replace(elements)
        return .none
      }
      throw machine.valueError("deque.remove(x): x not in deque")
    },
  ]
}
