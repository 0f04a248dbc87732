/// What became of a program.
public enum PythonOutcome: Hashable, Sendable {
  /// It gave a value that can be written as a literal.
  case value(typeName: String, text: String)
  /// It gave a value that cannot, such as a function or an object of its own class.
  case opaque(typeName: String)
  /// It raised an exception; `SystemExit` and the like are no different.
  case raised(kind: String, message: String, line: Int?)
  /// It does not compile.
  case syntaxError(message: String, line: Int?)
  /// It went over a limit.
  case limit(Limit, message: String)
  /// It tried to reach out of the sandbox, to no effect: what it tried, such as `socket`.
  case escapeAttempt(String)
  /// Its process ended without a result.
  case crashed(String)
  /// The sandbox could not run it: this says nothing about the program.
  case unavailable(String)

  /// The limits that a program can go over.
  public enum Limit: String, Hashable, Sendable {
    case time, memory, recursion, output
  }

  /// What the warden replied: a letter and texts, which are taken from the front.
  fileprivate init(letter: UInt8?, fields: inout ArraySlice<UInt8>) {
    func next() -> String {
      let count = Int(UInt32(littleEndianBytes: fields.prefix(4)))
      fields = fields.dropFirst(4)
      defer { fields = fields.dropFirst(count) }
      return String(decoding: fields.prefix(count), as: UTF8.self)
    }
    func line() -> Int? { Int(next()).flatMap { $0 > 0 ? $0 : nil } }
    switch letter.map({ Character(UnicodeScalar($0)) }) {
    case "V": self = .value(typeName: next(), text: next())
    case "O": self = .opaque(typeName: next())
    case "E": self = .raised(kind: Self.name(next()), message: next(), line: line())
    case "S":
      let line = line()
      self = .syntaxError(message: next(), line: line)
    case "L": self = .limit(Limit(rawValue: next()) ?? .time, message: next())
    case "A": self = .escapeAttempt(next())
    case "C": self = .crashed(next())
    default: self = .crashed("its result cannot be read")
    }
  }

  /// A class may be given any text for a name; only an identifier is taken for one.
  private static func name(_ text: String) -> String {
    let isName =
      text.utf8.count <= 100
      && text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue || $0 == "_" }
    return isName ? text : "Exception"
  }
}

/// What became of a program, and what it printed.
public struct PythonResult: Hashable, Sendable {
  public var outcome: PythonOutcome
  /// What went to standard output, if the request was an expression; else empty.
  public var printed = ""

  /// A result of which nothing else is known.
  init(_ outcome: PythonOutcome) { self.outcome = outcome }

  /// What the warden replied.
  init(reply: ArraySlice<UInt8>) {
    var fields = reply.dropFirst()
    outcome = PythonOutcome(letter: reply.first, fields: &fields)
    guard fields.count >= 4 else { return }
    let count = Int(UInt32(littleEndianBytes: fields.prefix(4)))
    printed = String(decoding: fields.dropFirst(4).prefix(count), as: UTF8.self)
  }
}
