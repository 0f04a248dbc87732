/// Programs that must not get through. They are run before any other, so that an isolation that is
/// not what it seems is found out by us and not by a model.
enum SandboxCanary {
  static let attempts: [(name: String, source: String)] = [
    ("network", "import _socket\ndef f(): return len(_socket.socket().getsockname())"),
    ("processes", "import posix\ndef f(): return posix.fork() * 0"),
    ("writing files", "import posix\ndef f(): return posix.open('/tmp', 65) * 0"),
    ("reading files", "import posix\ndef f(): return posix.open('/etc/passwd', 0) * 0"),
  ]

  /// - Throws: `SandboxError` if a program is not run right, or if one gets through.
  static func check(_ pool: PythonPool) throws(SandboxError) {
    let good = pool.run(
      PythonRequest(source: "def f(x): return x + 1", call: .function("f", arguments: ["41"])))
    guard good == .value(typeName: "int", text: "42") else {
      throw failure("a harmless program gives \(good)")
    }
    for attempt in attempts {
      let outcome = pool.run(
        PythonRequest(source: attempt.source, call: .function("f", arguments: [])))
      guard case .escapeAttempt = outcome else {
        throw failure("a program that tries \(attempt.name) gives \(outcome)")
      }
    }
  }

  private static func failure(_ message: String) -> SandboxError {
    SandboxError(
      code: .process, message: message, context: "Report this with the machine's kernel version.")
  }
}
