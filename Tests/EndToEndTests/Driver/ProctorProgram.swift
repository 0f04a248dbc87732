import Foundation

/// The `proctor` executable that was built with the tests, and a place for its runs.
final class ProctorProgram {
  /// The executable's path.
  let path: String
  /// A directory of this test's own, removed with it.
  let directory: URL

  /// Finds the executable: PROCTOR_BINARY, or beside the tests in the build's products.
  init() throws {
    let environment = ProcessInfo.processInfo.environment
    let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let candidates: [String?] = [
      environment["PROCTOR_BINARY"],
      Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "proctor").path,
      products.appending(path: "proctor").path,
    ]
    guard
      let path = candidates.compactMap({ $0 }).first(where: {
        FileManager.default.isExecutableFile(atPath: $0)
      })
    else {
      throw DriverError(
        code: .noProgram,
        message: "no proctor executable beside the tests: build it, or set PROCTOR_BINARY")
    }
    self.path = path
    directory = FileManager.default.temporaryDirectory
      .appending(path: "proctor-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  /// The run directory that the tests use.
  var run: String { directory.appending(path: "run").path }

  /// The dashboard on a new run, or with `arguments` on another.
  func dashboard(
    _ arguments: [String]? = nil, columns: Int = 80, rows: Int = 24,
    environment: [String: String] = [:]
  ) throws -> TerminalDriver {
    try TerminalDriver(
      path, arguments ?? ["run", "--seed", "1", "--run-dir", run], columns: columns, rows: rows,
      environment: ["HOME": directory.path].merging(environment) { $1 }, limit: 60)
  }

  /// The dashboard on a new run under a shell with job control; `%` in `script` stands for it.
  func dashboard(under script: String) throws -> TerminalDriver {
    let command = "'\(path)' run --seed 1 --run-dir '\(run)'"
    return try TerminalDriver(
      "/bin/bash", ["-m", "-c", script.replacingOccurrences(of: "%", with: command)],
      environment: ["HOME": directory.path], limit: 60)
  }

  /// The journal of the run: one object an event, in order.
  func journal() throws -> [[String: Any]] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["export", run, "--format", "jsonl"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw DriverError(code: .ended, message: "export ended with \(process.terminationStatus)")
    }
    return try data.split(separator: UInt8(ascii: "\n")).compactMap {
      try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]
    }
  }
}
