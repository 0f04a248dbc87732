import Foundation

/// A cursor over a GGUF file's bytes that never reads past their end.
struct GGUFReader {
  let data: Data
  let file: String
  private(set) var position = 0

  init(_ data: Data, file: String) {
    self.data = data.startIndex == 0 ? data : Data(data)
    self.file = file
  }

  func malformed(_ message: String) -> CheckpointError {
    CheckpointError(.malformed, file: file, message)
  }

  /// The next `count` bytes.
  mutating func bytes(_ count: UInt64, _ what: String) throws(CheckpointError) -> Data {
    guard count <= UInt64(data.count - position) else {
      throw malformed("ends inside \(what)")
    }
    defer { position += Int(count) }
    return data[position..<(position + Int(count))]
  }

  /// A little-endian integer.
  mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type, _ what: String
  ) throws(CheckpointError) -> Value {
    let bytes = try bytes(UInt64(MemoryLayout<Value>.size), what)
    var value: Value = 0
    withUnsafeMutableBytes(of: &value) { _ = bytes.copyBytes(to: $0) }
    return Value(littleEndian: value)
  }

  /// A text: eight bytes of length, then UTF-8.
  mutating func string(_ what: String) throws(CheckpointError) -> [UInt8] {
    let length = try integer(UInt64.self, what)
    return Array(try bytes(length, what))
  }

  /// A value of a numbered type.
  mutating func value(
    type: UInt32, _ what: String, depth: Int = 0
  ) throws(CheckpointError) -> JSONValue {
    switch type {
    case 0: return .number(Double(try integer(UInt8.self, what)))
    case 1: return .number(Double(try integer(Int8.self, what)))
    case 2: return .number(Double(try integer(UInt16.self, what)))
    case 3: return .number(Double(try integer(Int16.self, what)))
    case 4: return .number(Double(try integer(UInt32.self, what)))
    case 5: return .number(Double(try integer(Int32.self, what)))
    case 6: return .number(Double(Float(bitPattern: try integer(UInt32.self, what))))
    case 7: return .bool(try integer(UInt8.self, what) != 0)
    case 8: return .string(try string(what))
    case 9:
      guard depth < 4 else { throw malformed("\(what) is nested too deeply") }
      let element = try integer(UInt32.self, what)
      let count = try integer(UInt64.self, what)
      // Every element takes a byte, so a count that the file cannot hold costs no memory.
      guard count <= UInt64(data.count - position) else { throw malformed("ends inside \(what)") }
      var values: [JSONValue] = []
      values.reserveCapacity(Int(count))
      for _ in 0..<count { values.append(try value(type: element, what, depth: depth + 1)) }
      return .array(values)
    case 10: return .number(Double(try integer(UInt64.self, what)))
    case 11: return .number(Double(try integer(Int64.self, what)))
    case 12: return .number(Double(bitPattern: try integer(UInt64.self, what)))
    default: throw malformed("\(what) has the unknown type \(type)")
    }
  }
}
