/// Reads one JSON object and keeps each member's own spelling, so that an id of any type can be
/// given back as it came.
struct JSONScanner {
  /// What is wrong with a text.
  struct Failure: Error, Equatable {
    var message: String
  }

  /// A member's value: its text, and what it says if it is a string.
  struct Member {
    var text: [UInt8]
    var string: String?
  }

  private static let maximumDepth = 200

  private let bytes: [UInt8]
  private var position = 0

  /// The members of the object that the whole text is; of equal names the last one counts.
  static func object(_ bytes: [UInt8]) throws(Failure) -> [String: Member] {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Failure(message: "not UTF-8 text")
    }
    var scanner = JSONScanner(bytes: bytes)
    scanner.skipSpace()
    guard scanner.take("{") else { throw Failure(message: "not a JSON object") }
    var members: [String: Member] = [:]
    try scanner.list(until: "}") { (scanner) throws(Failure) in
      let name = try scanner.name()
      let start = scanner.position
      let string = try scanner.value(depth: 1)
      members[name] = Member(text: Array(bytes[start..<scanner.position]), string: string)
    }
    scanner.skipSpace()
    guard scanner.position == bytes.count else { throw scanner.failure("more than one value") }
    return members
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func failure(_ text: String) -> Failure {
    Failure(message: "invalid JSON at byte \(position + 1): \(text)")
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A {
      position += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Elements with commas between them, up to the closing bracket.
  private mutating func list(
    until end: Unicode.Scalar, _ element: (inout JSONScanner) throws(Failure) -> Void
  ) throws(Failure) {
    skipSpace()
    if take(end) { return }
    while true {
      skipSpace()
      try element(&self)
      skipSpace()
      if take(end) { return }
      guard take(",") else { throw failure("expected ',' or '\(end)'") }
    }
  }

  /// A member's name and the colon after it.
  private mutating func name() throws(Failure) -> String {
    guard next == UInt8(ascii: "\"") else { throw failure("expected a name in quotes") }
    let name = try string()
    skipSpace()
    guard take(":") else { throw failure("expected ':'") }
    skipSpace()
    return name ?? ""
  }

  /// Passes a value; returns what it says if it is a string that Swift can hold.
  private mutating func value(depth: Int) throws(Failure) -> String? {
    guard depth < Self.maximumDepth else { throw failure("nested too deeply") }
    switch next {
    case UInt8(ascii: "\""): return try string()
    case UInt8(ascii: "{"):
      position += 1
      try list(until: "}") { (scanner) throws(Failure) in
        _ = try scanner.name()
        _ = try scanner.value(depth: depth + 1)
      }
    case UInt8(ascii: "["):
      position += 1
      try list(until: "]") { (scanner) throws(Failure) in
        _ = try scanner.value(depth: depth + 1)
      }
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: try number()
    }
    return nil
  }

  private mutating func word(_ word: String) throws(Failure) {
    for byte in word.utf8 {
      guard next == byte else { throw failure("expected a value") }
      position += 1
    }
  }

  private mutating func number() throws(Failure) {
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
  }

  private mutating func digits() throws(Failure) {
    let start = position
    while let byte = next, byte >= 0x30, byte <= 0x39 { position += 1 }
    if position == start { throw failure("expected a value") }
  }

  /// A string literal's text; nil if it holds half a surrogate pair.
  private mutating func string() throws(Failure) -> String? {
    position += 1
    var units: [UInt8] = []
    var pending: UInt16?
    var isWhole = true
    while let byte = next {
      position += 1
      if byte != UInt8(ascii: "\\"), pending != nil {
        pending = nil
        isWhole = false
      }
      switch byte {
      case UInt8(ascii: "\""):
        return isWhole ? String(decoding: units, as: UTF8.self) : nil
      case 0..<0x20: throw failure("a control character in a string")
      case UInt8(ascii: "\\"):
        let unit = try escape()
        if let high = pending {
          pending = nil
          guard UTF16.isTrailSurrogate(unit) else {
            isWhole = false
            break
          }
          let pair = 0x10000 + (UInt32(high) & 0x3FF) << 10 + UInt32(unit) & 0x3FF
          Unicode.Scalar(pair).map { units += Array(String($0).utf8) }
        } else if UTF16.isLeadSurrogate(unit) {
          pending = unit
        } else if let scalar = Unicode.Scalar(unit) {
          units += Array(String(scalar).utf8)
        } else {
          isWhole = false
        }
      default: units.append(byte)
      }
    }
    throw failure("a string without an end")
  }

  /// The UTF-16 unit that an escape stands for, its backslash passed.
  private mutating func escape() throws(Failure) -> UInt16 {
    guard let byte = next else { throw failure("a string without an end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(byte)
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"):
      var unit: UInt16 = 0
      for _ in 0..<4 {
        guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue,
          byte < 0x80
        else { throw failure("expected four hexadecimal digits") }
        position += 1
        unit = unit << 4 | UInt16(digit)
      }
      return unit
    default: throw failure("an unknown escape")
    }
  }
}
