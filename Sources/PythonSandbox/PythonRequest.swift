/// A program and what to run of it.
public struct PythonRequest: Hashable, Sendable {
  /// What is run once the program's top level has run.
  public enum Call: Hashable, Sendable {
    /// A function of the program, with arguments each of which is a literal's text.
    case function(String, arguments: [String])
    /// Any expression, such as `f(dict(a=1))`. For a person's own text only: grading never
    /// evaluates what a model wrote as an answer.
    case expression(String)
  }

  /// The program's text.
  public var source: String
  public var call: Call

  public init(source: String, call: Call) {
    self.source = source
    self.call = call
  }

  /// The request as the warden reads it.
  func frame(token: [UInt8], limits: PythonLimits) -> [UInt8] {
    let fields: [[UInt8]] =
      switch call {
      case .function(let name, let arguments):
        [
          Array("F".utf8), Array(name.utf8),
          Array("(\(arguments.map { $0 + "," }.joined()))".utf8),
        ]
      case .expression(let text): [Array("X".utf8), [], Array(text.utf8)]
      }
    let rest = [
      source, String(limits.outputLength), String(limits.processorSeconds), String(limits.seconds),
    ]
    var body = token
    for field in fields + rest.map({ Array($0.utf8) }) {
      body += UInt32(field.count).littleEndianBytes + field
    }
    return UInt32(body.count).littleEndianBytes + body
  }
}

extension UInt32 {
  var littleEndianBytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }

  init(littleEndianBytes bytes: some Sequence<UInt8>) {
    self = bytes.enumerated().reduce(0) { $0 | UInt32($1.element) << UInt32(8 * $1.offset) }
  }
}
