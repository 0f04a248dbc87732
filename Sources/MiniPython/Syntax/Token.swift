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

  /// The keywords by length, each with its packed spelling.
  private static let byLength: [[(spelling: UInt64, keyword: Keyword)]] = (0...8).map { length in
    allCases.filter { $0.rawValue.utf8.count == length }
      .map { (packed($0.rawValue.unicodeScalars.map(\.value)), $0) }
  }

  /// The keyword that a word is. None is longer than eight ASCII characters.
  init?(word: ArraySlice<UInt32>) {
    guard word.count <= 8, word.count >= 2 else { return nil }
    let spelling = Self.packed(word)
    for candidate in Self.byLength[word.count] where candidate.spelling == spelling {
      self = candidate.keyword
      return
    }
    return nil
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

  /// A symbol with its one to three characters packed into one number.
  private struct Spelling {
    let symbol: Symbol
    let first: UInt32
    let packed: UInt32
    let count: Int

    init(_ symbol: Symbol) {
      self.symbol = symbol
      first = symbol.rawValue.unicodeScalars.first?.value ?? 0
      packed = symbol.rawValue.utf8.reduce(0) { $0 << 8 | UInt32($1) }
      count = symbol.rawValue.utf8.count
    }
  }

  /// All symbols by first character, longest first, so that the first match is the right one.
  private static let spellings = allCases.map(Spelling.init).sorted {
    $0.first == $1.first ? $0.count > $1.count : $0.first < $1.first
  }
  /// Where the symbols of a first character begin.
  private static let firstSpelling: [Int] = (0..<128).map { scalar in
    spellings.firstIndex { $0.first == scalar } ?? spellings.count
  }

  /// The longest symbol that three characters begin with; 0 stands for what is missing or not ASCII.
  static func longest(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> (Symbol, count: Int)? {
    guard first < 128 else { return nil }
    let packed = first << 16 | (second < 128 ? second : 0) << 8 | (third < 128 ? third : 0)
    for spelling in spellings[firstSpelling[Int(first)]...] {
      if spelling.first != first { break }
      if packed >> UInt32(8 * (3 - spelling.count)) == spelling.packed {
        return (spelling.symbol, spelling.count)
      }
    }
    return nil
  }

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
