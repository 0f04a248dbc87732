/// `bytes`.
final class BytesObject: NativeObject {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  override var type: TypeObject { .bytes }

  override func length(_ machine: Machine) throws -> Int? { bytes.count }

  override func iterator(_ machine: Machine) throws -> IteratorObject? {
    machine.keep(ElementIterator(bytes.map { .integer(Int($0)) }))
  }

  override func reverseIterator(_ machine: Machine) throws -> IteratorObject? {
    machine.keep(ElementIterator(bytes.reversed().map { .integer(Int($0)) }))
  }

  override func item(_ index: Object, _ machine: Machine) throws -> Object? {
    if case .slice(let slice) = index {
      let bounds = try machine.bounds(slice, count: bytes.count)
      let count = bounds.count
      try machine.work(count)
      return try machine.bytes((0..<count).map { bytes[bounds.start + $0 * bounds.step] })
    }
    guard let word = Numbers.word(index) else {
      throw machine.typeError(
        "byte indices must be integers or slices, not \(machine.typeName(of: index))")
    }
    let place = word < 0 ? word &+ bytes.count : word
    guard bytes.indices.contains(place) else {
      throw machine.indexError("index out of range")
    }
    return .integer(Int(bytes[place]))
  }

  static func bytes(of object: Object) -> [UInt8]? {
    if case .native(let native as BytesObject) = object { native.bytes } else { nil }
  }

  override func contains(_ element: Object, _ machine: Machine) throws -> Bool? {
    if let word = Numbers.word(element) {
      guard let byte = UInt8(exactly: word) else {
        throw machine.valueError("byte must be in range(0, 256)")
      }
      try machine.work(bytes.count)
      return bytes.contains(byte)
    }
    guard let part = Self.bytes(of: element) else {
      throw machine.typeError(
        "a bytes-like object is required, not '\(machine.typeName(of: element))'")
    }
    return try machine.find(part.map(UInt32.init), in: bytes.map(UInt32.init)) != nil
  }

  override func equals(_ other: Object, _ machine: Machine) throws -> Bool? {
    guard let other = Self.bytes(of: other) else { return nil }
    try machine.work(bytes.count)
    return bytes == other
  }

  override func compare(
    _ operation: ComparisonOperator, _ other: Object, _ machine: Machine
  ) throws -> Bool? {
    guard let other = Self.bytes(of: other) else { return nil }
    try machine.work(bytes.count)
    return switch operation {
    case .less: bytes.lexicographicallyPrecedes(other)
    case .lessOrEqual: !other.lexicographicallyPrecedes(bytes)
    case .greater: other.lexicographicallyPrecedes(bytes)
    default: !bytes.lexicographicallyPrecedes(other)
    }
  }

  override func binary(
    _ operation: BinaryOperator, _ other: Object, isReflected: Bool, _ machine: Machine
  ) throws -> Object? {
    switch operation {
    case .add where !isReflected:
      guard let other = Self.bytes(of: other) else {
        throw machine.typeError("can't concat \(machine.typeName(of: other)) to bytes")
      }
      try machine.reserve(bytes.count + other.count, bytesEach: 1)
      return try machine.bytes(bytes + other)
    case .multiply:
      guard let count = Numbers.word(other) else { return nil }
      let (total, overflow) = bytes.count.multipliedReportingOverflow(by: max(0, count))
      try machine.reserve(overflow ? .max : total, bytesEach: 1)
      return try machine.bytes(
        (0..<(bytes.isEmpty ? 0 : max(0, count))).flatMap { _ in bytes })
    case .modulo where !isReflected: throw NotSupported(construct: "bytes formatting")
    default: return nil
    }
  }

  override func hash(_ machine: Machine) throws -> Int? {
    try machine.work(bytes.count)
    return PythonHash.string(bytes.map(UInt32.init))
  }

  override func repr(_ machine: Machine) throws -> [UInt32] {
    try machine.reserve(bytes.count, bytesEach: 4)
    return BytesText.repr(bytes).unicodeScalars.map(\.value)
  }

  override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    guard let method = BytesMethods.table[name] else { return nil }
    let receiver = Object.native(self)
    return .native(machine.keep(NativeFunction(name) { try method($0, receiver, $1) }))
  }
}

/// How bytes are written.
enum BytesText {
  /// CPython's `repr`.
  static func repr(_ bytes: [UInt8]) -> String {
    let single = UInt8(ascii: "'")
    let double = UInt8(ascii: "\"")
    let quote = bytes.contains(single) && !bytes.contains(double) ? double : single
    let mark = String(Unicode.Scalar(quote))
    var text = "b" + mark
    for byte in bytes {
      switch byte {
      case 9: text += "\\t"
      case 10: text += "\\n"
      case 13: text += "\\r"
      case UInt8(ascii: "\\"): text += "\\\\"
      case quote: text += "\\" + mark
      case 32..<127: text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += "\\x" + StringText.hexadecimal(UInt32(byte), width: 2)
      }
    }
    return text + mark
  }
}
