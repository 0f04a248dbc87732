/// The nano model's tokenizer: a fixed vocabulary of Python pieces, tags and small integers.
///
/// One token per integer from -50 to 50 and per newline-with-indentation makes a program about three
/// times shorter than its characters, and lets a trace copy a value in one token. Every printable
/// ASCII character is a token as well, so any ASCII text can be written; other characters become `?`.
///
/// Encoding takes the longest piece at each position. It is a left inverse of decoding on text, not
/// on ids: a model may write `10` as two tokens.
public struct NanoTokenizer: Tokenizer {
  /// The largest absolute value that is one token.
  public static let largestInteger = 50

  /// Token texts by id.
  public let pieces: [String]
  public let stopToken: Int32 = 0

  private let identifiers: [[UInt8]: Int32]
  private let bytesByID: [[UInt8]]
  private let longestPiece: Int
  private let unknown: Int32

  public var vocabularySize: Int { pieces.count }

  public init() {
    var pieces = Self.tags + Self.python + Self.words
    pieces += (0x20...0x7E).map { String(Unicode.Scalar(UInt8($0))) }
    pieces += (0...Self.largestInteger).map(String.init)
    pieces += (1...Self.largestInteger).map { "-\($0)" }
    var seen: Set<String> = []
    pieces = pieces.filter { seen.insert($0).inserted }
    self.pieces = pieces
    bytesByID = pieces.map { Array($0.utf8) }
    var identifiers: [[UInt8]: Int32] = [:]
    for (id, piece) in bytesByID.enumerated() where id != 0 { identifiers[piece] = Int32(id) }
    self.identifiers = identifiers
    longestPiece = bytesByID.map(\.count).max() ?? 1
    unknown = identifiers[[UInt8(ascii: "?")]] ?? 0
  }

  public func encode(_ text: String) -> [Int32] {
    let bytes = Array(text.utf8)
    var tokens: [Int32] = []
    tokens.reserveCapacity(bytes.count / 2)
    var position = 0
    scan: while position < bytes.count {
      var length = min(longestPiece, bytes.count - position)
      while length > 0 {
        if let id = identifiers[Array(bytes[position..<position + length])] {
          tokens.append(id)
          position += length
          continue scan
        }
        length -= 1
      }
      // One token for a whole character, not one for each of its bytes.
      if bytes[position] & 0xC0 != 0x80 { tokens.append(unknown) }
      position += 1
    }
    return tokens
  }

  public func decode(_ tokens: some Sequence<Int32>) -> String {
    var bytes: [UInt8] = []
    for token in tokens where token != stopToken && bytesByID.indices.contains(Int(token)) {
      bytes += bytesByID[Int(token)]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let tags = [
    "<|end|>", "<propose>", "<solve>", "<deduction>", "<abduction>", "<induction>", "<reference>",
    "<program>", "<input>", "<output>", "<message>", "<think>", "</think>", "<answer>",
    "</answer>", "\n", "\n    ", "\n        ", "\n            ",
  ]

  private static let python = [
    "def f(x):", "def ", "return ", "if ", "elif ", "else:", "while ", "for ", " in ", "range(",
    "len(", "sum(", "max(", "min(", "abs(", "sorted(", "lambda ", "not ", " and ", " or ", "True",
    "False", "None", "import ", "break", "continue", "pass", " = ", " += ", " -= ", " *= ",
    " //= ", " %= ", " + ", " - ", " * ", " // ", " % ", " ** ", " < ", " > ", " <= ", " >= ",
    " == ", " != ", " if ", " else ", " for ", " not in ", ", ", ": ", "):", ".append(",
    ".upper()", ".lower()", ".replace(", ".count(", ".index(", ".pop()", ".sort()", "[::-1]",
    "[1:]", "[:-1]", "[0]", "[-1]", "()", "[]", "''",
  ]

  private static let words = [
    " -> ", "try ", "yes", "no", "plan:", " lines", " line", " with", "add", "subtract",
    "multiply", "divide", "modulo", "branch", "repeat", "list", "text", "count", "pick", "order",
    "compare", "Hello world",
  ]
}
