import Core
import EventSamples
import Journal
import Testing

@Suite struct RunSummaryTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("journal.sqlite")
  }

  /// Appends samples of these kinds, one step each.
  private func write(_ kinds: [RunEvent.Kind]) throws -> JournalReader {
    let writer = try JournalWriter(creating: path, run: identity)
    try writer.append(
      kinds.enumerated().map { index, kind in
        RunEvent(
          seq: Int64(index + 1), time: Double(100 + index), step: index,
          body: .sample(of: kind))
      })
    return try JournalReader(path: path)
  }

  @Test func newJournalHasNoEventsYet() throws {
    let summary = try write([]).summary(hasWriter: true)
    #expect(summary.identity == identity)
    #expect(summary.state == .running)
    #expect(summary.events == 0 && summary.steps == 0)
    #expect(summary.started == nil && summary.lastEvent == nil && summary.model == nil)
    #expect(summary.checkpoint == nil)
  }

  @Test func figuresComeFromTheEvents() throws {
    let reader = try write([
      .runStarted, .stepStarted, .stepFinished, .checkpointSaved, .taskProposed,
    ])
    let summary = try reader.summary(hasWriter: true)
    #expect(summary.model == "nano")
    #expect(summary.steps == 2)
    #expect(summary.checkpoint == 20)
    #expect(summary.events == 5)
    #expect(summary.started == 100 && summary.lastEvent == 104)
  }

  @Test(arguments: [
    ([RunEvent.Kind.runStarted], RunSummary.State.running, RunSummary.State.interrupted),
    ([.runStarted, .runPaused], .paused, .interrupted),
    ([.runStarted, .runPaused, .runContinued], .running, .interrupted),
    ([.runStarted, .runStopped], .stopped(.asked), .stopped(.asked)),
    ([.runStarted, .runStopped, .runResumed], .running, .interrupted),
  ])
  func stateIsTheLastThingSaid(
    kinds: [RunEvent.Kind], locked: RunSummary.State, free: RunSummary.State
  ) throws {
    let reader = try write(kinds)
    #expect(try reader.summary(hasWriter: true).state == locked)
    #expect(try reader.summary(hasWriter: false).state == free)
  }
}
