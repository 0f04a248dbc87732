#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The two ends of a pseudo-terminal, of which this process holds the master.
struct PseudoTerminal: ~Copyable {
  let master: Int32
  /// The path by which a program opens its end.
  let path: String

  init(columns: Int, rows: Int) throws {
    master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master)
    else { throw DriverError(code: .system, message: "no pseudo-terminal: errno \(errno)") }
    path = String(cString: name)
    resize(columns: columns, rows: rows)
  }

  deinit { close(master) }

  /// Gives the terminal another size; its program gets SIGWINCH.
  func resize(columns: Int, rows: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Which of ECHO, ICANON and ISIG are on. A shell needs all three.
  var localModes: Set<String> {
    var settings = termios()
    guard tcgetattr(master, &settings) == 0 else { return [] }
    let modes = [("ECHO", ECHO), ("ICANON", ICANON), ("ISIG", ISIG)]
    return Set(modes.filter { settings.c_lflag & tcflag_t($0.1) != 0 }.map(\.0))
  }

  /// Starts a program that has the terminal as its controlling one, in a session of its own.
  func spawn(_ path: String, _ arguments: [String], environment: [String: String]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a new session opens becomes its controlling one.
    posix_spawn_file_actions_addopen(&actions, 0, self.path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The program must not inherit what the test runner ignores or blocks.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSID) | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    let argv = ([path] + arguments).map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    let result = posix_spawn(&process, path, &actions, &attributes, argv, envp)
    guard result == 0 else {
      throw DriverError(
        code: .system, message: "\(path) could not be started: \(String(cString: strerror(result)))"
      )
    }
    return process
  }
}
