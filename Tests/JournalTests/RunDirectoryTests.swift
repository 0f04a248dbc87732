import Foundation
import Journal
import Testing

@Suite struct RunDirectoryTests {
  let folder: TemporaryFolder
  var root: String { folder.path }

  init() throws { folder = try TemporaryFolder() }

  /// Makes a run whose journal was last written at the given second.
  @discardableResult
  private func makeRun(_ name: String, written: Double = 0) throws -> RunDirectory {
    let run = RunDirectory(path: root + "/" + name)
    try run.create()
    try JournalWriter(creating: run.journalPath, run: identity).close()
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: written)], ofItemAtPath: run.journalPath)
    return run
  }

  private func failure(_ argument: String) -> RunDirectoryError? {
    #expect(throws: RunDirectoryError.self) {
      try RunDirectory.resolve(argument, under: root)
    }
  }

  @Test func layoutIsFixed() {
    let run = RunDirectory(path: "/runs/./a/../run-0007/")
    #expect(run.path == "/runs/run-0007")
    #expect(run.name == "run-0007")
    #expect(run.journalPath == "/runs/run-0007/journal.sqlite")
    #expect(run.checkpointsPath == "/runs/run-0007/checkpoints")
    #expect(run.configurationPath == "/runs/run-0007/configuration.json")
  }

  @Test func newNamesCountOn() throws {
    #expect(RunDirectory.next(under: root + "/none").name == "run-0001")
    #expect(RunDirectory.next(under: root).name == "run-0001")
    try makeRun("run-0009")
    try makeRun("run-x")
    try makeRun("run-9223372036854775807")
    #expect(RunDirectory.next(under: root).name == "run-0010")
    try makeRun("run-12345")
    #expect(RunDirectory.next(under: root).name == "run-12346")
  }

  @Test func creatingMakesWhatLeadsThereAndTakesAnEmptyFolder() throws {
    let deep = RunDirectory(path: root + "/a/b/run")
    try deep.create()
    #expect(FileManager.default.fileExists(atPath: deep.checkpointsPath))
    #expect(!deep.isRun)
    let empty = RunDirectory(path: root + "/empty")
    try FileManager.default.createDirectory(atPath: empty.path, withIntermediateDirectories: false)
    try empty.create()
    #expect(FileManager.default.fileExists(atPath: empty.checkpointsPath))
  }

  @Test func creatingRefusesWhatIsThere() throws {
    let run = try makeRun("run-0001")
    let taken = #expect(throws: RunDirectoryError.self) { try run.create() }
    #expect(taken?.code == .exists)
    #expect(taken?.message.contains("resume it") == true)
    let full = RunDirectory(path: root)
    let foreign = #expect(throws: RunDirectoryError.self) { try full.create() }
    #expect(foreign?.message.contains("holds no run") == true)
    try "x".write(toFile: folder.file("file"), atomically: true, encoding: .utf8)
    let under = #expect(throws: RunDirectoryError.self) {
      try RunDirectory(path: folder.file("file/run")).create()
    }
    #expect(under?.code == .system)
  }

  @Test(arguments: ["latest", "-x", ".x", "a b", "é", "a\u{1B}[2J", ""])
  func namesThatWouldConfuseAreRefused(name: String) {
    let error = #expect(throws: RunDirectoryError.self) {
      try RunDirectory(named: name, under: "/")
    }
    #expect(error?.code == .invalidName)
  }

  @Test func runsAreFoundByNamePrefixPathAndLatest() throws {
    let first = try makeRun("run-0001", written: 200)
    let second = try makeRun("run-0002", written: 100)
    let night = try makeRun("night", written: 150)
    try FileManager.default.createDirectory(
      atPath: root + "/other", withIntermediateDirectories: false)
    #expect(RunDirectory.all(under: root) == [night, first, second])
    #expect(try RunDirectory.resolve("run-0002", under: root) == second)
    #expect(try RunDirectory.resolve("n", under: root) == night)
    #expect(try RunDirectory.resolve("latest", under: root) == first)
    #expect(try RunDirectory.resolve(second.path + "/", under: "/nowhere") == second)
  }

  @Test func exactNameWinsOverPrefix() throws {
    let short = try makeRun("run")
    try makeRun("run-0001")
    #expect(try RunDirectory.resolve("run", under: root) == short)
  }

  @Test func failuresSayWhatWouldBeRight() throws {
    #expect(failure("latest")?.code == .noRuns)
    try makeRun("run-0001")
    try makeRun("run-0002")
    let ambiguous = failure("run-")
    #expect(ambiguous?.code == .ambiguous)
    #expect(ambiguous?.message.contains("run-0001, run-0002") == true)
    #expect(failure("ran")?.code == .notFound)
    #expect(failure("")?.code == .notFound)
    #expect(failure(root)?.code == .notARunDirectory)
    #expect(failure("./none")?.code == .notFound)
  }

  @Test func secondLockIsRefusedAndNamesItsOwner() throws {
    let run = try makeRun("run-0001")
    #expect(!run.isLocked)
    let lock = try run.lock()
    #expect(run.isLocked)
    let error = #expect(throws: RunDirectoryError.self) { _ = try run.lock() }
    #expect(error?.code == .locked)
    #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
    _ = consume lock
    #expect(!run.isLocked)
    _ = try run.lock()
  }

  @Test func summaryTellsARunningRunFromAnInterruptedOne() throws {
    let run = try makeRun("run-0001")
    let lock = try run.lock()
    #expect(try run.summary().state == .running)
    _ = consume lock
    #expect(try run.summary().state == .interrupted)
    let error = #expect(throws: JournalError.self) {
      try RunDirectory(path: root).summary()
    }
    #expect(error?.code == .missing)
  }
}
