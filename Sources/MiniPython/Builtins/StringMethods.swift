/// Methods of strings, by concern in the extensions.
enum StringMethods {
  typealias Text = [UInt32]

  static let table: [String: BuiltinMethod] =
    caseMethods
    .merging(testMethods) { first, _ in first }
    .merging(searchMethods) { first, _ in first }
    .merging(splitMethods) { first, _ in first }
    .merging(paddingMethods) { first, _ in first }
    .merging(translationMethods) { first, _ in first }
    .merging(encodingMethods) { first, _ in first }

  private static let encodingMethods: [String: BuiltinMethod] = [
    "encode": { machine, receiver, arguments in
      try arguments.expect(0...2, keywords: ["encoding", "errors"], "encode", machine)
      return try machine.bytes(Encodings.encode(text(receiver), arguments, machine))
    }
  ]

  static func text(_ receiver: Object) -> Text {
    if case .string(let string) = receiver { return string.scalars }
    return []
  }

  /// A method without arguments that gives a string.
  static func mapping(
    _ name: String, _ transform: @escaping @Sendable (Text) -> Text
  ) -> BuiltinMethod {
    { machine, receiver, arguments in
      try arguments.expect(0...0, "str.\(name)", machine)
      let text = text(receiver)
      try machine.work(text.count)
      return try machine.string(transform(text))
    }
  }

  /// A method without arguments that gives a truth value.
  static func testing(
    _ name: String, _ test: @escaping @Sendable (Text) -> Bool
  ) -> BuiltinMethod {
    { machine, receiver, arguments in
      try arguments.expect(0...0, "str.\(name)", machine)
      let text = text(receiver)
      try machine.work(text.count)
      return .bool(test(text))
    }
  }

  static let caseMethods: [String: BuiltinMethod] = [
    "upper": mapping("upper") { text in
      if text.allSatisfy({ $0 < 128 }) { return text.map { $0 >= 97 && $0 <= 122 ? $0 - 32 : $0 } }
      return text.flatMap(CharacterClass.upper)
    },
    "lower": mapping("lower", lowered),
    "casefold": mapping("casefold") { $0.flatMap(CharacterClass.folded) },
    "swapcase": mapping("swapcase") { text in
      text.enumerated().flatMap { index, scalar in
        CharacterClass.isUpper(scalar)
          ? lower(index, of: text)
          : CharacterClass.isLower(scalar) ? CharacterClass.upper(scalar) : [scalar]
      }
    },
    "capitalize": mapping("capitalize") { text in
      guard let first = text.first else { return [] }
      return CharacterClass.title(first)
        + lowered(text).dropFirst(CharacterClass.lower(first).count)
    },
    "title": mapping("title") { text in
      var result: Text = []
      var previousIsCased = false
      for (index, scalar) in text.enumerated() {
        result += previousIsCased ? lower(index, of: text) : CharacterClass.title(scalar)
        previousIsCased = isCased(scalar)
      }
      return result
    },
  ]

  private static func isCased(_ scalar: UInt32) -> Bool {
    if scalar < 128 { return CharacterClass.isAlpha(scalar) }
    return CharacterClass.properties(scalar)?.isCased ?? false
  }

  /// Lower case, with the Greek sigma final at the end of a word.
  static func lowered(_ text: Text) -> Text {
    var result: Text = []
    result.reserveCapacity(text.count)
    for (index, scalar) in text.enumerated() {
      if scalar < 128 {
        result.append(scalar >= 65 && scalar <= 90 ? scalar + 32 : scalar)
      } else {
        result += lower(index, of: text)
      }
    }
    return result
  }

  /// The lower case of the character at a place, on which that of a sigma depends.
  private static func lower(_ index: Int, of text: Text) -> Text {
    guard text[index] == 0x3A3 else { return CharacterClass.lower(text[index]) }
    let isAfter = text[..<index].last { !isCaseIgnorable($0) }.map(isCased) ?? false
    let isBefore = text[(index + 1)...].first { !isCaseIgnorable($0) }.map(isCased) ?? false
    return [isAfter && !isBefore ? 0x3C2 : 0x3C3]
  }

  private static func isCaseIgnorable(_ scalar: UInt32) -> Bool {
    CharacterClass.properties(scalar)?.isCaseIgnorable ?? false
  }

  static let testMethods: [String: BuiltinMethod] = [
    "isalpha": testing("isalpha") { !$0.isEmpty && $0.allSatisfy(CharacterClass.isAlpha) },
    "isdigit": testing("isdigit") { !$0.isEmpty && $0.allSatisfy(CharacterClass.isDigit) },
    "isdecimal": testing("isdecimal") { !$0.isEmpty && $0.allSatisfy(CharacterClass.isDecimal) },
    "isnumeric": testing("isnumeric") { !$0.isEmpty && $0.allSatisfy(CharacterClass.isNumeric) },
    "isalnum": testing("isalnum") {
      !$0.isEmpty && $0.allSatisfy(CharacterClass.isAlphanumeric)
    },
    "isspace": testing("isspace") { !$0.isEmpty && $0.allSatisfy(CharacterClass.isSpace) },
    "isascii": testing("isascii") { $0.allSatisfy { $0 < 128 } },
    "isprintable": testing("isprintable") { $0.allSatisfy(StringText.isPrintable) },
    "isupper": testing("isupper") { text in
      text.contains(where: CharacterClass.isUpper)
        && !text.contains { CharacterClass.isLower($0) || CharacterClass.isTitle($0) }
    },
    "islower": testing("islower") { text in
      text.contains(where: CharacterClass.isLower)
        && !text.contains { CharacterClass.isUpper($0) || CharacterClass.isTitle($0) }
    },
    "istitle": testing("istitle") { text in
      var previousIsCased = false
      var found = false
      for scalar in text {
        if CharacterClass.isUpper(scalar) || CharacterClass.isTitle(scalar) {
          if previousIsCased { return false }
          previousIsCased = true
          found = true
        } else if CharacterClass.isLower(scalar) {
          if !previousIsCased { return false }
          found = true
        } else {
          previousIsCased = false
        }
      }
      return found
    },
    "isidentifier": testing("isidentifier") { text in
      (text.first?.isIdentifierStart ?? false) && text.allSatisfy(\.isIdentifierPart)
    },
  ]
}
