/// Decodes values from the JSON that `OrderedJSONEncoder` writes, several times as fast as
/// Foundation's decoder does.
///
/// Its errors do not tell what is wrong: another decoder can then be asked.
public struct OrderedJSONDecoder: Sendable {
  /// Why a value could not be decoded.
  public struct Fault: Error {}

  public init() {}

  /// An event's body of a kind from the text of a JSON object.
  public func body(
    of kind: RunEvent.Kind, from bytes: UnsafeBufferPointer<UInt8>
  ) throws -> RunEvent.Body {
    try RunEvent.Body(kind: kind, from: JSONPlace(tree: try JSONTree(bytes), index: 0))
  }

  /// A value from its JSON.
  public func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    try bytes.withUnsafeBufferPointer { bytes in
      try Value(from: JSONPlace(tree: try JSONTree(bytes), index: 0))
    }
  }
}

/// One value of a tree: what a `Decodable` reads itself from.
struct JSONPlace: Decoder {
  let tree: JSONTree
  let index: Int
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard tree.nodes[index].kind == .object else { throw OrderedJSONDecoder.Fault() }
    return KeyedDecodingContainer(JSONMembers<Key>(tree: tree, index: index))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard tree.nodes[index].kind == .array else { throw OrderedJSONDecoder.Fault() }
    return JSONElements(tree: tree, count: tree.nodes[index].count, place: index + 1)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

extension JSONPlace: SingleValueDecodingContainer {
  func decodeNil() -> Bool { tree.nodes[index].kind == .null }

  func decode(_ type: Bool.Type) throws -> Bool {
    switch tree.nodes[index].kind {
    case .yes: true
    case .no: false
    default: throw OrderedJSONDecoder.Fault()
    }
  }

  func decode(_ type: String.Type) throws -> String {
    guard tree.nodes[index].kind == .string, let text = tree.text(index) else {
      throw OrderedJSONDecoder.Fault()
    }
    return text
  }

  func decode(_ type: Double.Type) throws -> Double { try number() }
  func decode(_ type: Float.Type) throws -> Float { try number() }
  func decode(_ type: Int.Type) throws -> Int { try integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
  func decode(_ type: UInt.Type) throws -> UInt { try integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

  private func integer<Value: FixedWidthInteger>() throws -> Value {
    guard let value: Value = tree.integer(index) else { throw OrderedJSONDecoder.Fault() }
    return value
  }

  /// A number, or one of the strings that stand for those that JSON cannot write.
  private func number<Value: BinaryFloatingPoint & LosslessStringConvertible>() throws -> Value {
    let kind = tree.nodes[index].kind
    guard kind == .number || kind == .string, let text = tree.text(index) else {
      throw OrderedJSONDecoder.Fault()
    }
    if kind == .number, let value = Value(text), value.isFinite { return value }
    switch (kind, text) {
    case (.string, "NaN"): return .nan
    case (.string, "Infinity"): return .infinity
    case (.string, "-Infinity"): return -.infinity
    default: throw OrderedJSONDecoder.Fault()
    }
  }
}

/// The members of an object.
struct JSONMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let tree: JSONTree
  let index: Int
  var codingPath: [any CodingKey] { [] }

  var allKeys: [Key] {
    var keys: [Key] = []
    var place = index + 1
    for _ in 0..<tree.nodes[index].count {
      if let key = tree.text(place).flatMap(Key.init(stringValue:)) { keys.append(key) }
      place = tree.nodes[place + 1].next
    }
    return keys
  }

  func contains(_ key: Key) -> Bool {
    let hint = tree.hint
    defer { tree.hint = hint }
    return tree.member(key.stringValue, of: index) != nil
  }

  private func value(_ key: Key) throws -> JSONPlace {
    guard let place = tree.member(key.stringValue, of: index) else {
      throw OrderedJSONDecoder.Fault()
    }
    return JSONPlace(tree: tree, index: place)
  }

  func decodeNil(forKey key: Key) throws -> Bool {
    let hint = tree.hint
    defer { tree.hint = hint }
    return try value(key).decodeNil()
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try value(key).decode(type) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try value(key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key).decode(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try value(key).decode(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try value(key).decode(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try value(key).decode(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try value(key).decode(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try value(key).decode(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try value(key).decode(type) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try value(key).decode(type) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try value(key).decode(type) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try value(key).decode(type) }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let place = try value(key)
    let next = tree.hint
    // Reading the value moves the hint into it.
    defer { tree.hint = next }
    return try Value(from: place)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try value(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try value(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    guard let place = tree.member("super", of: index) else { throw OrderedJSONDecoder.Fault() }
    return JSONPlace(tree: tree, index: place)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try value(key) }
}

/// The elements of an array.
struct JSONElements: UnkeyedDecodingContainer {
  let tree: JSONTree
  let count: Int?
  var place: Int
  private(set) var currentIndex = 0
  var codingPath: [any CodingKey] { [] }

  init(tree: JSONTree, count: Int, place: Int) {
    self.tree = tree
    self.count = count
    self.place = place
  }

  var isAtEnd: Bool { currentIndex >= count ?? 0 }

  private mutating func next() throws -> JSONPlace {
    guard !isAtEnd else { throw OrderedJSONDecoder.Fault() }
    defer {
      place = tree.nodes[place].next
      currentIndex += 1
    }
    return JSONPlace(tree: tree, index: place)
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd else { throw OrderedJSONDecoder.Fault() }
    guard tree.nodes[place].kind == .null else { return false }
    _ = try next()
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try Value(from: try next())
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try next() }
}
