import Core

/// A connection to a run that goes on in another process.
public final class WireClient: Sendable {
  private let socket: UnixSocket
  private let path: String

  /// Longer lines than any event's are no run's.
  private static let longestLine = 64 << 20

  /// Connects to a run's socket.
  public init(connectingTo path: String) throws(WireError) {
    self.path = path
    socket = try UnixSocket.connected(to: path)
  }

  /// Asks something of the run; false once the connection is gone. It waits while the run is behind
  /// with what was asked before.
  @discardableResult public func send(_ command: RunCommand) -> Bool {
    guard let line = try? command.wireLine() else { return false }
    return socket.write(line)
  }

  /// Hands over what the run tells, as much at a time as has come, until the connection ends.
  ///
  /// Throws when the other side is no run, or one that speaks another version of the protocol.
  public func receive(_ body: ([WireMessage]) -> Void) throws(WireError) {
    var splitter = LineSplitter(limit: Self.longestLine)
    var bytes: [UInt8] = []
    var isGreeted = false
    while socket.read(into: &bytes) {
      var messages: [WireMessage] = []
      for piece in splitter.feed(bytes) {
        guard case .line(let line) = piece, let message = try? WireMessage(line: line) else {
          throw WireError(
            code: .foreign, message: "what listens here does not speak as a run does",
            context: path)
        }
        if !isGreeted { try check(message) }
        isGreeted = true
        messages.append(message)
      }
      if !messages.isEmpty { body(messages) }
    }
  }

  private func check(_ first: WireMessage) throws(WireError) {
    switch first {
    case .hello(let greeting) where greeting.protocolVersion == WireMessage.version: break
    case .hello(let greeting):
      throw WireError(
        code: .protocolVersion,
        message: """
          the run is in Proctor \(greeting.version), which speaks version \
          \(greeting.protocolVersion) of the protocol, not \(WireMessage.version)
          """, context: path)
    case .fault(let message): throw WireError(code: .system, message: message, context: path)
    case .event, .live:
      throw WireError(
        code: .foreign, message: "what listens here does not speak as a run does", context: path)
    }
  }

  /// Ends the connection; `receive` returns.
  public func close() { socket.shutDown() }
}
