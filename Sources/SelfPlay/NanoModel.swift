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

  /// The fixed held-out tasks.
  public static func heldOutTasks() throws(CheckpointError) -> [TaskContent] {
    let path = try resource("held-out.json")
    do {
      return try JSONDecoder().decode(
        [TaskContent].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw CheckpointError(.malformed, file: path, "the held-out tasks cannot be read: \(error)")
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
