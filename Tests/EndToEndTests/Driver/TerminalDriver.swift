#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs a program in a terminal of its own and plays its user: presses keys, resizes the window,
/// reads the screen.
///
/// It never sleeps. It waits in poll(2) for output until what is expected has come, and gives up,
/// with the screen in the error, when `limit` is over.
final class TerminalDriver {
  private let terminal: PseudoTerminal
  private let process: pid_t
  /// For how many seconds each wait may last.
  private let limit: Double
  private var bytesSent = 0
  private var status: Int32?
  private var outputHasEnded = false

  private(set) var screen: VirtualScreen

  /// Starts a program in a terminal of the given size. The environment says that the terminal is an
  /// xterm, that text is UTF-8 and that idle marks are wanted; `environment` adds to that and
  /// overrides it.
  init(
    _ program: String, _ arguments: [String], columns: Int = 80, rows: Int = 24,
    environment: [String: String] = [:], limit: Double = 30
  ) throws {
    var variables = [
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PROCTOR_TEST_IDLE": "1",
      "PATH": "/usr/bin:/bin",
    ]
    variables.merge(environment) { $1 }
    terminal = try PseudoTerminal(columns: columns, rows: rows)
    screen = VirtualScreen(columns: columns, rows: rows)
    self.limit = limit
    process = try terminal.spawn(program, arguments, environment: variables)
  }

  deinit {
    guard status == nil else { return }
    kill(process, SIGKILL)
    var ignored: Int32 = 0
    waitpid(process, &ignored, 0)
  }

  // MARK: - The screen

  var lines: [String] { screen.lines }
  var text: String { screen.text }
  /// Which of ECHO, ICANON and ISIG are on.
  var localModes: Set<String> { terminal.localModes }

  // MARK: - Acting

  /// Presses keys as bytes: text, or a sequence such as `Keys.down`.
  func press(_ keys: String) throws {
    var bytes = Array(keys.utf8)
    bytesSent += bytes.count
    let deadline = Self.now + limit
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { write(terminal.master, $0.baseAddress, $0.count) }
      guard written > 0 else { throw failure(.system, "the program's terminal takes no keys") }
      bytes.removeFirst(written)
      // The program may be writing too: whoever never reads makes both wait.
      try pump(until: min(deadline, Self.now))
    }
  }

  /// Presses keys and waits until the program has read them and drawn what they changed.
  func type(_ keys: String) throws {
    try press(keys)
    try waitForIdle()
  }

  func resize(columns: Int, rows: Int) throws {
    screen.resize(columns: columns, rows: rows)
    terminal.resize(columns: columns, rows: rows)
    try waitForIdle()
  }

  /// Takes the terminal away from the program. Nothing can be read any more.
  func closeTerminal() throws {
    try terminal.hangUp()
    outputHasEnded = true
  }

  func send(signal: Int32) { kill(process, signal) }

  // MARK: - Waiting

  /// Waits until the program has read every key, has the window's size, and has drawn everything.
  func waitForIdle() throws {
    try wait(for: "the program to be idle") { screen in
      guard let idle = screen.idle else { return false }
      return idle.input >= bytesSent && idle.columns == screen.columns && idle.rows == screen.rows
    }
  }

  /// Waits until a text is on the screen.
  func waitUntil(contains text: String) throws {
    try wait(for: "\(text.debugDescription) on the screen") { $0.text.contains(text) }
  }

  /// Watches the screen for as long as a person looks before pressing a key again.
  func look() throws {
    let end = Self.now + 0.4
    while Self.now < end, !outputHasEnded { try pump(until: end) }
  }

  /// Waits until a condition on the screen holds; `what` names it in the error. `otherwise` is what
  /// to do about it, each time that it doesn't hold.
  func wait(
    for what: String, _ condition: (VirtualScreen) -> Bool,
    otherwise act: (() throws -> Void)? = nil
  ) throws {
    let deadline = Self.now + limit
    while !condition(screen) {
      guard !outputHasEnded else {
        throw failure(.ended, "the program ended while waiting for \(what)")
      }
      guard Self.now < deadline else { throw failure(.timedOut, "timed out waiting for \(what)") }
      if let act { try act() } else { try pump(until: deadline) }
    }
  }

  /// How a program ended.
  enum Exit: Hashable {
    case status(Int32)
    case signal(Int32)
  }

  /// Reads until the program ends.
  func waitForExit() throws -> Exit {
    let deadline = Self.now + limit
    while !outputHasEnded, Self.now < deadline { try pump(until: deadline) }
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      guard Self.now < deadline else {
        throw failure(.timedOut, "timed out waiting for the program to end")
      }
      // Its output has ended, so it is about to: there is nothing to be woken by.
      poll(nil, 0, 5)
    }
    self.status = status
    return status & 0x7F == 0 ? .status(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }

  /// Waits for output until `deadline` and takes in what has come.
  private func pump(until deadline: Double) throws {
    guard !outputHasEnded else { return }
    var source = pollfd(fd: terminal.master, events: Int16(POLLIN), revents: 0)
    let milliseconds = Int32(max(0, (deadline - Self.now) * 1000).rounded(.up))
    guard poll(&source, 1, milliseconds) > 0 else { return }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { buffer in
      let count = read(terminal.master, buffer.baseAddress, buffer.count)
      // Linux answers EIO when the last program has closed its end.
      if count > 0 { screen.feed(buffer[..<count]) } else { outputHasEnded = errno != EINTR }
    }
  }

  private func failure(_ code: DriverError.Code, _ message: String) -> DriverError {
    DriverError(code: code, message: message, screen: lines)
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// What an xterm sends for keys that are not text.
enum Keys {
  static let enter = "\r"
  static let escape = "\u{1B}"
  static let tab = "\t"
  static let backspace = "\u{7F}"
  static let up = "\u{1B}[A"
  static let down = "\u{1B}[B"

  static func control(_ letter: Character) -> String {
    String(Character(Unicode.Scalar((letter.asciiValue ?? 0) & 0x1F)))
  }
}
