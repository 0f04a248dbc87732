import CPseudoTerminal

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
    var name = [CChar](repeating: 0, count: 128)
    master = cpseudoterminal_open(&name, name.count)
    guard master >= 0 else {
      throw DriverError(code: .system, message: "no pseudo-terminal: errno \(errno)")
    }
    path = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    resize(columns: columns, rows: rows)
  }

  deinit { close(master) }

  /// Gives the terminal another size; its program gets SIGWINCH.
  func resize(columns: Int, rows: Int) {
    cpseudoterminal_resize(master, Int32(columns), Int32(rows))
  }

  /// Closes this end, as a window that is closed does; its program gets SIGHUP.
  func hangUp() throws {
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard nothing >= 0, dup2(nothing, master) >= 0 else {
      throw DriverError(code: .system, message: "the terminal could not be closed: errno \(errno)")
    }
    close(nothing)
  }

  /// Which of ECHO, ICANON and ISIG are on. A shell needs all three.
  var localModes: Set<String> {
    var settings = termios()
    guard tcgetattr(master, &settings) == 0 else { return [] }
    let modes = [("ECHO", ECHO), ("ICANON", ICANON), ("ISIG", ISIG)]
    return Set(modes.filter { settings.c_lflag & tcflag_t($0.1) != 0 }.map(\.0))
  }

  /// Starts a program that has the terminal as its controlling one, in a session of its own.
  func spawn(_ program: String, _ arguments: [String], environment: [String: String]) throws
    -> pid_t
  {
    let argv = ([program] + arguments).map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var process: pid_t = 0
    let result = cpseudoterminal_spawn(path, &process, argv, envp)
    guard result == 0 else {
      let reason = String(cString: strerror(result))
      throw DriverError(code: .system, message: "\(program) could not be started: \(reason)")
    }
    return process
  }
}
