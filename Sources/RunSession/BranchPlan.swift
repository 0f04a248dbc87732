import Core
import Foundation
import Journal

/// A run that goes on from an earlier checkpoint of another one, and what it gives up by that.
///
/// The other run is not touched: what is given up stays in its journal and can be looked at.
public struct BranchPlan: Sendable {
  public let source: RunDirectory
  /// The step whose end the checkpoint holds.
  public let checkpoint: Int
  /// The event of the other run that tells of the checkpoint.
  public let seq: Int64
  /// Events of the other run that the branch does not have.
  public let events: Int64
  public let steps: Int
  /// Tasks that were admitted.
  public let tasks: Int
  /// Verdicts on tasks and flags.
  public let verdicts: Int
  public let revisions: Int
  /// How long the steps took, in seconds.
  public let seconds: Double
  /// What the branch takes on disk to begin with, in bytes.
  public let size: Int

  private let saved: CheckpointSaved
  private let hash: String?

  /// Plans a branch. Throws when the checkpoint is not there or not what was saved.
  ///
  /// - Parameter wanted: The step whose end the checkpoint holds; nil for the newest checkpoint.
  public init(of source: RunDirectory, fromCheckpoint wanted: Int?) throws {
    let history = try RunHistory(source)
    let checkpoints = try history.checkpoints()
    let kept = Set(RunCheckpoint.all(in: source).map(\.step))
    let choices = checkpoints.map(\.saved.checkpoint).filter(kept.contains)
    guard let step = wanted ?? choices.last,
      let (seq, saved) = checkpoints.first(where: { $0.saved.checkpoint == step })
    else {
      let which = wanted.map { " of step \($0)" } ?? ""
      throw RunSessionError(
        code: .checkpoint,
        message: "the run has no checkpoint\(which); there are "
          + (choices.isEmpty ? "none" : choices.map(String.init).joined(separator: ", ")),
        context: source.path)
    }
    let checkpoint = RunCheckpoint(directory: source, step: step)
    guard FileManager.default.fileExists(atPath: checkpoint.path) else {
      throw RunSessionError(
        code: .checkpoint,
        message: "the checkpoint of step \(step) is no longer kept", context: checkpoint.path)
    }
    _ = try checkpoint.read(asSaved: saved)
    let reader = try JournalReader(path: source.journalPath)
    func count(_ kinds: RunEvent.Kind...) throws -> Int {
      try kinds.reduce(0) { try $0 + reader.count(of: $1, after: seq) }
    }
    self.source = source
    self.checkpoint = step
    self.seq = seq
    self.saved = saved
    hash = try reader.link(of: seq)?.description
    events = try reader.lastSeq() - seq
    steps = try count(.stepFinished)
    tasks = try count(.taskAdmitted)
    verdicts = try count(.taskReviewed, .flagReviewed)
    revisions = try count(.constraintsApplied)
    seconds = try Self.work(in: reader, after: seq)
    size = (saved.files ?? []).reduce(0) { size, file in
      let path = checkpoint.path + "/" + file.name
      let found = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
      return size + (found ?? 0)
    }
  }

  /// Seconds that steps took, without what was between them: a pause, or a night until the run was
  /// resumed.
  private static func work(in reader: JournalReader, after seq: Int64) throws -> Double {
    var events = try reader.events(of: .stepStarted, after: seq)
    events += try reader.events(of: .stepFinished, after: seq)
    var (seconds, began) = (0.0, Double?.none)
    for event in events.sorted(by: { $0.seq < $1.seq }) {
      if event.kind == .stepStarted {
        began = event.time
      } else if let start = began {
        seconds += max(0, event.time - start)
        began = nil
      }
    }
    return seconds
  }

  /// Makes the branch in a directory that was just created. It begins at the checkpoint when it is
  /// resumed.
  ///
  /// - Parameters:
  ///   - name: Who makes it.
  ///   - version: Proctor's version.
  public func make(in directory: RunDirectory, by name: String, version: String) throws {
    let configuration = try RunConfiguration(in: source)
    try configuration.write(in: directory)
    let checkpoint = RunCheckpoint(directory: directory, step: self.checkpoint)
    try FileManager.default.copyItem(
      atPath: RunCheckpoint(directory: source, step: self.checkpoint).path,
      toPath: checkpoint.path)
    let (model, state) = try checkpoint.read(asSaved: saved)
    let settings = configuration.settings
    let started = RunStarted(
      run: directory.name, version: version, seed: configuration.seed, preset: settings.preset,
      overrides: configuration.overrides, model: configuration.model ?? "nano",
      modelHash: String(model.weightsHash.prefix(12)),
      parameters: model.configuration.parameterCount, threads: 1, batch: settings.batch,
      rollouts: settings.rollouts, references: settings.references,
      stepLimit: configuration.stepLimit,
      constraints: state.oversight.pending ?? state.oversight.revision,
      policy: state.oversight.policy,
      branch: BranchPoint(
        run: source.name, checkpoint: self.checkpoint, seq: seq, hash: hash, by: name))
    let now = EventRecorder.now
    let writer = try JournalWriter(
      creating: directory.journalPath,
      run: RunIdentity(
        name: directory.name, seed: configuration.seed, preset: settings.preset,
        version: version, created: now))
    try writer.append(
      [
        RunEvent(seq: 1, time: now, step: self.checkpoint, body: .runStarted(started)),
        RunEvent(seq: 2, time: now, step: self.checkpoint, body: .checkpointSaved(saved)),
      ], durably: true)
    try writer.close()
  }
}
