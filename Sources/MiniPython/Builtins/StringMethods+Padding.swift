extension StringMethods {
  private static func stripping(_ name: String, left: Bool, right: Bool) -> BuiltinMethod {
    { machine, receiver, arguments in
      try arguments.expect(0...1, name, machine)
      let text = text(receiver)
      try machine.work(text.count)
      var isStripped: (UInt32) -> Bool = CharacterClass.isSpace
      if let argument = arguments.values.first, !argument.isNone {
        guard case .string(let string) = argument.plain else {
          throw machine.typeError("\(name) arg must be None or str")
        }
        let list = string.scalars
        try machine.work(list.count)
        let characters = Set(list)
        isStripped = { characters.contains($0) }
      }
      var slice = text[...]
      if left { slice = slice.drop(while: isStripped) }
      if right { while let last = slice.last, isStripped(last) { slice.removeLast() } }
      return slice.count == text.count ? receiver : try machine.string(Array(slice))
    }
  }

  /// `center`, `ljust` and `rjust`; the share of padding on the left is decided by `left`.
  private static func padding(
    _ name: String, _ left: @escaping @Sendable (_ padding: Int, _ width: Int) -> Int
  ) -> BuiltinMethod {
    { machine, receiver, arguments in
      try arguments.expect(1...2, name, machine)
      let text = text(receiver)
      let width = try machine.size(arguments.values[0])
      var fill = UInt32(ascii: " ")
      if arguments.values.count > 1 {
        guard case .string(let string) = arguments.values[1], string.scalars.count == 1 else {
          throw machine.typeError("The fill character must be exactly one character long")
        }
        fill = string.scalars[0]
      }
      guard width > text.count else { return receiver }
      let padding = width - text.count
      try machine.reserve(width, bytesEach: 4)
      let before = left(padding, width)
      return try machine.string(
        Text(repeating: fill, count: before) + text
          + Text(repeating: fill, count: padding - before))
    }
  }

  static let paddingMethods: [String: BuiltinMethod] = [
    "strip": stripping("strip", left: true, right: true),
    "lstrip": stripping("lstrip", left: true, right: false),
    "rstrip": stripping("rstrip", left: false, right: true),
    "ljust": padding("ljust") { _, _ in 0 },
    "rjust": padding("rjust") { padding, _ in padding },
    "center": padding("center") { padding, width in padding / 2 + (padding & width & 1) },
    "zfill": { machine, receiver, arguments in
      try arguments.expect(1...1, "str.zfill", machine)
      let text = text(receiver)
      let width = try machine.size(arguments.values[0])
      guard width > text.count else { return receiver }
      try machine.reserve(width, bytesEach: 4)
      let zeros = Text(repeating: UInt32(ascii: "0"), count: width - text.count)
      if let sign = text.first, sign == UInt32(ascii: "-") || sign == UInt32(ascii: "+") {
        return try machine.string([sign] + zeros + text.dropFirst())
      }
      return try machine.string(zeros + text)
    },
    "expandtabs": { machine, receiver, arguments in
      try arguments.expect(0...1, keywords: ["tabsize"], "expandtabs", machine)
      let size = try arguments.value(0, "tabsize").map { try machine.smallInteger($0) } ?? 8
      var result: Text = []
      var column = 0
      for scalar in text(receiver) {
        if scalar == 9 {
          let count = size > 0 ? size - column % size : 0
          try machine.reserve(count, bytesEach: 4)
          result += Text(repeating: UInt32(ascii: " "), count: count)
          column += count
        } else {
          result.append(scalar)
          column = scalar == 10 || scalar == 13 ? 0 : column + 1
        }
      }
      return try machine.string(result)
    },
  ]

  static let translationMethods: [String: BuiltinMethod] = [
    "translate": { machine, receiver, arguments in
      try arguments.expect(1...1, "str.translate", machine)
      guard case .dictionary(let table) = arguments.values[0] else {
        throw NotSupported(construct: "translate without a dictionary")
      }
      let text = text(receiver)
      try machine.work(text.count)
      var result: Text = []
      for scalar in text {
        switch try table.value(for: .integer(Int(scalar)), machine) {
        case nil: result.append(scalar)
        case .none?: break
        case .string(let string)?:
          try machine.reserve(string.scalars.count, bytesEach: 4)
          result += string.scalars
        case let object?:
          guard let word = Numbers.word(object) else {
            throw machine.typeError("character mapping must return integer, None or str")
          }
          guard (0..<0x110000).contains(word) else {
            throw machine.valueError("character mapping must be in range(0x110000)")
          }
          result.append(UInt32(word))
        }
      }
      return try machine.string(result)
    },
    "format_map": { machine, receiver, arguments in
      try arguments.expect(1...1, "str.format_map", machine)
      return try machine.string(
        machine.formatTemplate(text(receiver), mapping: arguments.values[0]))
    },
    "format": { machine, receiver, arguments in
      try machine.string(machine.formatTemplate(text(receiver), arguments))
    },
  ]

  static let makeTranslation = BuiltinFunction("maketrans") { machine, arguments in
    try arguments.expect(1...3, "maketrans", machine)
    let table = try machine.dictionary()
    if arguments.values.count == 1 {
      guard case .dictionary(let source) = arguments.values[0], source.flavor == nil else {
        throw machine.typeError(
          "if you give only one argument to maketrans it must be a dict")
      }
      for place in 0..<source.places where !source.keys[place].isUnbound {
        var key = source.keys[place]
        if case .string(let string) = key {
          guard string.scalars.count == 1 else {
            throw machine.valueError("string keys in translate table must be of length 1")
          }
          key = .integer(Int(string.scalars[0]))
        }
        try table.set(key, source.values[place], machine)
      }
      return .dictionary(table)
    }
    let from = try machine.scalars(
      arguments.values[0],
      "first maketrans argument must be a string if there is a second argument")
    let to = try machine.scalars(
      arguments.values[1], "maketrans() argument 2 must be str")
    guard from.count == to.count else {
      throw machine.valueError("the first two maketrans arguments must have equal length")
    }
    for (source, target) in zip(from, to) {
      try table.set(.integer(Int(source)), .integer(Int(target)), machine)
    }
    if arguments.values.count > 2 {
      let removed = try machine.scalars(
        arguments.values[2], "maketrans() argument 3 must be str")
      for scalar in removed { try table.set(.integer(Int(scalar)), .none, machine) }
    }
    return .dictionary(table)
  }
}
