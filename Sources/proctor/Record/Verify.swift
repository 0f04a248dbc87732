import ArgumentParser
import Core
import Foundation
import Journal

/// `proctor verify`: whether a run's record is as it was written.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a run's journal and checkpoints against their hashes.",
    discussion: """
      Every event carries the SHA-256 of the link before it and of its own exported line, so the \
      first event that was altered, removed, inserted or moved is named; a checkpoint's files are \
      compared with the hashes in its event. The exit status is 1 when something is wrong. Whoever \
      can write the journal can also compute a whole new chain: keep the last link elsewhere and \
      give it with --link later.
      """)

  @OptionGroup var argument: RunArgument

  @Option(help: ArgumentHelp("A link kept from an earlier check.", valueName: "64 digits"))
  var link: String?

  func validate() throws {
    if let link, EventHash(hexadecimal: link) == nil {
      throw ValidationError("--link takes the 64 hexadecimal digits that an earlier check printed.")
    }
  }

  mutating func run() throws {
    let directory = try argument.directory()
    let reader = try JournalReader(path: directory.journalPath)
    let progress = ProgressLine("verify", unit: "events")
    let result = try reader.verify { progress.show($0, of: $1) }
    progress.finish()
    var isWhole = report(result)
    if let link, result.problem == nil {
      if let seq = try EventHash(hexadecimal: link).flatMap({ try reader.seq(ofLink: $0) }) {
        print("link: that of event \(seq); everything up to it is as it was then")
      } else {
        print("link: no event has it; the journal is another one than it was then")
        isWhole = false
      }
    }
    if try !verifyCheckpoints(directory, reader) { isWhole = false }
    if !isWhole { throw ExitCode(1) }
  }

  private func report(_ result: JournalVerification) -> Bool {
    if let problem = result.problem {
      print("journal: \(problem.kind.rawValue): \(problem.message)")
      print("journal: the \(result.events) events before are as they were written")
      return false
    }
    guard let head = result.head, let first = result.chainedFrom else {
      print(
        "journal: \(result.events) events, not chained: they were written before there was a chain")
      return true
    }
    let range = first > 1 ? ", not chained before event \(first)" : ""
    print("journal: \(result.events) events, whole\(range)")
    print("journal: last link \(head)")
    return true
  }

  private func verifyCheckpoints(
    _ directory: RunDirectory, _ reader: JournalReader
  ) throws -> Bool {
    // A step that was done again replaced the checkpoint that it had.
    var saved: [String: CheckpointSaved] = [:]
    for case .checkpointSaved(let event) in try reader.events(of: .checkpointSaved).map(\.body) {
      saved[event.path] = event
    }
    var isWhole = true
    var gone = 0
    for event in saved.values.sorted(by: { $0.checkpoint < $1.checkpoint }) {
      let folder = directory.path + "/" + event.path
      guard !event.path.contains(".."), FileManager.default.fileExists(atPath: folder) else {
        gone += 1
        continue
      }
      guard let files = event.files else {
        print("checkpoint \(event.checkpoint): its event has no hashes of its files")
        continue
      }
      let wrong = files.filter {
        $0.name.contains("/") || FileDigest.sha256(ofFile: folder + "/" + $0.name) != $0.sha256
      }
      for file in wrong {
        isWhole = false
        print(
          "checkpoint \(event.checkpoint): \(event.path.printable)/\(file.name.printable) "
            + "is not the file that was saved")
      }
      if wrong.isEmpty { print("checkpoint \(event.checkpoint): \(files.count) files, whole") }
    }
    if gone > 0 { print("checkpoints: \(gone) of \(saved.count) are not in the run directory") }
    return isWhole
  }
}
