/// Builtins about text.
enum TextBuiltins {
  static let all: [BuiltinFunction] = [
    BuiltinFunction("print") { machine, arguments in
      try arguments.expect(
        0...Int.max, keywords: ["sep", "end", "file", "flush"], "print", machine)
      if let file = arguments.keyword("file"), !file.isNone {
        throw NotSupported(construct: "print to a file")
      }
      func option(_ name: String, _ standard: String) throws -> [UInt32] {
        guard let value = arguments.keyword(name), !value.isNone else {
          return standard.unicodeScalars.map(\.value)
        }
        return try machine.scalars(value, "\(name) must be None or a string")
      }
      let (separator, end) = (try option("sep", " "), try option("end", "\n"))
      var text: [UInt32] = []
      for (index, value) in arguments.values.enumerated() {
        if index > 0 { text += separator }
        text += try machine.text(value)
      }
      try machine.print(text + end)
      return .none
    },
    BuiltinFunction("repr") { machine, arguments in
      try arguments.expect(1...1, "repr", machine)
      return try machine.string(machine.repr(arguments.values[0]))
    },
    BuiltinFunction("ascii") { machine, arguments in
      try arguments.expect(1...1, "ascii", machine)
      return try machine.string(machine.ascii(arguments.values[0]))
    },
    BuiltinFunction(
      "ord",
      unary: { machine, value in
        guard case .string(let string) = value else {
          throw machine.typeError(
            "ord() expected string of length 1, but \(machine.typeName(of: value)) found")
        }
        guard string.scalars.count == 1 else {
          throw machine.typeError(
            "ord() expected a character, but string of length \(string.scalars.count) found")
        }
        return .integer(Int(string.scalars[0]))
      }),
    BuiltinFunction(
      "chr",
      unary: { machine, argument in
        let value = try machine.index(argument)
        if Int32(exactly: value) == nil {
          throw machine.exception(.overflowError, "Python int too large to convert to C int")
        }
        guard (0..<0x110000).contains(value) else {
          throw machine.valueError("chr() arg not in range(0x110000)")
        }
        return try machine.character(UInt32(value))
      }),
    BuiltinFunction("format") { machine, arguments in
      try arguments.expect(1...2, "format", machine)
      let specification =
        arguments.values.count > 1
        ? try machine.scalars(arguments.values[1], "format() argument 2 must be str") : []
      return try machine.string(machine.format(arguments.values[0], specification))
    },
  ]
}

extension Machine {
  /// `repr` with everything beyond ASCII escaped.
  func ascii(_ object: Object) throws -> [UInt32] {
    var text: [UInt32] = []
    for scalar in try repr(object) {
      if scalar < 128 {
        text.append(scalar)
      } else {
        let (letter, width) =
          scalar < 0x100 ? ("x", 2) : scalar < 0x10000 ? ("u", 4) : ("U", 8)
        let escape = "\\" + letter + StringText.hexadecimal(scalar, width: width)
        text += escape.unicodeScalars.map(\.value)
      }
    }
    return text
  }
}
