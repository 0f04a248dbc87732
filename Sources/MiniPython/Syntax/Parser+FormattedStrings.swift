extension Parser {
  /// The parts of an f-string's text; `level` is 1 inside a format specification.
  mutating func parseFormatted(
    _ text: ArraySlice<UInt32>, isRaw: Bool, level: Int
  ) throws(SyntaxError) -> [FormattedPart] {
    guard level <= 2 else { throw failure("f-string: expressions nested too deeply") }
    let open = UInt32(ascii: "{")
    let close = UInt32(ascii: "}")
    var parts: [FormattedPart] = []
    var literal: [UInt32] = []
    var index = text.startIndex
    let line = token.line
    func flush() throws(SyntaxError) {
      guard !literal.isEmpty else { return }
      parts.append(.text(isRaw ? literal : try Lexer.decodeEscapes(literal, line: line)))
      literal = []
    }
    while index < text.endIndex {
      let scalar = text[index]
      let next = index + 1 < text.endIndex ? text[index + 1] : 0
      if scalar == open, next == open, level == 0 {
        literal.append(scalar)
        index += 2
      } else if scalar == open {
        try flush()
        let end = try endOfField(text, from: index + 1)
        parts += try parseField(text[(index + 1)..<end], isRaw: isRaw, level: level)
        index = end + 1
      } else if scalar == close {
        guard next == close, level == 0 else {
          throw failure("f-string: single '}' is not allowed")
        }
        literal.append(scalar)
        index += 2
      } else {
        literal.append(scalar)
        index += 1
      }
    }
    try flush()
    return parts
  }

  /// The index of the `}` that closes a replacement field.
  private func endOfField(
    _ text: ArraySlice<UInt32>, from start: Int
  ) throws(SyntaxError) -> Int {
    var depth = 0
    var index = start
    while index < text.endIndex {
      switch text[index] {
      case UInt32(ascii: "'"), UInt32(ascii: "\""):
        index = Self.endOfQuote(text, from: index)
      case UInt32(ascii: "("), UInt32(ascii: "["), UInt32(ascii: "{"): depth += 1
      case UInt32(ascii: ")"), UInt32(ascii: "]"): depth -= 1
      case UInt32(ascii: "}"):
        if depth == 0 { return index }
        depth -= 1
      default: break
      }
      index += 1
    }
    throw failure("f-string: expecting '}'")
  }

  /// The index of the quote that closes the one at `start`.
  private static func endOfQuote(_ text: ArraySlice<UInt32>, from start: Int) -> Int {
    text[(start + 1)...].firstIndex(of: text[start]) ?? text.endIndex - 1
  }

  private mutating func parseField(
    _ text: ArraySlice<UInt32>, isRaw: Bool, level: Int
  ) throws(SyntaxError) -> [FormattedPart] {
    if !isRaw, text.contains(UInt32(ascii: "\\")) {
      throw failure("f-string expression part cannot include a backslash")
    }
    var depth = 0
    var index = text.startIndex
    var end = text.endIndex
    var conversion: Character?
    var specification: ArraySlice<UInt32> = []
    scan: while index < text.endIndex {
      let next = index + 1 < text.endIndex ? text[index + 1] : 0
      switch text[index] {
      case UInt32(ascii: "'"), UInt32(ascii: "\""):
        index = Self.endOfQuote(text, from: index)
      case UInt32(ascii: "("), UInt32(ascii: "["), UInt32(ascii: "{"): depth += 1
      case UInt32(ascii: ")"), UInt32(ascii: "]"), UInt32(ascii: "}"): depth -= 1
      case UInt32(ascii: "!") where depth == 0 && next != UInt32(ascii: "="):
        end = index
        guard let scalar = Unicode.Scalar(next), "rsa".unicodeScalars.contains(scalar) else {
          throw failure("f-string: invalid conversion character")
        }
        conversion = Character(scalar)
        index += 2
        if index < text.endIndex {
          guard text[index] == UInt32(ascii: ":") else {
            throw failure("f-string: expecting '}'")
          }
          specification = text[(index + 1)...]
        }
        break scan
      case UInt32(ascii: ":") where depth == 0:
        end = index
        specification = text[(index + 1)...]
        break scan
      default: break
      }
      index += 1
    }
    var expression = text[text.startIndex..<end]
    var parts: [FormattedPart] = []
    if let label = Self.debugLabel(expression) {
      parts.append(.text(Array(expression)))
      expression = expression[..<label]
      if conversion == nil, specification.isEmpty { conversion = "r" }
    }
    var parser = try Parser(
      expression: Array(expression), line: token.line, nesting: nesting + 1)
    parser.functionDepth = functionDepth
    guard parser.startsExpression else { throw failure("f-string: empty expression not allowed") }
    let value = try parser.parseExpressionList()
    guard parser.token.kind == .newline else { throw failure("f-string: invalid syntax") }
    hasYield = hasYield || parser.hasYield
    bindsNames = bindsNames || parser.bindsNames
    let parsed = try parseFormatted(specification, isRaw: isRaw, level: level + 1)
    parts.append(.field(value: value, conversion: conversion, specification: parsed))
    return parts
  }

  /// The index of the `=` of a self-documenting field `{value=}`.
  private static func debugLabel(_ text: ArraySlice<UInt32>) -> Int? {
    let space = UInt32(ascii: " ")
    guard let last = text.lastIndex(where: { $0 != space }), text[last] == UInt32(ascii: "="),
      last > text.startIndex, !"=!<>".unicodeScalars.contains(where: { $0.value == text[last - 1] })
    else { return nil }
    return last
  }
}
