import Core
import Foundation

/// The program's own log, beside the journals of runs: what started, what failed, what alarmed.
///
/// A line is a time in UTC, a level, the process and words; PROCTOR_LOG names the least level that is
/// written, or `off`. A log that cannot be written is no reason to stop.
enum ProgramLog {
  /// How grave a line is.
  enum Level: String, CaseIterable, Comparable {
    case debug, info, warning, error

    static func < (left: Self, right: Self) -> Bool {
      (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
  }

  /// A log that has grown beyond this many bytes is put aside, and a new one begun.
  private static let limit = 1 << 20

  static var path: String { Place.stateHome + "/proctor/proctor.log" }

  private static let threshold: Level? = {
    guard let word = ProcessInfo.processInfo.environment["PROCTOR_LOG"] else { return .info }
    return word == "off" ? nil : Level(rawValue: word) ?? .info
  }()

  /// Writes a line. Text from outside loses its line ends and control characters.
  static func note(_ level: Level, _ words: String) {
    guard let threshold, level >= threshold else { return }
    let safe = DisplayText(words).string.replacing("\n", with: " / ")
    let process = ProcessInfo.processInfo.processIdentifier
    let line = "\(Date.now.formatted(.iso8601)) \(level.rawValue) [\(process)] \(safe)\n"
    append(Data(line.utf8))
  }

  /// Writes what of a run's events is worth it.
  static func note(_ events: [RunEvent]) {
    for event in events {
      switch event.body {
      case .alarmRaised(let alarm):
        note(.warning, "step \(event.step): \(alarm.code): \(alarm.message)")
      case .runStopped(let stopped): note(.info, "step \(event.step): \(stopped.reason.word)")
      case .checkpointSaved(let saved): note(.debug, "checkpoint \(saved.checkpoint) saved")
      default: break
      }
    }
  }

  private static func append(_ line: Data) {
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var facts = stat()
    if stat(path, &facts) == 0, facts.st_size > limit { rename(path, path + ".1") }
    // One write a line, at the end wherever another process has got to.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    line.withUnsafeBytes { _ = write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
  }
}
