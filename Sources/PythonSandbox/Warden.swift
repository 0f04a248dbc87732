import CSandbox
import Foundation

/// The warm process in a sandbox: a Python interpreter that forks a child for each program.
///
/// A value that stands for a process: whoever holds it ends it. Nothing of a program is left in it,
/// because programs run in its children only.
struct Warden {
  /// Programs after which it is replaced, before its own processor time runs out.
  static let lifetime = 2_000
  static let tokenLength = 16
  /// The longest reply that is taken.
  static let replyLimit = 64 << 20

  let process: csandbox_process
  /// Python's version.
  let version: String
  var served = 0
  private var received: [UInt8] = []

  /// What came of looking at it.
  enum Event {
    case nothing
    /// A reply, the token first.
    case reply([UInt8])
    /// A child called what it must not.
    case attempt(String)
    /// It is of no more use.
    case gone(String)
  }

  /// Starts one.
  ///
  /// - Parameter hashSeed: Of Python's hashes, which decide the order of sets.
  init(
    python: PythonInstallation, hashSeed: UInt32, limits: PythonLimits
  ) throws(SandboxError) {
    let script = String(decoding: PackageResources.warden_py, as: UTF8.self)
    let arguments = [python.path, "-s", "-S", "-B", "-X", "utf8", "-c", script]
    var started = csandbox_process()
    let failure = SandboxPlan.with(
      python: python, arguments: arguments, environment: ["PYTHONHASHSEED=\(hashSeed)"],
      memory: limits.memory
    ) { csandbox_spawn(&$0, &started) }
    guard failure.layer == 0 else { throw SandboxError(failure) }
    process = started
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(
      started.input, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    do {
      version = try Self.greeting(of: started)
    } catch {
      withUnsafePointer(to: started) { csandbox_end($0) }
      throw error
    }
  }

  /// Waits for the first message, which says that everything is loaded.
  private static func greeting(of process: csandbox_process) throws(SandboxError) -> String {
    var bytes: [UInt8] = []
    let deadline = Date(timeIntervalSinceNow: 30)
    while Date() < deadline {
      switch look(at: process, received: &bytes, milliseconds: 1_000) {
      case .nothing: continue
      case .reply(let reply):
        guard reply.count > tokenLength, reply[tokenLength] == UInt8(ascii: "R") else { break }
        return String(decoding: reply.dropFirst(tokenLength + 5), as: UTF8.self)
      case .attempt(let call), .gone(let call):
        throw SandboxError(
          code: .process, message: "Python does not start in the sandbox: \(call)",
          context: IsolationLayer.python.remedy)
      }
    }
    throw SandboxError(
      code: .process, message: "Python does not answer in the sandbox",
      context: IsolationLayer.python.remedy)
  }

  /// Hands a request over. False if the process takes none any more.
  func send(_ frame: [UInt8]) -> Bool {
    frame.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = Glibc.send(
          process.input, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }

  /// Takes what has come, without waiting.
  mutating func look() -> Event { Self.look(at: process, received: &received, milliseconds: 0) }

  /// Waits until something may have come from one of several processes.
  static func wait(for wardens: [Warden], milliseconds: Int) {
    var sources = wardens.flatMap { $0.process.sources }
    poll(&sources, nfds_t(sources.count), Int32(clamping: milliseconds))
  }

  private static func look(
    at process: csandbox_process, received: inout [UInt8], milliseconds: Int32
  ) -> Event {
    var sources = process.sources
    guard poll(&sources, nfds_t(sources.count), milliseconds) > 0 else { return .nothing }
    if sources[1].revents != 0 {
      var number: Int32 = 0
      let answer = withUnsafePointer(to: process) { csandbox_answer($0, &number) }
      if answer == CSANDBOX_KILLED || answer == CSANDBOX_REFUSED {
        let name = csandbox_call_name(number).map { String(cString: $0) } ?? "call \(number)"
        return answer == CSANDBOX_KILLED
          ? .attempt(name) : .gone("the sandboxed interpreter called \(name)")
      }
      if answer == CSANDBOX_GONE && sources[0].revents & Int16(POLLIN) == 0 {
        return .gone("the sandboxed process ended")
      }
    }
    guard sources[0].revents != 0 else { return .nothing }
    var room = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(process.output, &room, room.count)
    if count < 0 && errno == EINTR { return .nothing }
    guard count > 0 else { return .gone("the sandboxed process ended") }
    received += room[..<count]
    guard received.count >= 4 else { return .nothing }
    let length = Int(UInt32(littleEndianBytes: received[..<4]))
    guard length >= tokenLength, length <= replyLimit, received.count <= 4 + length else {
      return .gone("the sandboxed process sent what is no reply")
    }
    guard received.count == 4 + length else { return .nothing }
    defer { received = [] }
    return .reply(Array(received[4...]))
  }

  /// Kills it with all that it started.
  func end() {
    withUnsafePointer(to: process) { csandbox_end($0) }
  }
}

extension csandbox_process {
  /// The reply channel and the channel of refused calls, to poll.
  fileprivate var sources: [pollfd] {
    [
      pollfd(fd: output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: calls, events: Int16(POLLIN), revents: 0),
    ]
  }
}
