import Core
import Foundation
import Journal

/// A headless run in another process of this program, and what it took.
struct ChildRun {
  let peakMegabytes: Double
  /// Seconds from the process's start to the run's first event.
  let engineStarted: Double
  /// Seconds from the process's start to the first step.
  let firstStep: Double

  init(directory: String, steps: Int, threads: Int) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      "run", "--headless", "--seed", "1", "--evaluate-every", "0", "--steps", String(steps),
      "--threads", String(threads), "--run-dir", directory,
    ]
    process.standardOutput = FileHandle.nullDevice
    let began = Date().timeIntervalSince1970
    try process.run()
    var peak = 0
    while process.isRunning {
      peak = max(peak, Self.peakKilobytes(of: process.processIdentifier))
      usleep(10_000)
    }
    guard process.terminationStatus == 0 else {
      throw CommandError(message: "the run to be measured failed")
    }
    peakMegabytes = Double(peak) / 1024
    let reader = try JournalReader(path: RunDirectory(path: directory).journalPath)
    engineStarted = (try reader.events(from: 1, limit: 1).first?.time ?? .nan) - began
    firstStep = (try reader.events(of: .stepStarted).first?.time ?? .nan) - began
  }

  /// The high-water mark of a living process's resident memory.
  private static func peakKilobytes(of process: Int32) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    else { return 0 }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}

/// A folder that is gone afterwards.
enum TemporaryFolder {
  static func with<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = NSTemporaryDirectory() + "/proctor-bench-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }
}
