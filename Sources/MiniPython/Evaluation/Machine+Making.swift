import BigInt

extension Machine {
  func string(_ text: String) throws -> Object {
    try string(text.unicodeScalars.map(\.value))
  }

  func string(_ scalars: [UInt32]) throws -> Object {
    if scalars.count == 1, scalars[0] < 256 { return characters[Int(scalars[0])] }
    try allocate(32 + 4 * scalars.count)
    return .string(StringObject(scalars))
  }

  func character(_ scalar: UInt32) throws -> Object {
    if scalar < 256 { return characters[Int(scalar)] }
    try allocate(36)
    return .string(StringObject([scalar]))
  }

  /// A list of elements whose storage is counted already, or small.
  func list(_ elements: [Object]) throws -> Object {
    try allocate(48 + 16 * elements.count)
    return .list(keep(ListObject(elements)))
  }

  func tuple(_ elements: [Object]) throws -> Object {
    try allocate(40 + 16 * elements.count)
    return .tuple(keep(TupleObject(elements)))
  }

  func dictionary() throws -> DictionaryObject {
    try allocate(64)
    return keep(DictionaryObject())
  }

  func set(isFrozen: Bool = false) throws -> SetObject {
    try allocate(200)
    return keep(SetObject(isFrozen: isFrozen))
  }

  func set(of elements: [Object], isFrozen: Bool = false) throws -> Object {
    let set = try set(isFrozen: isFrozen)
    for element in elements { try set.insert(element, self) }
    return .set(set)
  }

  /// A frozen set as CPython's compiler makes its constants: built, and built again from its own
  /// order, once when it is merged with the other constants and once more if a string in it was
  /// interned before.
  func constantSet(of elements: [Object], isInterned: Bool) throws -> SetObject {
    var elements = elements
    for _ in 0..<(isInterned ? 2 : 1) {
      let set = try set(isFrozen: true)
      for element in elements { try set.insert(element, self) }
      elements = set.elements
    }
    let result = try set(isFrozen: true)
    for element in elements { try result.insert(element, self) }
    return result
  }

  /// An integer in its canonical case, within the budget's size.
  func integer(_ value: BigInt) throws -> Object {
    if let word = Int(exactly: value) { return .integer(word) }
    let bits = value.magnitude.bitWidth
    if bits > budget.integerBits { throw BudgetExceeded(limit: .integer) }
    try allocate(32 + bits / 8)
    return .bigInteger(BigIntegerObject(value))
  }

  /// The interpreter's object for an outside value.
  func thaw(_ value: Value) throws -> Object {
    switch value {
    case .none: return .none
    case .ellipsis: return .ellipsis
    case .bool(let value): return .bool(value)
    case .integer(let value): return .integer(value)
    case .bigInteger(let value): return try integer(value)
    case .float(let value): return .float(value)
    case .string(let scalars): return try string(scalars)
    case .list(let elements): return try list(elements.map { try thaw($0) })
    case .tuple(let elements): return try tuple(elements.map { try thaw($0) })
    case .set(let elements): return try set(of: elements.map { try thaw($0) })
    case .frozenSet(let elements):
      return try set(of: elements.map { try thaw($0) }, isFrozen: true)
    case .dictionary(let entries):
      let dictionary = try dictionary()
      for entry in entries { try dictionary.set(thaw(entry.key), thaw(entry.value), self) }
      return .dictionary(dictionary)
    case .range(let start, let stop, let step):
      return .range(RangeObject(start: start, stop: stop, step: step))
    case .bytes(let bytes): return try self.bytes(bytes)
    case .opaque(let typeName, _): throw NotSupported(construct: "\(typeName) as an argument")
    }
  }

  /// The outside value of an object, within the budget's output length.
  func freeze(_ object: Object) throws -> Value {
    var length = 0
    let value = try freeze(object, &length)
    if length > budget.outputLength / 16 {
      let text = try repr(object)
      if text.count > budget.outputLength { throw BudgetExceeded(limit: .output) }
    }
    return value
  }

  private func freeze(_ object: Object, _ length: inout Int) throws -> Value {
    length += 1
    if length > budget.outputLength { throw BudgetExceeded(limit: .output) }
    switch object {
    case .unbound, .none: return .none
    case .ellipsis: return .ellipsis
    case .bool(let value): return .bool(value)
    case .integer(let value): return .integer(value)
    case .bigInteger(let object):
      length += try decimal(object.value).utf8.count
      return .bigInteger(object.value)
    case .float(let value): return .float(value)
    case .string(let object):
      length += object.scalars.count
      return .string(object.scalars)
    case .list(let list): return .list(try freeze(list.elements, of: list, &length))
    case .tuple(let tuple) where tuple.namedClass == nil:
      return .tuple(try freeze(tuple.elements, of: tuple, &length))
    case .set(let set):
      let elements = try freeze(set.elements, of: set, &length)
      return set.isFrozen ? .frozenSet(elements) : .set(elements)
    case .dictionary(let dictionary) where dictionary.flavor == nil:
      return .dictionary(try freeze(dictionary, &length))
    case .native(let native as BytesObject):
      length += native.bytes.count
      return .bytes(native.bytes)
    case .range(let range): return .range(start: range.start, stop: range.stop, step: range.step)
    default:
      let text = String(scalars: try repr(object))
      length += text.unicodeScalars.count
      return .opaque(typeName: typeName(of: object), repr: text)
    }
  }

  private func freeze(
    _ elements: [Object], of container: Container, _ length: inout Int
  ) throws -> [Value] {
    try inside(container) {
      try elements.map { element in
        if let recursive = recursiveValue(element) { return recursive }
        return try freeze(element, &length)
      }
    }
  }

  private func freeze(
    _ dictionary: DictionaryObject, _ length: inout Int
  ) throws -> [Value.Entry] {
    try inside(dictionary) {
      var entries: [Value.Entry] = []
      for place in 0..<dictionary.places where dictionary.isLive(place) {
        let object = dictionary.values[place]
        let key = try freeze(dictionary.keys[place], &length)
        entries.append(
          .init(key: key, value: try recursiveValue(object) ?? freeze(object, &length)))
      }
      return entries
    }
  }

  /// What stands for a container that is met inside itself.
  private func recursiveValue(_ object: Object) -> Value? {
    guard isRepresenting(object) else { return nil }
    return .opaque(typeName: typeName(of: object), repr: Self.ellipsis(for: object))
  }

  func isRepresenting(_ object: Object) -> Bool {
    guard !representing.isEmpty, let reference = object.reference else { return false }
    return representing.contains(ObjectIdentifier(reference))
  }

  func bytes(_ bytes: [UInt8]) throws -> Object {
    try allocate(40 + bytes.count)
    return .native(keep(BytesObject(bytes)))
  }

  static func ellipsis(for object: Object) -> String {
    switch object {
    case .list: "[...]"
    case .tuple: "(...)"
    case .dictionary: "{...}"
    default: "..."
    }
  }

  /// Runs something on the parts of a container, which is marked meanwhile.
  func inside<Result>(_ container: Container, _ body: () throws -> Result) throws -> Result {
    representing.append(ObjectIdentifier(container))
    defer { representing.removeLast() }
    return try nested(body)
  }
}
