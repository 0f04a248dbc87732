/// A JSON text (RFC 8259), taken apart into a flat list of its values without copying any of them.
///
/// It lives no longer than the bytes that it was made from, which are taken to be UTF-8.
public final class JSONTree {
  /// What a value is.
  public enum Kind: UInt8, Sendable {
    case object, array, string, number, yes, no, null
  }

  /// One value. An object's members are a string and a value in turn.
  struct Node {
    var kind: Kind
    /// Whether a string has escapes.
    var isEscaped = false
    /// Where the text of a value begins and ends; a string's quotes are left out.
    var start = 0
    var end = 0
    /// How many elements or members it has.
    var count = 0
    /// The place of the first node behind it and all that is in it.
    var next = 0
  }

  /// Why a text cannot be read.
  public struct Fault: Error, Hashable {
    /// Bytes before the place where reading stopped.
    public var offset: Int
    /// What is wrong there.
    public var reason: String
  }

  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var nodes: [Node] = []
  /// Where the member that is asked for next is likely to be, since members are read in their order,
  /// and the object that it belongs to.
  var hint = (object: 0, key: 0)

  private var place = 0
  private static let deepest = 64

  /// Takes the one value apart that the whole text is.
  public init(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) {
    self.bytes = bytes
    nodes.reserveCapacity(48)
    try value(depth: 0)
    skipSpace()
    guard place == bytes.count else { throw fault("text after the value") }
  }

  private func fault(_ reason: String) -> Fault { Fault(offset: place, reason: reason) }

  private var byte: UInt8 { place < bytes.count ? bytes[place] : 0 }

  private func skipSpace() {
    while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
  }

  private func value(depth: Int) throws(Fault) {
    guard depth < Self.deepest else { throw fault("nested too deeply") }
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
    nodes.append(Node(kind: kind, start: place))
    place += 1
    skipSpace()
    while byte != closing {
      if nodes[index].count > 0 {
        guard byte == UInt8(ascii: ",") else {
          throw fault("expected ',' or '\(Unicode.Scalar(closing))'")
        }
        place += 1
        skipSpace()
      }
      if kind == .object {
        guard byte == UInt8(ascii: "\"") else { throw fault("expected a name in quotes") }
        try string()
        skipSpace()
        guard byte == UInt8(ascii: ":") else { throw fault("expected ':'") }
        place += 1
      }
      try value(depth: depth + 1)
      nodes[index].count += 1
      skipSpace()
    }
    place += 1
    nodes[index].end = place
    nodes[index].next = nodes.count
  }

  private func string() throws(Fault) {
    place += 1
    var node = Node(kind: .string, start: place)
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      guard bytes[place] >= 0x20 else { throw fault("a control character in a string") }
      if bytes[place] == UInt8(ascii: "\\") {
        node.isEscaped = true
        place += 1
      }
      place += 1
    }
    guard place < bytes.count else { throw fault("a string without an end") }
    node.end = place
    node.next = nodes.count + 1
    nodes.append(node)
    place += 1
  }

  private func number() throws(Fault) {
    let start = place
    pass("-")
    if !pass("0") { try digits() }
    if pass(".") { try digits() }
    if pass("e") || pass("E") {
      if !pass("+") { pass("-") }
      try digits()
    }
    nodes.append(Node(kind: .number, start: start, end: place, next: nodes.count + 1))
  }

  @discardableResult
  private func pass(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private func digits() throws(Fault) {
    let start = place
    while case 0x30...0x39 = byte { place += 1 }
    if place == start { throw fault("expected a value") }
  }

  private func word(_ word: StaticString, _ kind: Kind) throws(Fault) {
    let count = word.utf8CodeUnitCount
    let isThere = word.withUTF8Buffer { expected in
      place + count <= bytes.count
        && UnsafeBufferPointer(rebasing: bytes[place..<place + count]).elementsEqual(expected)
    }
    guard isThere else { throw fault("expected a value") }
    nodes.append(Node(kind: kind, start: place, end: place + count, next: nodes.count + 1))
    place += count
  }

  // MARK: - Values

  /// What the value at a place is; the whole text's is at place 0.
  public func kind(_ index: Int) -> Kind { nodes[index].kind }

  /// The place of an object's member, or nil; of equal names it may be any.
  public func member(_ key: String, of object: Int) -> Int? {
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
    if node.isEscaped { return text(place)?.utf8.elementsEqual(key) ?? false }
    guard node.end - node.start == key.count else { return false }
    for offset in 0..<key.count where bytes[node.start + offset] != key[offset] { return false }
    return true
  }

  /// A value as it is spelt, quotes and brackets included.
  public func spelling(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let node = nodes[index]
    let quote = node.kind == .string ? 1 : 0
    return UnsafeBufferPointer(rebasing: bytes[node.start - quote..<node.end + quote])
  }

  /// The text of a string or a number; nil when an escape is wrong or half a surrogate pair.
  public func text(_ index: Int) -> String? {
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
        guard let code = codeUnit(raw, at: place) else { return nil }
        place += 4
        if UTF16.isLeadSurrogate(code), place + 2 <= raw.count, raw[place] == UInt8(ascii: "\\"),
          raw[place + 1] == UInt8(ascii: "u"), let low = codeUnit(raw, at: place + 2),
          UTF16.isTrailSurrogate(low)
        {
          result.append(contentsOf: String(decoding: [code, low], as: UTF16.self).utf8)
          place += 6
        } else {
          guard let scalar = Unicode.Scalar(code) else { return nil }
          result.append(contentsOf: String(scalar).utf8)
        }
      default: return nil
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The UTF-16 code unit that four hexadecimal digits spell.
  private static func codeUnit(_ raw: UnsafeBufferPointer<UInt8>, at place: Int) -> UInt16? {
    guard place + 4 <= raw.count else { return nil }
    var unit: UInt16 = 0
    for byte in raw[place..<place + 4] {
      guard byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        return nil
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
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
