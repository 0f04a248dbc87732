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
          for bound in arguments.values.dropFirst() { _ = try machine.sliceIndex(bound) }
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
