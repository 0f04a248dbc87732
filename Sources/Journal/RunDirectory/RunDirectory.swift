import Foundation

/// One folder that holds a run: its journal, checkpoints and configuration.
public struct RunDirectory: Hashable, Sendable {
  /// The folder's absolute path.
  public let path: String

  /// The folder at `path`, which need not exist.
  public init(path: String) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// The folder of the run `name` in the folder `root`.
  ///
  /// Throws unless `name` can be a run's: ASCII letters, digits, `.`, `_` and `-`, beginning with a
  /// letter or digit, and not `latest`.
  public init(named name: String, under root: String) throws(RunDirectoryError) {
    try RunDirectory.check(name: name)
    self.init(path: root + "/" + name)
  }

  /// The run's name: the folder's.
  public var name: String { (path as NSString).lastPathComponent }
  /// The database of events.
  public var journalPath: String { path + "/journal.sqlite" }
  /// The folder of checkpoints.
  public var checkpointsPath: String { path + "/checkpoints" }
  /// What the run was started with.
  public var configurationPath: String { path + "/configuration.json" }
  /// The operator's text rules, as they were last saved into the run.
  public var rulesPath: String { path + "/rules.toml" }
  /// The database of the full-text index, which can be deleted at any time.
  public var searchPath: String { path + "/search.sqlite" }
  /// The file whose lock the process that works on the run holds.
  public var lockPath: String { path + "/lock" }
  /// The socket on which a run that goes on listens.
  public var socketPath: String { path + "/attach.sock" }

  /// Whether the folder holds a journal.
  public var isRun: Bool { fileExists(journalPath) }

  /// Makes the folder and its `checkpoints`, with what leads to it. An empty folder serves too.
  public func create() throws(RunDirectoryError) {
    let manager = FileManager.default
    do {
      try manager.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
      try manager.createDirectory(atPath: checkpointsPath, withIntermediateDirectories: false)
    } catch {
      if !isRun, (try? manager.contentsOfDirectory(atPath: path))?.isEmpty == true {
        try? manager.createDirectory(atPath: checkpointsPath, withIntermediateDirectories: false)
        return
      }
      if fileExists(path) {
        throw RunDirectoryError(
          code: .exists,
          message: isRun
            ? "there is a run here already; resume it or choose another name"
            : "the folder is not empty and holds no run; choose another one",
          context: path)
      }
      throw RunDirectoryError(
        code: .system, message: "the folder cannot be made: \(error.localizedDescription)",
        context: path)
    }
  }

  /// The run in one line.
  public func summary() throws(JournalError) -> RunSummary {
    try JournalReader(path: journalPath).summary(hasWriter: isLocked)
  }

  private static func check(name: String) throws(RunDirectoryError) {
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
    let beginsWell = name.first.map { $0.isLetter || $0.isNumber } ?? false
    guard isPlain, beginsWell, name != RunDirectory.latest else {
      throw RunDirectoryError(
        code: .invalidName,
        message: """
          a run's name has letters, digits, '.', '_' and '-', begins with a letter or digit, \
          and is not 'latest'
          """,
        context: name)
    }
  }

  /// The word that stands for the run that was written last.
  static let latest = "latest"
}
