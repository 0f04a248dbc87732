import Core
import Foundation
import Journal
import LanguageModel
import Oversight
import SelfPlay

/// A run's whole state at the end of a step: weights, optimiser, buffers, random state, oversight.
///
/// It is a folder, written under another name and renamed when it is complete, so that a folder with
/// a checkpoint's name is a whole checkpoint.
struct RunCheckpoint {
  /// What is neither weights nor optimiser.
  struct State: Codable {
    var selfPlay: SelfPlayState
    var oversight: ReviewDesk.State
    var signals: SignalPanel
    /// SHA-256 of the weights that belong to it.
    var weights: String
  }

  let directory: RunDirectory
  let step: Int

  /// The folder's name, relative to the run directory.
  var name: String { "checkpoints/step-\(String(format: "%06d", step))" }

  var path: String { "\(directory.path)/\(name)" }
  private var weightsPath: String { path + "/model.safetensors" }

  /// The checkpoints that there are, the newest last.
  static func all(in directory: RunDirectory) -> [RunCheckpoint] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.checkpointsPath))
    let steps = (names ?? []).compactMap { name in
      name.hasPrefix("step-") ? Int(name.dropFirst("step-".count)) : nil
    }
    return steps.sorted().map { RunCheckpoint(directory: directory, step: $0) }
  }

  /// The newest checkpoint of a run, or nil.
  static func newest(in directory: RunDirectory) -> RunCheckpoint? { all(in: directory).last }

  /// Writes the checkpoint. Returns the event that tells of it.
  func write(
    engine: SelfPlayEngine, oversight: ReviewDesk.State, signals: SignalPanel
  ) throws(RunSessionError) -> CheckpointSaved {
    let manager = FileManager.default
    let partial = "\(directory.checkpointsPath)/.partial-\(step)"
    do {
      try? manager.removeItem(atPath: partial)
      try manager.createDirectory(atPath: partial, withIntermediateDirectories: true)
      let hash = engine.model.weightsHash
      try engine.model.write(to: partial + "/model.safetensors", precision: .float32)
      try engine.trainer.writeState(to: partial + "/optimizer.safetensors")
      let state = State(
        selfPlay: engine.state, oversight: oversight, signals: signals, weights: hash)
      // Equal states have equal bytes, so that equal runs have equal hashes.
      try Data(OrderedJSONEncoder(sortsSets: true).encode(state)).write(
        to: URL(fileURLWithPath: partial + "/state.json"), options: .atomic)
      let files = try Self.fileHashes(in: partial)
      // A repeated step replaces the checkpoint that it repeats, which is kept until then.
      let old = "\(directory.checkpointsPath)/.old-\(step)"
      try? manager.removeItem(atPath: old)
      try? manager.moveItem(atPath: path, toPath: old)
      try manager.moveItem(atPath: partial, toPath: path)
      try? manager.removeItem(atPath: old)
      return CheckpointSaved(checkpoint: step, path: name, hash: hash, files: files)
    } catch {
      // What is left of it would fill a full disk for good.
      try? manager.removeItem(atPath: partial)
      throw RunSessionError(
        code: .checkpoint, message: "the checkpoint cannot be written: \(error.brief)",
        context: path)
    }
  }

  /// The weights.
  func model() throws(RunSessionError) -> LanguageModel {
    do {
      return try Checkpoint.load(path: weightsPath)
    } catch {
      throw RunSessionError(code: .checkpoint, message: error.message, context: error.file)
    }
  }

  /// Buffers, random state and oversight, which must belong to the given weights.
  func state(for model: LanguageModel) throws(RunSessionError) -> State {
    let statePath = path + "/state.json"
    let state: State
    do {
      let decoder = JSONDecoder()
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
      state = try decoder.decode(
        State.self, from: Data(contentsOf: URL(fileURLWithPath: statePath)))
    } catch {
      throw RunSessionError(
        code: .checkpoint, message: "the state cannot be read: \(error.brief)", context: statePath)
    }
    guard state.weights == model.weightsHash else {
      throw RunSessionError(
        code: .checkpoint, message: "the weights beside it are not those it was saved with",
        context: statePath)
    }
    return state
  }

  /// Puts the optimiser's moments into a trainer of the same model.
  func restore(_ trainer: Trainer) throws(RunSessionError) {
    do {
      try trainer.restoreState(from: path + "/optimizer.safetensors")
    } catch {
      throw RunSessionError(code: .checkpoint, message: error.message, context: error.file)
    }
  }
}
