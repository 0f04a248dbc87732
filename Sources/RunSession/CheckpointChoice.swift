import Core
import Foundation
import Journal
import LanguageModel

/// The newest checkpoint of a run that is whole, and what is wrong with those after it.
///
/// Only a checkpoint that the journal tells of counts: after a kill there may be one more, but events
/// that belong before it were never written.
struct CheckpointChoice {
  /// A checkpoint that was read and found to be what was saved.
  struct Whole {
    var checkpoint: RunCheckpoint
    var model: LanguageModel
    var state: RunCheckpoint.State
    /// The event that tells of it.
    var seq: Int64
  }

  /// Nil when the run has saved none yet, so that it begins again.
  let whole: Whole?
  /// What is wrong with each newer one.
  let damages: [RunSessionError]

  /// Reads a run's checkpoints, from the newest on, until one is whole. Throws when there should be
  /// one and none is.
  init(in directory: RunDirectory, history: RunHistory) throws {
    let (whole, damages) = Self.search(directory, try history.checkpoints())
    if whole == nil, let first = damages.first {
      throw RunSessionError(
        code: .checkpoint,
        message: "no checkpoint of the run is whole; the newest: \(first.message)",
        context: first.context)
    }
    self.whole = whole
    self.damages = damages
  }

  private static func search(
    _ directory: RunDirectory, _ saved: [(seq: Int64, saved: CheckpointSaved)]
  ) -> (whole: Whole?, damages: [RunSessionError]) {
    var damages: [RunSessionError] = []
    for (seq, event) in saved.reversed() {
      let checkpoint = RunCheckpoint(directory: directory, step: event.checkpoint)
      do {
        let (model, state) = try checkpoint.read(asSaved: event)
        return (Whole(checkpoint: checkpoint, model: model, state: state, seq: seq), damages)
      } catch {
        // Old ones are gone because only so many are kept.
        if damages.isEmpty || FileManager.default.fileExists(atPath: checkpoint.path) {
          damages.append(error)
        }
      }
    }
    return (nil, damages)
  }

  /// An alarm for each damaged checkpoint.
  var alarms: [AlarmRaised] {
    damages.map {
      AlarmRaised(
        code: "checkpoint.damaged",
        message: "\($0); the run goes on from step \(whole?.checkpoint.step ?? 0)")
    }
  }

  /// In words: where the run goes on, why there, and what is done again.
  func account(journaledSteps: Int, history: RunHistory) throws(JournalError) -> String {
    let step = whole?.checkpoint.step ?? 0
    var parts = damages.map { "\($0)." }
    parts.append(
      whole == nil
        ? "There is no checkpoint yet: the run begins again."
        : "Goes on from the checkpoint at step \(step).")
    if journaledSteps > step {
      let events = try history.lastSeq() - (whole?.seq ?? 0)
      let steps =
        journaledSteps == step + 1
        ? "Step \(journaledSteps) is" : "Steps \(step + 1) to \(journaledSteps) are"
      parts.append("\(steps) done again; the \(events) events since then stay in the journal.")
    }
    return parts.joined(separator: " ")
  }
}

extension RunCheckpoint {
  /// The names of a checkpoint's files.
  private static let files = ["model.safetensors", "optimizer.safetensors", "state.json"]

  /// The files of a checkpoint's folder with their hashes.
  static func fileHashes(in folder: String) throws(RunSessionError) -> [CheckpointFile] {
    var hashes: [CheckpointFile] = []
    for name in files {
      guard let hash = FileDigest.sha256(ofFile: folder + "/" + name) else {
        throw RunSessionError(
          code: .checkpoint, message: "the file cannot be read", context: folder + "/" + name)
      }
      hashes.append(CheckpointFile(name: name, sha256: hash))
    }
    return hashes
  }

  /// Reads weights and state, which must be what the journal says was saved.
  func read(
    asSaved event: CheckpointSaved
  ) throws(RunSessionError) -> (model: LanguageModel, state: State) {
    if let expected = event.files {
      for (file, found) in zip(expected, try Self.fileHashes(in: path)) where file != found {
        throw RunSessionError(
          code: .checkpoint, message: "the file is not the one that was saved",
          context: path + "/" + file.name)
      }
    }
    let model = try model()
    guard model.weightsHash == event.hash else {
      throw RunSessionError(
        code: .checkpoint, message: "the weights are not those that were saved", context: path)
    }
    return (model, try state(for: model))
  }

  /// Removes all but the newest checkpoints.
  static func prune(in directory: RunDirectory, keeping count: Int) {
    for checkpoint in all(in: directory).dropLast(max(1, count)) {
      try? FileManager.default.removeItem(atPath: checkpoint.path)
    }
  }
}
