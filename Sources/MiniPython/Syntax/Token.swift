/// One lexical token with its place in the source.
struct Token {
  enum Kind: Equatable {
    case name(String)
    case keyword(Keyword)
    case constant(Constant)
    /// An f-string: its undecoded text between the quotes.
    case formatted([UInt32], isRaw: Bool)
    case symbol(Symbol)
    case newline
    case indent
    case dedent
    case end
  }

  let kind: Kind
  let line: Int
  let column: Int
  /// The symbol or the keyword that it is, which is compared more often than all else.
  let symbol: Symbol?
  let keyword: Keyword?

  init(kind: Kind, line: Int, column: Int) {
    self.kind = kind
    self.line = line
    self.column = column
    if case .symbol(let symbol) = kind { self.symbol = symbol } else { symbol = nil }
    if case .keyword(let keyword) = kind { self.keyword = keyword } else { keyword = nil }
  }
}

/// The reserved words.
enum Keyword: String, CaseIterable {
  case and, `as`, assert, async, await, `break`, `class`, `continue`, def, del, elif, `else`
  case except, finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda, nonlocal, not
  case or, pass, raise, `return`, `try`, `while`, with, yield
  case none = "None"
  case `true` = "True"
  case `false` = "False"

  static let table: [String: Keyword] = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  private static let packedTable: [UInt64: Keyword] = Dictionary(
    uniqueKeysWithValues: allCases.map { (packed($0.rawValue.unicodeScalars.map(\.value)), $0) })

  /// The keyword that a word is. None is longer than eight ASCII characters.
  init?(word: ArraySlice<UInt32>) {
    guard word.count <= 8, word.count >= 2,
      let keyword = Self.packedTable[Self.packed(word)]
    else { return nil }
    self = keyword
  }

  /// Up to eight characters in one number; 0 for what is not ASCII.
  private static func packed(_ word: some Sequence<UInt32>) -> UInt64 {
    var number: UInt64 = 0
    for scalar in word {
      if scalar >= 128 { return 0 }
      number = number << 8 | UInt64(scalar)
    }
    return number
  }
}

/// Operators and delimiters.
enum Symbol: String, CaseIterable {
  case plus = "+"
  case minus = "-"
  case star = "*"
  case doubleStar = "**"
  case slash = "/"
  case doubleSlash = "//"
  case percent = "%"
  case at = "@"
  case leftShift = "<<"
  case rightShift = ">>"
  case ampersand = "&"
  case bar = "|"
  case caret = "^"
  case tilde = "~"
  case walrus = ":="
  case less = "<"
  case greater = ">"
  case lessEqual = "<="
  case greaterEqual = ">="
  case doubleEqual = "=="
  case notEqual = "!="
  case leftParen = "("
  case rightParen = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case leftBrace = "{"
  case rightBrace = "}"
  case comma = ","
  case colon = ":"
  case dot = "."
  case semicolon = ";"
  case equal = "="
  case arrow = "->"
  case ellipsis = "..."
  case plusEqual = "+="
  case minusEqual = "-="
  case starEqual = "*="
  case slashEqual = "/="
  case doubleSlashEqual = "//="
  case percentEqual = "%="
  case atEqual = "@="
  case ampersandEqual = "&="
  case barEqual = "|="
  case caretEqual = "^="
  case rightShiftEqual = ">>="
  case leftShiftEqual = "<<="
  case doubleStarEqual = "**="

  /// Symbols by first character, longest first, so that the first match is the right one.
  static let byFirstScalar: [[(scalars: [UInt32], symbol: Symbol)]] = {
    var table = [[(scalars: [UInt32], symbol: Symbol)]](repeating: [], count: 128)
    for symbol in allCases {
      let scalars = symbol.rawValue.unicodeScalars.map(\.value)
      table[Int(scalars[0])].append((scalars, symbol))
    }
    return table.map { $0.sorted { $0.scalars.count > $1.scalars.count } }
  }()

  /// The operator of an augmented assignment.
  var augmentedOperator: BinaryOperator? {
    guard rawValue.count >= 2, rawValue.hasSuffix("=") else { return nil }
    return BinaryOperator(rawValue: String(rawValue.dropLast()))
  }
}

extension UInt32 {
  /// The code point of an ASCII character literal.
  init(ascii scalar: Unicode.Scalar) { self = scalar.value }

  var isDecimalDigit: Bool { self >= 48 && self <= 57 }

  var isIdentifierStart: Bool {
    if self < 128 {
      return (self >= 97 && self <= 122) || (self >= 65 && self <= 90) || self == 95
    }
    return Unicode.Scalar(self)?.properties.isXIDStart ?? false
  }

  var isIdentifierPart: Bool {
    if self < 128 { return isIdentifierStart || isDecimalDigit }
    return Unicode.Scalar(self)?.properties.isXIDContinue ?? false
  }

  /// The value as a digit in any base up to 36, or nil.
  var digitValue: Int? {
    switch self {
    case 48...57: Int(self) - 48
    case 97...122: Int(self) - 87
    case 65...90: Int(self) - 55
    default: nil
    }
  }
}
