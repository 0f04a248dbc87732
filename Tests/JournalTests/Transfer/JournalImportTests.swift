import Core
import EventSamples
import Foundation
import GRDB
import Journal
import Testing

@Suite struct JournalImportTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("journal.sqlite")
  }

  private func export(_ path: String, to name: String) throws -> String {
    var bytes = Data()
    try JournalReader(path: path).exportJSONLines { bytes.append(contentsOf: $0) }
    let file = folder.file(name)
    try bytes.write(to: URL(fileURLWithPath: file))
    return file
  }

  private func text(_ file: String) throws -> String {
    try String(contentsOfFile: file, encoding: .utf8)
  }

  @Test func importedJournalIsEqualAndVerified() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(RunEvent.samples)
    let file = try export(path, to: "a.jsonl")
    let copy = folder.file("copy.sqlite")
    #expect(try JournalImport.read(file, into: copy) == Int64(RunEvent.journaledSamples.count))
    let reader = try JournalReader(path: copy)
    #expect(try reader.events(limit: 1_000) == RunEvent.journaledSamples)
    #expect(try reader.identity() == identity)
    let result = try reader.verify()
    #expect(result.problem == nil && result.head == writer.lastHash)
    let again = try export(copy, to: "b.jsonl")
    #expect(try text(again) == text(file))
    #expect(try JournalImport.identity(of: file) == identity)
  }

  @Test func manyEventsComeBackInBatches() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...2_500))
    let file = try export(path, to: "a.jsonl")
    let copy = folder.file("copy.sqlite")
    #expect(try JournalImport.read(file, into: copy) == 2_500)
    #expect(try JournalReader(path: copy).verify().head == writer.lastHash)
  }

  @Test func lineSpelledAnewIsTheSameEvent() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...3))
    let file = try export(path, to: "a.jsonl")
    let spaced = try text(file).replacingOccurrences(of: "\":", with: "\": ")
    try spaced.write(toFile: file, atomically: true, encoding: .utf8)
    let copy = folder.file("copy.sqlite")
    #expect(try JournalImport.read(file, into: copy) == 3)
    #expect(try JournalReader(path: copy).verify().head == writer.lastHash)
  }

  @Test(arguments: [
    ("task-2", "task-3", "altered"), ("\"seq\":2", "\"seq\":4", "does not follow"),
    ("\"task\":\"task-2\"", "\"tusk\":1", "line 3: this is no event: `task` is missing"),
    ("\"events\":3", "\"events\":4", "ends after event 3"),
    ("\"kind\":\"journal\"", "\"kind\":\"x\"", "first line"),
    ("\"format\":3", "\"format\":99", "newer Proctor"),
  ])
  func alteredExportIsRefusedAndLeavesNothing(
    old: String, new: String, words: String
  ) throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...3))
    let file = try export(path, to: "a.jsonl")
    let altered = try text(file).replacingOccurrences(of: old, with: new)
    try altered.write(toFile: file, atomically: true, encoding: .utf8)
    let copy = folder.file("copy.sqlite")
    let error = #expect(throws: JournalError.self) { try JournalImport.read(file, into: copy) }
    #expect(error?.message.contains(words) == true, "\(String(describing: error))")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.hasPrefix("copy.sqlite") })
  }

  @Test func existingJournalAndMissingFileAreRefused() throws {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(numbered(1...3))
    let file = try export(path, to: "a.jsonl")
    let taken = #expect(throws: JournalError.self) { try JournalImport.read(file, into: path) }
    #expect(taken?.code == .exists)
    let missing = #expect(throws: JournalError.self) {
      try JournalImport.read(folder.file("none"), into: folder.file("copy.sqlite"))
    }
    #expect(missing?.code == .missing)
  }
}
