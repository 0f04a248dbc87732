import Foundation

/// The `proctor` executable that was built with the tests, and a place for its runs.
final class ProctorProgram: Sendable {
  /// The executable's path.
  let path: String
  /// A directory of this test's own, removed with it.
  let directory: URL

  /// The run directory that the tests use.
  var run: String { directory.appending(path: "runs/run").path }

  /// - Parameter seeded: Begin with a copy of a run that has finished its first step, so that a test
  ///   needn't wait for the buffers to be seeded.
  init(seeded: Bool = true) throws {
    path = try Self.executable.get()
    directory = Self.allDirectories.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(
      at: directory.appending(path: "runs"), withIntermediateDirectories: true)
    if seeded { try FileManager.default.copyItem(atPath: Self.seededRun.get().run, toPath: run) }
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  // MARK: - The dashboard

  /// The dashboard on the seeded run, or on a new one.
  func dashboard(
    _ arguments: [String] = [], isNew: Bool = false, columns: Int = 80, rows: Int = 24,
    environment: [String: String] = [:]
  ) throws -> TerminalDriver {
    try TerminalDriver(
      path, self.arguments(isNew: isNew) + arguments, columns: columns, rows: rows,
      environment: self.environment.merging(environment) { $1 }, limit: 90)
  }

  /// Any command on a screen.
  func screen(
    _ arguments: [String], columns: Int = 120, rows: Int = 30
  ) throws -> TerminalDriver {
    try TerminalDriver(
      path, arguments, columns: columns, rows: rows, environment: environment, limit: 90)
  }

  /// The dashboard on the seeded run under a shell with job control; `%` in `script` stands for it.
  func dashboard(under script: String) throws -> TerminalDriver {
    let command = ([path] + arguments(isNew: false)).map { "'\($0)'" }.joined(separator: " ")
    return try TerminalDriver(
      "/bin/bash", ["-m", "-c", script.replacingOccurrences(of: "%", with: command)],
      environment: environment, limit: 90)
  }

  /// One thread leaves the other core to the test; evaluations would take most of the time.
  private func arguments(isNew: Bool) -> [String] {
    let start =
      isNew
      ? ["run", "--seed", "1", "--evaluate-every", "0", "--run-dir", run]
      : ["run", "--resume", run, "--steps", "100000"]
    return start + ["--threads", "1"]
  }

  var environment: [String: String] {
    ["HOME": directory.path, "PROCTOR_RUNS": directory.appending(path: "runs").path]
  }

  // MARK: - Without a terminal

  /// How a program without a terminal ended and what it wrote.
  struct Result {
    var status: Int32
    var output: String
    var errors: String

    var lines: [Substring] { output.split(separator: "\n") }
  }

  /// Goes on with the seeded run in plain lines, by a script of commands.
  func plain(_ script: String, _ options: [String] = ["--steps", "100000"]) throws -> Result {
    try self(
      arguments: ["run", "--resume", run, "--plain", "--threads", "1"] + options, input: script)
  }

  /// Runs the executable to its end, with pipes instead of a terminal.
  func callAsFunction(_ arguments: String...) throws -> Result {
    try self(arguments: arguments)
  }

  /// Runs the executable to its end, with pipes instead of a terminal.
  func callAsFunction(arguments: [String], input: String = "") throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = environment.merging(["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]) { $1 }
    let script = directory.appending(path: "input")
    try Data(input.utf8).write(to: script)
    process.standardInput = try FileHandle(forReadingFrom: script)
    // A file takes any amount without being read meanwhile, as a pipe doesn't.
    let files = [directory.appending(path: "output"), directory.appending(path: "errors")]
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Result(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }

  /// Starts the executable with nothing to read and nobody to read it, and goes on.
  func background(_ arguments: String...) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = environment.merging(["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// The journal of the run: one object an event, in order.
  func journal() throws -> [JournaledEvent] {
    let result = try self("export", run, "--format", "jsonl")
    guard result.status == 0 else {
      throw DriverError(
        code: .ended, message: "export ended with \(result.status): \(result.errors)")
    }
    // The first line tells of the journal itself.
    return try result.lines.dropFirst().map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return JournaledEvent(fields: object ?? [:])
    }
  }

  // MARK: - What the tests share

  /// The executable: PROCTOR_BINARY, or beside the tests in the build's products.
  private static let executable: Swift.Result<String, DriverError> = {
    let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let candidates: [String?] = [
      ProcessInfo.processInfo.environment["PROCTOR_BINARY"],
      Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "proctor").path,
      products.appending(path: "proctor").path,
    ]
    guard
      let path = candidates.compactMap({ $0 }).first(where: {
        FileManager.default.isExecutableFile(atPath: $0)
      })
    else {
      return .failure(
        DriverError(
          code: .noProgram,
          message: "no proctor executable beside the tests: build it, or set PROCTOR_BINARY"))
    }
    return .success(path)
  }()

  /// A run that was stopped after its first step, made once.
  private static let seededRun = Swift.Result {
    let program = try ProctorProgram(seeded: false)
    let result = try program(
      "run", "--headless", "--seed", "1", "--steps", "1", "--evaluate-every", "0", "--threads", "1",
      "--run-dir", program.run)
    guard result.status == 0 else {
      throw DriverError(code: .ended, message: "no run to begin with: \(result.errors)")
    }
    return program
  }

  /// Where the tests of this process have their directories. What is shared lives until it ends.
  private static let allDirectories: URL = {
    atexit { try? FileManager.default.removeItem(at: ProctorProgram.allDirectories) }
    return FileManager.default.temporaryDirectory.appending(
      path: "proctor-tests-\(ProcessInfo.processInfo.processIdentifier)")
  }()
}

/// An event as `proctor export` prints it.
struct JournaledEvent {
  let fields: [String: Any]

  var kind: String { self["kind"] ?? "" }
  var seq: Int { self["seq"] ?? 0 }
  var step: Int { self["step"] ?? 0 }

  subscript<Value>(_ field: String) -> Value? { fields[field] as? Value }
}

extension [JournaledEvent] {
  func of(_ kind: String) -> [JournaledEvent] { filter { $0.kind == kind } }
}
