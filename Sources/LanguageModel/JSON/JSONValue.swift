/// A JSON value that keeps strings as the bytes that they are.
///
/// Vocabularies have entries that differ in bytes but not to Swift's `String`, which compares
/// canonical equivalents as equal; a dictionary of strings would lose one of them.
indirect enum JSONValue {
  case null
  case bool(Bool)
  case number(Double)
  case string([UInt8])
  case array([JSONValue])
  case object([Member])

  /// A name and its value.
  struct Member {
    let name: [UInt8]
    let value: JSONValue
  }

  /// An object's member; nil when there is none, or no object. `null` counts as none.
  subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    let bytes = Array(name.utf8)
    guard let value = members.last(where: { $0.name == bytes })?.value else { return nil }
    if case .null = value { return nil }
    return value
  }

  var bytes: [UInt8]? { if case .string(let bytes) = self { bytes } else { nil } }

  var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  var number: Double? { if case .number(let value) = self { value } else { nil } }

  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// A whole number that a double holds exactly.
  var integer: Int? {
    guard let number, abs(number) <= 0x1p53, number == number.rounded() else { return nil }
    return Int(number)
  }

  var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }

  var members: [Member]? { if case .object(let members) = self { members } else { nil } }
}
