/// A part of the replacement text of `sub`.
enum ReplacementPart {
  case text([UInt32])
  case group(Int)

  static func parse(_ text: [UInt32], _ program: RegexProgram) throws -> [ReplacementPart] {
    var parts: [ReplacementPart] = []
    var literal: [UInt32] = []
    var index = 0
    func group(_ name: String) throws -> Int {
      if let number = Int(name) {
        guard number <= program.groupCount else {
          throw RegexError(message: "invalid group reference \(number) at position 1")
        }
        return number
      }
      guard let named = program.names.first(where: { $0.name == name }) else {
        throw RegexError(message: "unknown group name '\(name)'")
      }
      return named.group
    }
    while index < text.count {
      guard text[index] == UInt32(ascii: "\\"), index + 1 < text.count else {
        if text[index] == UInt32(ascii: "\\") {
          throw RegexError(message: "bad escape (end of pattern) at position \(index)")
        }
        literal.append(text[index])
        index += 1
        continue
      }
      let letter = text[index + 1]
      index += 2
      switch Unicode.Scalar(letter).map(Character.init) ?? " " {
      case "g":
        guard index < text.count, text[index] == UInt32(ascii: "<"),
          let end = text[index...].firstIndex(of: UInt32(ascii: ">"))
        else { throw RegexError(message: "missing < at position \(index)") }
        parts += [
          .text(literal), .group(try group(String(scalars: text[(index + 1)..<end]))),
        ]
        literal = []
        index = end + 1
      case "0": literal.append(0)
      case "1"..."9":
        var number = Int(letter) - 48
        if index < text.count, text[index].isDecimalDigit {
          number = number * 10 + Int(text[index]) - 48
          index += 1
        }
        parts += [.text(literal), .group(try group(String(number)))]
        literal = []
      case "n": literal.append(10)
      case "t": literal.append(9)
      case "r": literal.append(13)
      case "f": literal.append(12)
      case "v": literal.append(11)
      case "a": literal.append(7)
      case "\\": literal.append(letter)
      default:
        if letter < 128, CharacterClass.isAlpha(letter) {
          throw RegexError(
            message: "bad escape \\\(String(scalars: [letter])) at position \(index - 2)")
        }
        literal += [UInt32(ascii: "\\"), letter]
      }
    }
    return parts + [.text(literal)]
  }
}
