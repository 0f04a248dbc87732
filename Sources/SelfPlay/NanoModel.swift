import Core
import Foundation
import LanguageModel

/// The model, tokenizer and held-out tasks that ship with Proctor.
public enum NanoModel {
  /// The base checkpoint that `proctor pretrain` made.
  public static func load() throws(CheckpointError) -> LanguageModel {
    let path = try resource("nano.safetensors")
    return try Checkpoint.load(path: path)
  }

  /// The tasks of a held-out set. Runs watch the harder one.
  public static func heldOutTasks(
    _ set: HeldOutSet = .harder
  ) throws(CheckpointError) -> [TaskContent] {
    try decoded(set.fileName)
  }

  /// The tasks that a run of the shipped model begins with: what
  /// ``SelfPlayEngine/seedBuffers(constraints:)`` made of it once, with the default settings.
  public static func seeds() throws(CheckpointError) -> [AdmittedTask] {
    try decoded(seedsFileName)
  }

  /// The name of the file that holds the seeds.
  public static let seedsFileName = "seeds.json"

  private static func decoded<Content: Decodable>(
    _ name: String
  ) throws(CheckpointError) -> Content {
    let path = try resource(name)
    do {
      return try JSONDecoder().decode(
        Content.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw CheckpointError(.malformed, file: path, "the tasks cannot be read: \(error)")
    }
  }

  /// Refuses a checkpoint that the nano prompts do not fit.
  public static func check(_ model: LanguageModel, path: String) throws(CheckpointError) {
    let (has, needs) = (model.configuration, Pretrainer.nano)
    guard has.vocabularySize == needs.vocabularySize else {
      throw CheckpointError(
        .mismatched, file: path,
        "the model has \(has.vocabularySize) tokens and the nano vocabulary has "
          + "\(needs.vocabularySize); give a checkpoint that `proctor pretrain` made")
    }
    guard has.contextLength >= needs.contextLength else {
      throw CheckpointError(
        .mismatched, file: path,
        "the model's context is \(has.contextLength) tokens and prompts need "
          + "\(needs.contextLength)")
    }
  }

  private static func resource(_ name: String) throws(CheckpointError) -> String {
    guard let path = Bundle.module.path(forResource: "Resources/" + name, ofType: nil) else {
      throw CheckpointError(
        .inputOutput, file: name,
        "the resource is missing beside the program; build it again, or copy its .resources folder")
    }
    return path
  }
}
