/// The place of one value in the text: where an `Encodable` writes itself.
struct JSONSlot: Encoder {
  let writer: JSONWriter
  /// How many objects and arrays enclose the value.
  let depth: Int
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    writer.openObject(depth: depth)
    return KeyedEncodingContainer(
      JSONObjectSlot<Key>(writer: writer, depth: depth + 1, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    writer.openArray(depth: depth)
    return JSONArraySlot(writer: writer, depth: depth + 1, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    JSONValueSlot(writer: writer, depth: depth, codingPath: codingPath)
  }
}

/// The members of an open object.
struct JSONObjectSlot<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: JSONWriter
  let depth: Int
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) {
    writer.beginMember(key.stringValue, depth: depth)
    writer.put(verbatim: "null")
  }

  // The common types have their own members: casting a generic value costs more than writing it.
  func encode(_ value: String, forKey key: Key) {
    writer.beginMember(key.stringValue, depth: depth)
    writer.put(string: value)
  }

  func encode(_ value: Int, forKey key: Key) {
    writer.beginMember(key.stringValue, depth: depth)
    writer.put(verbatim: String(value))
  }

  func encode(_ value: Double, forKey key: Key) {
    writer.beginMember(key.stringValue, depth: depth)
    writer.put(number: value)
  }

  func encode(_ value: Bool, forKey key: Key) {
    writer.beginMember(key.stringValue, depth: depth)
    writer.put(verbatim: value ? "true" : "false")
  }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    writer.beginMember(key.stringValue, depth: depth)
    try writer.write(value, depth: depth, codingPath: codingPath)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    slot(for: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    slot(for: key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    writer.beginMember("super", depth: depth)
    return JSONSlot(writer: writer, depth: depth, codingPath: codingPath)
  }

  func superEncoder(forKey key: Key) -> any Encoder { slot(for: key) }

  private func slot(for key: Key) -> JSONSlot {
    writer.beginMember(key.stringValue, depth: depth)
    return JSONSlot(writer: writer, depth: depth, codingPath: codingPath + [key])
  }
}

/// The elements of an open array.
struct JSONArraySlot: UnkeyedEncodingContainer {
  let writer: JSONWriter
  let depth: Int
  let codingPath: [any CodingKey]

  var count: Int { writer.count(depth: depth) }

  func encodeNil() {
    writer.beginElement(depth: depth)
    writer.put(verbatim: "null")
  }

  func encode(_ value: some Encodable) throws {
    writer.beginElement(depth: depth)
    try writer.write(value, depth: depth, codingPath: codingPath)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    slot().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { slot().unkeyedContainer() }

  func superEncoder() -> any Encoder { slot() }

  private func slot() -> JSONSlot {
    writer.beginElement(depth: depth)
    return JSONSlot(writer: writer, depth: depth, codingPath: codingPath)
  }
}

/// A value that is neither object nor array, or one that encodes as another value.
struct JSONValueSlot: SingleValueEncodingContainer {
  let writer: JSONWriter
  let depth: Int
  let codingPath: [any CodingKey]

  func encodeNil() { writer.put(verbatim: "null") }
  func encode(_ value: Bool) { writer.put(verbatim: value ? "true" : "false") }
  func encode(_ value: String) { writer.put(string: value) }
  func encode(_ value: Double) { writer.put(number: value) }
  // Through the decimal digits of the Float itself, not of the Double nearest to it.
  func encode(_ value: Float) {
    value.isFinite ? writer.put(verbatim: value.description) : writer.put(number: Double(value))
  }
  func encode(_ value: Int) { writer.put(verbatim: String(value)) }
  func encode(_ value: Int8) { writer.put(verbatim: String(value)) }
  func encode(_ value: Int16) { writer.put(verbatim: String(value)) }
  func encode(_ value: Int32) { writer.put(verbatim: String(value)) }
  func encode(_ value: Int64) { writer.put(verbatim: String(value)) }
  func encode(_ value: UInt) { writer.put(verbatim: String(value)) }
  func encode(_ value: UInt8) { writer.put(verbatim: String(value)) }
  func encode(_ value: UInt16) { writer.put(verbatim: String(value)) }
  func encode(_ value: UInt32) { writer.put(verbatim: String(value)) }
  func encode(_ value: UInt64) { writer.put(verbatim: String(value)) }

  func encode(_ value: some Encodable) throws {
    try writer.write(value, depth: depth, codingPath: codingPath)
  }
}
