import ArgumentParser
import Foundation
import Journal

/// `proctor import`: takes an exported run back.
struct ImportRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a run of a file that 'export --format jsonl' wrote.",
    discussion: """
      The new run has the same events under the same hash chain: 'verify' passes, and exporting it \
      again gives the same bytes. It has no checkpoints, so it can be looked at and not resumed.
      """)

  @Argument(help: ArgumentHelp("The exported run, or - for standard input.", valueName: "file"))
  var file: String

  @Option(name: .customLong("run-dir"), help: "The new run's directory (default: the run's name).")
  var runDirectory: String?

  func run() throws {
    let directory = try destination()
    try directory.create()
    do {
      let lock = try directory.lock()
      let progress = ProgressLine("import", unit: "bytes")
      let events = try withExtendedLifetime(lock) {
        try JournalImport.read(file, into: directory.journalPath) { progress.show($0, of: $1) }
      }
      progress.finish()
      print("\(directory.name): \(events) events imported into \(directory.path)")
    } catch {
      try? FileManager.default.removeItem(atPath: directory.path)
      throw error
    }
  }

  private func destination() throws -> RunDirectory {
    if let runDirectory { return RunDirectory(path: runDirectory) }
    guard file != "-" else { return RunDirectory.next(under: Place.runs) }
    let name = try JournalImport.identity(of: file).name
    let directory = try RunDirectory(named: name, under: Place.runs)
    return FileManager.default.fileExists(atPath: directory.path)
      ? RunDirectory.next(under: Place.runs) : directory
  }
}
