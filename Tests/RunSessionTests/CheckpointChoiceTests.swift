import Core
import Foundation
import Journal
import Testing

@testable import RunSession

@Suite struct CheckpointChoiceTests {
  private func steps(_ run: SmallRun) -> [Int] { RunCheckpoint.all(in: run.directory).map(\.step) }

  /// A run of six steps that saved at 0, 2, 4 and 6.
  private func finished(keeping kept: Int? = nil) throws -> SmallRun {
    let run = SmallRun()
    var configuration = SmallRun.configuration(steps: 6)
    configuration.checkpointsKept = kept
    try run.run(configuration)
    return run
  }

  private func resume(_ run: SmallRun, to limit: Int = 8) throws -> RunStart {
    try RunStart.resuming(run.directory, version: "test", threads: 1, stepLimit: limit)
  }

  @Test func onlySoManyAreKept() throws {
    let run = try finished(keeping: 2)
    defer { run.remove() }
    #expect(steps(run) == [4, 6])
    #expect(try resume(run).completedSteps == 6)
  }

  @Test(arguments: ["state.json", "optimizer.safetensors", "model.safetensors"])
  func damagedCheckpointIsNamedAndTheOneBeforeIsTaken(file: String) throws {
    let run = try finished()
    defer { run.remove() }
    let path = RunCheckpoint(directory: run.directory, step: 6).path + "/" + file
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count / 2] ^= 0x01
    try bytes.write(to: URL(fileURLWithPath: path))
    let start = try resume(run)
    #expect(start.completedSteps == 4)
    #expect(start.alarms.map(\.code) == ["checkpoint.damaged"])
    #expect(start.alarms.first?.message.contains(file) == true)
    #expect(start.resumption?.contains("Steps 5 to 6 are done again") == true)
    #expect(RunSession(start: start, showsText: false, observers: []).wait().steps == 8)
    let events = try run.events()
    #expect(events.contains { $0.body == .alarmRaised(start.alarms[0]) })
    // Done again, step 6 ends with the same weights; its flags go on from the numbers given before.
    let saved = events.compactMap { event in
      if case .checkpointSaved(let saved) = event.body, saved.checkpoint == 6 { saved } else { nil }
    }
    #expect(saved.count == 2 && saved.first?.hash == saved.last?.hash)
  }

  @Test func missingNewestIsNamedAndPrunedOnesAreNot() throws {
    let run = try finished()
    defer { run.remove() }
    for step in [2, 6] {
      try FileManager.default.removeItem(
        atPath: RunCheckpoint(directory: run.directory, step: step).path)
    }
    let start = try resume(run)
    #expect(start.completedSteps == 4 && start.alarms.count == 1)
  }

  @Test func withoutAWholeOneTheRunIsNotBegunAgain() throws {
    let run = try finished()
    defer { run.remove() }
    try FileManager.default.removeItem(atPath: run.directory.checkpointsPath)
    let error = #expect(throws: RunSessionError.self) { try resume(run) }
    #expect(error?.code == .checkpoint)
  }

  @Test func checkpointThatTheJournalDoesNotKnowIsNotTaken() throws {
    let run = try finished()
    defer { run.remove() }
    // What a kill between the folder and its event leaves.
    try FileManager.default.copyItem(
      atPath: RunCheckpoint(directory: run.directory, step: 6).path,
      toPath: RunCheckpoint(directory: run.directory, step: 8).path)
    #expect(try resume(run).completedSteps == 6)
  }

  @Test func equalRunsHaveEqualCheckpointHashes() throws {
    let (first, second) = (try finished(), try finished())
    defer {
      first.remove()
      second.remove()
    }
    func hashes(_ run: SmallRun) throws -> [[CheckpointFile]?] {
      try run.events().compactMap { event in
        if case .checkpointSaved(let saved) = event.body { saved.files } else { nil }
      }
    }
    let files = try hashes(first)
    #expect(files.count == 4 && files.allSatisfy { $0?.count == 3 })
    #expect(try hashes(second) == files)
  }
}
