/// Members of an object whose other members stand before them: each begins with its comma.
extension JSONText {
  private mutating func begin(_ key: StaticString) {
    append(literal: ",\"")
    append(literal: key)
    append(literal: "\":")
  }

  mutating func member(_ key: StaticString, _ value: String) {
    begin(key)
    append(string: value)
  }

  mutating func member(_ key: StaticString, _ value: Int) {
    begin(key)
    append(integer: Int64(value))
  }

  mutating func member(_ key: StaticString, _ value: Double) {
    begin(key)
    append(number: value)
  }

  mutating func member(_ key: StaticString, _ value: Bool) {
    begin(key)
    append(literal: value ? "true" : "false")
  }

  mutating func member(_ key: StaticString, _ values: [TaskID]) {
    begin(key)
    array(values) { text, value in text.append(string: value.rawValue) }
  }

  mutating func member(_ key: StaticString, _ values: [InputOutputPair]) {
    begin(key)
    array(values) { text, pair in
      text.append(literal: "{\"input\":")
      text.append(string: pair.input)
      text.append(literal: ",\"output\":")
      text.append(string: pair.output)
      text.append(byte: UInt8(ascii: "}"))
    }
  }

  private mutating func array<Value>(
    _ values: [Value], _ write: (inout JSONText, Value) -> Void
  ) {
    append(byte: UInt8(ascii: "["))
    var isFirst = true
    for value in values {
      if !isFirst { append(byte: UInt8(ascii: ",")) }
      isFirst = false
      write(&self, value)
    }
    append(byte: UInt8(ascii: "]"))
  }
}
