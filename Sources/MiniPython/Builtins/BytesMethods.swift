/// Methods of bytes. Most are those of strings on the same bytes as code points.
enum BytesMethods {
  /// Stands before bytes that a string method would take for letters, spaces or ends of lines.
  private static let opaque: UInt32 = 0xF700

  /// Whether a byte's code point means more to a string's method than the byte to that of bytes.
  private static func isHidden(_ byte: UInt8, from name: String) -> Bool {
    if byte >= 128 { return true }
    switch name {
    case "isascii": return false
    case "splitlines": return byte == 0x0B || byte == 0x0C || (0x1C...0x1E).contains(byte)
    default: return (0x1C...0x1F).contains(byte)
    }
  }

  private static func string(_ bytes: [UInt8], for name: String) -> Object {
    .string(
      StringObject(bytes.map { isHidden($0, from: name) ? opaque + UInt32($0) : UInt32($0) }))
  }

  private static func textual(
    _ object: Object, for name: String, _ machine: Machine
  ) throws -> Object {
    if let bytes = BytesObject.bytes(of: object) { return string(bytes, for: name) }
    switch object {
    case .tuple(let tuple):
      return try machine.tuple(tuple.elements.map { try textual($0, for: name, machine) })
    case .list(let list):
      return try machine.list(list.elements.map { try textual($0, for: name, machine) })
    case .string:
      throw machine.typeError("a bytes-like object is required, not 'str'")
    default: return object
    }
  }

  private static func binary(_ object: Object, _ machine: Machine) throws -> Object {
    switch object {
    case .string(let string):
      return try machine.bytes(string.scalars.map { UInt8(truncatingIfNeeded: $0) })
    case .list(let list): return try machine.list(list.elements.map { try binary($0, machine) })
    case .tuple(let tuple):
      return try machine.tuple(tuple.elements.map { try binary($0, machine) })
    default: return object
    }
  }

  private static let shared = [
    "upper", "lower", "swapcase", "capitalize", "title", "isalpha", "isdigit", "isalnum",
    "isspace", "isupper", "islower", "istitle", "isascii", "find", "rfind", "index", "rindex",
    "startswith", "endswith", "count", "replace", "removeprefix", "removesuffix", "split",
    "rsplit", "splitlines", "partition", "rpartition", "join", "strip", "lstrip", "rstrip",
    "center", "ljust", "rjust", "zfill", "expandtabs",
  ]
  /// The methods that look for a byte, too, given as its number.
  private static let searches: Set<String> = ["find", "rfind", "index", "rindex", "count"]

  static let table: [String: BuiltinMethod] = {
    var table: [String: BuiltinMethod] = [
      "decode": { machine, receiver, arguments in
        try arguments.expect(0...2, keywords: ["encoding", "errors"], "decode", machine)
        let bytes = BytesObject.bytes(of: receiver) ?? []
        return try machine.string(Encodings.decode(bytes, arguments, machine))
      },
      "hex": hexadecimal,
    ]
    table["fromhex"] = { machine, _, arguments in try fromHex.body(machine, arguments) }
    table["maketrans"] = { machine, _, arguments in
      try makeTranslation.body(machine, arguments)
    }
    table["translate"] = translate
    for name in shared {
      guard let method = StringMethods.table[name] else { continue }
      table[name] = { machine, receiver, arguments in
        let text = string(BytesObject.bytes(of: receiver) ?? [], for: name)
        var arguments = arguments
        if name == "join", let source = arguments.values.first {
          arguments.values[0] = try machine.list(machine.elements(of: source))
        }
        if searches.contains(name), let wanted = arguments.values.first,
          let number = try machine.indexed(wanted)
        {
          guard let byte = Numbers.word(number).flatMap(UInt8.init(exactly:)) else {
            throw machine.valueError("byte must be in range(0, 256)")
          }
          arguments.values[0] = try machine.bytes([byte])
        }
        arguments.values = try arguments.values.map { try textual($0, for: name, machine) }
        return try binary(method(machine, text, arguments), machine)
      }
    }
    return table
  }()

