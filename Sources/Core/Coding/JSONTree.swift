/// A JSON text, taken apart into a flat list of its values without copying any of them.
///
/// It lives no longer than the bytes that it was made from.
final class JSONTree {
  /// What a value is.
  enum Kind: UInt8 {
    case object, array, string, number, yes, no, null
  }

  /// One value. An object's members are a string and a value in turn.
  struct Node {
    var kind: Kind
    /// Whether a string has escapes.
    var isEscaped = false
    /// Where the text of a string, without its quotes, or of a number begins and ends.
    var start = 0
    var end = 0
    /// How many elements or members it has.
    var count = 0
    /// The place of the first node behind it and all that is in it.
    var next = 0
  }

  /// Why a text cannot be read.
  struct Fault: Error {
    var offset: Int
  }

  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var nodes: [Node] = []
  /// Where the member that is asked for next is likely to be, since members are read in their order,
  /// and the object that it belongs to.
  var hint = (object: 0, key: 0)

  private var place = 0
  private static let deepest = 64

  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) {
    self.bytes = bytes
    nodes.reserveCapacity(48)
    try value(depth: 0)
    skipSpace()
    guard place == bytes.count else { throw Fault(offset: place) }
  }

  private var byte: UInt8 { place < bytes.count ? bytes[place] : 0 }

  private func skipSpace() {
    while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
  }

  private func value(depth: Int) throws(Fault) {
    guard depth < Self.deepest else { throw Fault(offset: place) }
    skipSpace()
    switch byte {
    case UInt8(ascii: "{"): try container(.object, UInt8(ascii: "}"), depth)
    case UInt8(ascii: "["): try container(.array, UInt8(ascii: "]"), depth)
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): try word("true", .yes)
    case UInt8(ascii: "f"): try word("false", .no)
    case UInt8(ascii: "n"): try word("null", .null)
    default: try number()
    }
  }

  private func container(_ kind: Kind, _ closing: UInt8, _ depth: Int) throws(Fault) {
    let index = nodes.count
    nodes.append(Node(kind: kind))
    place += 1
    skipSpace()
    while byte != closing {
      if nodes[index].count > 0 {
        guard byte == UInt8(ascii: ",") else { throw Fault(offset: place) }
        place += 1
        skipSpace()
      }
      if kind == .object {
        guard byte == UInt8(ascii: "\"") else { throw Fault(offset: place) }
        try string()
        skipSpace()
        guard byte == UInt8(ascii: ":") else { throw Fault(offset: place) }
        place += 1
      }
      try value(depth: depth + 1)
      nodes[index].count += 1
      skipSpace()
    }
    place += 1
    nodes[index].next = nodes.count
  }

  private func string() throws(Fault) {
    place += 1
    var node = Node(kind: .string, start: place)
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      if bytes[place] == UInt8(ascii: "\\") {
        node.isEscaped = true
        place += 1
      }
      place += 1
    }
    guard place < bytes.count else { throw Fault(offset: place) }
    node.end = place
    node.next = nodes.count + 1
    nodes.append(node)
    place += 1
  }

  private func number() throws(Fault) {
    let start = place
    while place < bytes.count {
      switch bytes[place] {
      case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        place += 1
        continue
      default: break
      }
      break
    }
    guard place > start else { throw Fault(offset: place) }
    nodes.append(Node(kind: .number, start: start, end: place, next: nodes.count + 1))
  }

  private func word(_ word: StaticString, _ kind: Kind) throws(Fault) {
    let count = word.utf8CodeUnitCount
    let isThere = word.withUTF8Buffer { expected in
      place + count <= bytes.count
        && UnsafeBufferPointer(rebasing: bytes[place..<place + count]).elementsEqual(expected)
    }
    guard isThere else { throw Fault(offset: place) }
    nodes.append(Node(kind: kind, start: place, end: place + count, next: nodes.count + 1))
    place += count
  }

  // MARK: - Values

  /// The value of an object's member, or nil.
  func member(_ key: String, of object: Int) -> Int? {
    var key = key
    return key.withUTF8 { key in
      if hint.object == object, hint.key > object, hint.key < nodes[object].next,
        isKey(hint.key, key)
      {
        return found(hint.key, in: object)
      }
      var place = object + 1
      for _ in 0..<nodes[object].count {
        if isKey(place, key) { return found(place, in: object) }
        place = nodes[place + 1].next
      }
      return nil
    }
  }

  private func found(_ key: Int, in object: Int) -> Int {
    hint = (object, nodes[key + 1].next)
    return key + 1
  }

  private func isKey(_ place: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let node = nodes[place]
    guard node.kind == .string, node.end - node.start == key.count, !node.isEscaped else {
      return false
    }
    for offset in 0..<key.count where bytes[node.start + offset] != key[offset] { return false }
    return true
  }

  /// The text of a string or a number; nil when an escape is wrong.
  func text(_ index: Int) -> String? {
    let node = nodes[index]
    let raw = UnsafeBufferPointer(rebasing: bytes[node.start..<node.end])
    return node.isEscaped ? Self.unescaped(raw) : String(decoding: raw, as: UTF8.self)
  }

  private static func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> String? {
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var place = 0
    while place < raw.count {
      var end = place
      while end < raw.count, raw[end] != UInt8(ascii: "\\") { end += 1 }
      result.append(contentsOf: UnsafeBufferPointer(rebasing: raw[place..<end]))
      place = end + 2
      guard end < raw.count else { break }
      guard end + 1 < raw.count else { return nil }
      switch raw[end + 1] {
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(raw[end + 1])
      case UInt8(ascii: "u"):
        // Pairs of surrogates are left to who reads anything.
        guard place + 4 <= raw.count,
          let code = UInt32(String(decoding: raw[place..<place + 4], as: UTF8.self), radix: 16),
          let scalar = Unicode.Scalar(code)
        else { return nil }
        result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        place += 4
      default: return nil
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The value of a number without fraction and exponent that fits.
  func integer<Value: FixedWidthInteger>(_ index: Int) -> Value? {
    let node = nodes[index]
    guard node.kind == .number else { return nil }
    var place = node.start
    let isNegative = bytes[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    guard place < node.end else { return nil }
    var value: Value = 0
    while place < node.end {
      guard case 0x30...0x39 = bytes[place] else { return nil }
      let (tens, isLarge) = value.multipliedReportingOverflow(by: 10)
      let digit = Value(truncatingIfNeeded: bytes[place] - 0x30)
      let (sum, isTooLarge) =
        isNegative
        ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      guard !isLarge, !isTooLarge else { return nil }
      value = sum
      place += 1
    }
    return value
  }
}
