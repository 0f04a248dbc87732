import Core
import Foundation

/// What a run tells a client: a line of JSON each.
///
/// The first line is `hello`. The events of the past follow, then `live`, then every event as it
/// happens. What a client says is a ``RunCommand``, a line of JSON each, too.
public enum WireMessage: Hashable, Sendable {
  /// `{"wire":"hello","protocol":1,"run":NAME,"version":VERSION}`
  case hello(WireGreeting)
  /// An event, in the form of the journal and the exports.
  case event(RunEvent)
  /// `{"wire":"live"}`: the past is complete.
  case live
  /// `{"wire":"fault","message":TEXT}`: the client said something that cannot be taken, or is too
  /// slow to be told more.
  case fault(String)

  /// The version of the protocol that this program speaks.
  public static let version = 1
}

/// Who a client has reached.
public struct WireGreeting: Hashable, Sendable {
  public var protocolVersion: Int
  /// The run's name.
  public var run: String
  /// The version of the program that it runs in.
  public var version: String

  public init(run: String, version: String) {
    protocolVersion = WireMessage.version
    self.run = run
    self.version = version
  }
}

extension WireMessage {
  /// What is no event.
  private struct Notice: Codable {
    var wire: String
    var `protocol`: Int?
    var run: String?
    var version: String?
    var message: String?
  }

  /// How a line begins that is no event.
  private static let mark = Array(#"{"wire":"#.utf8)

  /// The message as a line, with its end.
  func line() throws -> [UInt8] {
    let encoder = OrderedJSONEncoder()
    let text =
      switch self {
      case .hello(let greeting):
        try encoder.encode(
          Notice(
            wire: "hello", protocol: greeting.protocolVersion, run: greeting.run,
            version: greeting.version))
      case .event(let event): try encoder.encode(event)
      case .live: try encoder.encode(Notice(wire: "live"))
      case .fault(let message): try encoder.encode(Notice(wire: "fault", message: message))
      }
    return text + [UInt8(ascii: "\n")]
  }

  /// Reads a line, without its end.
  ///
  /// Throws what is wrong with it.
  init(line: [UInt8]) throws {
    guard line.starts(with: Self.mark) else {
      self = .event(try Self.decode(RunEvent.self, line))
      return
    }
    let notice = try Self.decode(Notice.self, line)
    switch (notice.wire, notice.protocol, notice.run, notice.version, notice.message) {
    case ("hello", let number?, let run?, let version?, _):
      var greeting = WireGreeting(run: run, version: version)
      greeting.protocolVersion = number
      self = .hello(greeting)
    case ("live", _, _, _, _): self = .live
    case ("fault", _, _, _, let message?): self = .fault(message)
    default:
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "this is no message of a run"))
    }
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, _ line: [UInt8]
  ) throws -> Value {
    if let value = try? OrderedJSONDecoder().decode(type, from: line) { return value }
    return try RunCommand.wireDecoder.decode(type, from: Data(line))
  }
}

extension RunCommand {
  /// Longer names of an operator, in characters, are refused.
  private static let longestName = 64

  static var wireDecoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return decoder
  }

  /// The command as a line, with its end.
  func wireLine() throws -> [UInt8] {
    try OrderedJSONEncoder(sortsSets: true).encode(self) + [UInt8(ascii: "\n")]
  }

  /// Reads what a client says, which may be anything.
  ///
  /// Throws what is wrong with it, in one line.
  init(wireLine line: [UInt8]) throws(WireFault) {
    do {
      self = try Self.wireDecoder.decode(RunCommand.self, from: Data(line))
    } catch let error as DecodingError {
      throw WireFault(message: "this is no command: \(error.wireDescription)")
    } catch {
      throw WireFault(message: "this is no command: it is not JSON")
    }
    guard !by.isEmpty, by.count <= Self.longestName else {
      throw WireFault(message: "`by` must name who asks, in at most \(Self.longestName) letters")
    }
  }
}

/// Why a line is no command.
struct WireFault: Error, Hashable {
  var message: String
}

extension DecodingError {
  /// Which field is wrong, and how.
  fileprivate var wireDescription: String {
    switch self {
    case .keyNotFound(let key, let context):
      Self.place(context.codingPath + [key]) + "is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      Self.place(context.codingPath) + "is of another type"
    case .dataCorrupted(let context) where context.codingPath.isEmpty: "it is not JSON"
    case .dataCorrupted(let context): Self.place(context.codingPath) + "has no such value"
    @unknown default: "it is not what it should be"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.isEmpty ? "the line " : "`" + path.map(\.stringValue).joined(separator: ".") + "` "
  }
}
