/// `str.encode` and `bytes.decode`.
enum Encodings {
  private enum Name: String {
    case utf8 = "utf-8"
    case ascii
    case latin1 = "latin-1"
  }

  private static func options(
    _ arguments: Arguments, _ machine: Machine
  ) throws -> (name: Name, errors: String) {
    func text(_ index: Int, _ keyword: String, _ defaultValue: String) throws -> String {
      guard let value = arguments.value(index, keyword) else { return defaultValue }
      return String(
        scalars: try machine.scalars(value, "argument '\(keyword)' must be str"))
    }
    let spelling = try text(0, "encoding", "utf-8")
    let plain = spelling.lowercased().filter { $0.isLetter || $0.isNumber }
    let errors = try text(1, "errors", "strict")
    switch plain {
    case "utf8", "u8": return (.utf8, errors)
    case "ascii", "usascii": return (.ascii, errors)
    case "latin1", "iso88591", "latin", "l1": return (.latin1, errors)
    default: throw NotSupported(construct: "encoding \(spelling)")
    }
  }

  static func encode(
    _ scalars: [UInt32], _ arguments: Arguments, _ machine: Machine
  ) throws -> [UInt8] {
    let (name, errors) = try options(arguments, machine)
    try machine.reserve(scalars.count, bytesEach: 4)
    let limit: UInt32 = name == .utf8 ? 0x110000 : name == .ascii ? 128 : 256
    func isEncodable(_ scalar: UInt32) -> Bool {
      scalar < limit && (name != .utf8 || !(0xD800..<0xE000).contains(scalar))
    }
    var bytes: [UInt8] = []
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      if isEncodable(scalar) {
        if name == .utf8, let value = Unicode.Scalar(scalar) {
          bytes += UTF8.encode(value).map(Array.init) ?? []
        } else {
          bytes.append(UInt8(truncatingIfNeeded: scalar))
        }
        continue
      }
      switch errors {
      case "ignore": break
      case "replace": bytes.append(UInt8(ascii: "?"))
      case "xmlcharrefreplace": bytes += Array("&#\(scalar);".utf8)
      case "backslashreplace":
        let (letter, width) = scalar < 0x100 ? ("x", 2) : scalar < 0x10000 ? ("u", 4) : ("U", 8)
        bytes += Array(("\\" + letter + StringText.hexadecimal(scalar, width: width)).utf8)
      case "strict":
        let start = index - 1
        var end = index
        while end < scalars.count, !isEncodable(scalars[end]) { end += 1 }
        let reason =
          name == .utf8
          ? "surrogates not allowed" : "ordinal not in range(\(name == .ascii ? 128 : 256))"
        let what =
          end - start == 1
          ? "character \(StringText.repr([scalar], escapesAll: true)) in position \(start)"
          : "characters in position \(start)-\(end - 1)"
        throw machine.exception(
          .unicodeEncodeError, "'\(name.rawValue)' codec can't encode \(what): \(reason)")
      default: throw NotSupported(construct: "error handler \(errors)")
      }
    }
    return bytes
  }

  static func decode(
    _ bytes: [UInt8], _ arguments: Arguments, _ machine: Machine
  ) throws -> [UInt32] {
    let (name, errors) = try options(arguments, machine)
    try machine.reserve(bytes.count, bytesEach: 4)
    var scalars: [UInt32] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 128 || name == .latin1 {
        scalars.append(UInt32(byte))
        index += 1
        continue
      }
      var length = 1
      var reason = "ordinal not in range(128)"
      if name == .utf8 {
        let (scalar, count, failure) = sequence(bytes, index)
        if let scalar {
          scalars.append(scalar)
          index += count
          continue
        }
        length = count
        reason = failure
      }
      switch errors {
      case "ignore": break
      case "replace": scalars.append(0xFFFD)
      case "backslashreplace":
        for byte in bytes[index..<(index + length)] {
          let text = "\\x" + StringText.hexadecimal(UInt32(byte), width: 2)
          scalars += text.unicodeScalars.map(\.value)
        }
      case "strict":
        let place =
          length == 1
          ? "byte 0x\(StringText.hexadecimal(UInt32(byte), width: 2)) in position \(index)"
          : "bytes in position \(index)-\(index + length - 1)"
        throw machine.exception(
          .unicodeDecodeError, "'\(name.rawValue)' codec can't decode \(place): \(reason)")
      default: throw NotSupported(construct: "error handler \(errors)")
      }
      index += length
    }
    return scalars
  }

  /// The scalar that a UTF-8 sequence writes, or how many bytes are wrong and why.
  private static func sequence(
    _ bytes: [UInt8], _ start: Int
  ) -> (scalar: UInt32?, count: Int, reason: String) {
    let first = bytes[start]
    let (count, low, high): (Int, UInt8, UInt8) =
      switch first {
      case 0xC2...0xDF: (2, 0x80, 0xBF)
      case 0xE0: (3, 0xA0, 0xBF)
      case 0xED: (3, 0x80, 0x9F)
      case 0xE1...0xEF: (3, 0x80, 0xBF)
      case 0xF0: (4, 0x90, 0xBF)
      case 0xF1...0xF3: (4, 0x80, 0xBF)
      case 0xF4: (4, 0x80, 0x8F)
      default: (0, 0, 0)
      }
    if count == 0 { return (nil, 1, "invalid start byte") }
    var value = UInt32(first) & (0x7F >> UInt32(count))
    for offset in 1..<count {
      guard start + offset < bytes.count else { return (nil, offset, "unexpected end of data") }
      let byte = bytes[start + offset]
      let isRight = offset == 1 ? byte >= low && byte <= high : byte & 0xC0 == 0x80
      if !isRight { return (nil, offset, "invalid continuation byte") }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return (value, count, "")
  }
}