  /// `bytes.hex(sep, bytes_per_sep)`: groups are counted from the end, or from the start if the
  /// count is negative.
  private static let hexadecimal: BuiltinMethod = { machine, receiver, arguments in
    try arguments.expect(0...2, keywords: ["sep", "bytes_per_sep"], "hex", machine)
    let bytes = BytesObject.bytes(of: receiver) ?? []
    try machine.reserve(bytes.count, bytesEach: 12)
    let digits = bytes.map { StringText.hexadecimal(UInt32($0), width: 2) }
    let group =
      try arguments.value(1, "bytes_per_sep").map { try machine.smallInteger($0) } ?? 1
    guard let separator = arguments.value(0, "sep") else {
      return try machine.string(digits.joined())
    }
    guard let length = try machine.length(of: separator) else {
      throw machine.typeError("object of type '\(machine.typeName(of: separator))' has no len()")
    }
    guard length == 1 else { throw machine.valueError("sep must be length 1.") }
    let mark: UInt32
    switch separator {
    case .string(let string): mark = string.scalars[0]
    case let object:
      guard let byte = BytesObject.bytes(of: object)?.first else {
        throw machine.typeError("sep must be str or bytes.")
      }
      mark = UInt32(byte)
    }
    guard mark < 128 else { throw machine.valueError("sep must be ASCII.") }
    var text = ""
    for (place, pair) in digits.enumerated() {
      let distance = group < 0 ? place : digits.count - place
      if place > 0, group != 0, distance % Int(group.magnitude) == 0 {
        text += String(scalars: [mark])
      }
      text += pair
    }
    return try machine.string(text)
  }

  /// `bytes.maketrans(from, to)`: a table of 256 bytes.
  static let makeTranslation = BuiltinFunction("maketrans") { machine, arguments in
    try arguments.expect(2...2, "maketrans", machine)
    let (from, to) = (
      try wanted(arguments.values[0], machine), try wanted(arguments.values[1], machine)
    )
    guard from.count == to.count else {
      throw machine.valueError("maketrans arguments must have same length")
    }
    var table = Array(UInt8.min...UInt8.max)
    for (source, target) in zip(from, to) { table[Int(source)] = target }
    return try machine.bytes(table)
  }

  /// `bytes.translate(table, delete)`.
  private static let translate: BuiltinMethod = { machine, receiver, arguments in
    try arguments.expect(1...2, keywords: ["delete"], "translate", machine)
    let bytes = BytesObject.bytes(of: receiver) ?? []
    let table =
      arguments.values[0].isNone ? nil : try wanted(arguments.values[0], machine)
    if let table, table.count != 256 {
      throw machine.valueError("translation table must be 256 characters long")
    }
    let removed = Set(
      try arguments.value(1, "delete").map { try wanted($0, machine) } ?? [])
    try machine.work(bytes.count)
    return try machine.bytes(
      bytes.filter { !removed.contains($0) }.map { table?[Int($0)] ?? $0 })
  }

  private static func wanted(_ object: Object, _ machine: Machine) throws -> [UInt8] {
    guard let bytes = BytesObject.bytes(of: object) else {
      throw machine.typeError(
        "a bytes-like object is required, not '\(machine.typeName(of: object))'")
    }
    return bytes
  }

  static let fromHex = BuiltinFunction("fromhex") { machine, arguments in
    try arguments.expect(1...1, "fromhex", machine)
    let digits = try machine.scalars(arguments.values[0], "fromhex() argument must be str")
      .filter { !CharacterClass.isSpace($0) }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index].digitValue, high < 16, index + 1 < digits.count,
        let low = digits[index + 1].digitValue, low < 16
      else {
        throw machine.valueError(
          "non-hexadecimal number found in fromhex() arg at position \(index)")
      }
      bytes.append(UInt8(high * 16 + low))
    }
    return try machine.bytes(bytes)
  }

  /// `bytes(source, encoding)`.
  static let construct: BuiltinBody = { machine, arguments in
    try arguments.expect(0...3, keywords: ["encoding", "errors"], "bytes", machine)
    guard let source = arguments.values.first else { return try machine.bytes([]) }
    if case .string(let string) = source {
      guard arguments.value(1, "encoding") != nil else {
        throw machine.typeError("string argument without an encoding")
      }
      let rest = Arguments(
        values: Array(arguments.values.dropFirst()), keywords: arguments.keywords)
      return try machine.bytes(Encodings.encode(string.scalars, rest, machine))
    }
    if arguments.value(1, "encoding") != nil || arguments.value(2, "errors") != nil {
      throw machine.typeError("encoding without a string argument")
    }
    if BytesObject.bytes(of: source) != nil { return source }
    if let length = try machine.indexed(source) {
      let count = try machine.size(length)
      if count < 0 { throw machine.valueError("negative count") }
      try machine.reserve(count, bytesEach: 1)
      return try machine.bytes([UInt8](repeating: 0, count: count))
    }
    return try machine.bytes(
      machine.elements(of: source).map { element in
        guard let byte = UInt8(exactly: try machine.index(element)) else {
          throw machine.valueError("bytes must be in range(0, 256)")
        }
        return byte
      })
  }
}

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
