import ArgumentParser
import Foundation
import LanguageModel

/// `proctor model`: look into a model file or folder, so that anyone can check what is read.
struct Model: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute with a model: logits, a continuation, or a copy for transformers.",
    discussion: """
      A model is a Hugging Face folder (config.json, safetensors, tokenizer.json) of the Llama, \
      SmolLM2, Qwen2, Qwen2.5, Qwen3 or Mistral family, a GGUF file, or a checkpoint of Proctor's.
      """,
    subcommands: [Logits.self, Generate.self, Save.self])

  struct Logits: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the logits after each of the given tokens, as JSON.")

    @Argument(help: "A model: a folder, a .gguf file, or a .safetensors checkpoint.")
    var model: String

    @Option(help: "Token ids, separated by commas.")
    var tokens: String

    func run() throws {
      let tokens = try tokens.split(separator: ",").map { part in
        guard let id = Int32(part.trimmingCharacters(in: .whitespaces)) else {
          throw ValidationError("--tokens: \(part) is not a token id")
        }
        return id
      }
      print(try LoadedModel.load(path: model).logitsJSON(tokens: tokens))
    }
  }

  struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a model's continuation of a text, or its answer.")

    @Argument(help: "A model: a folder, a .gguf file, or a .safetensors checkpoint.")
    var model: String

    @Option(help: "The text to continue.")
    var prompt: String

    @Flag(help: "Put the text to the model as a user's message, by its chat template.")
    var chat = false

    @Option(help: "The most tokens to write.")
    var maximumTokens = 128

    @Option(help: "How freely to sample; 0 takes the most probable token each time.")
    var temperature: Float = 0

    @Option(help: "The number that decides the sample.")
    var seed: UInt64 = 0

    func validate() throws {
      guard temperature.isFinite && temperature >= 0 else {
        throw ValidationError("--temperature must be 0 or more")
      }
      guard maximumTokens >= 0 else { throw ValidationError("--maximum-tokens must be 0 or more") }
    }

    func run() throws {
      print(
        try LoadedModel.load(path: model).generate(
          prompt: prompt, asChat: chat, maximumTokens: maximumTokens, temperature: temperature,
          seed: seed))
    }
  }

  struct Save: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Save a model as a folder that transformers loads.")

    @Argument(help: "A model: a folder, a .gguf file, or a .safetensors checkpoint.")
    var model: String

    @Argument(help: "The folder to write.")
    var folder: String

    @Option(
      help: "float32, float16 or brain16.",
      transform: { name in
        guard let precision = StoragePrecision(rawValue: name) else {
          throw ValidationError("\(name) is none of float32, float16 and brain16")
        }
        return precision
      })
    var precision = StoragePrecision.float32

    @Option(
      help: """
        A Hugging Face folder whose tokenizer files are copied along (default: the model's own, if \
        it is such a folder). A run's checkpoint has none.
        """)
    var tokenizer: String?

    func run() throws {
      let source = tokenizer ?? (isFolder(model) ? model : nil)
      if let source, !isFolder(source) {
        throw ValidationError("--tokenizer: \(source) is no folder")
      }
      try LoadedModel.load(path: model).write(
        toFolder: folder, precision: precision, source: source)
    }

    private func isFolder(_ path: String) -> Bool {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && isFolder.boolValue
    }
  }
}
