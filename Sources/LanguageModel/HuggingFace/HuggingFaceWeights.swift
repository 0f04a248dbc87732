import Foundation
import Tensor

/// The weights of a Hugging Face folder: `model.safetensors`, or the shards that
/// `model.safetensors.index.json` lists.
struct HuggingFaceWeights {
  private let folder: String
  /// Which shard holds which tensors; one shard with all of them when there is no index.
  private let shards: [(file: String, tensors: Set<String>?)]

  /// Finds the files of a folder.
  init(folder: String) throws(CheckpointError) {
    self.folder = folder
    let index = folder + "/model.safetensors.index.json"
    if access(folder + "/model.safetensors", F_OK) == 0 {
      shards = [("model.safetensors", nil)]
    } else if access(index, F_OK) == 0 {
      shards = try HuggingFaceWeights.shards(of: JSONFile(path: index))
    } else {
      throw CheckpointError(
        .inputOutput, file: folder,
        "holds neither model.safetensors nor model.safetensors.index.json; "
          + "other weight formats are not read")
    }
  }

  private static func shards(
    of index: JSONFile
  ) throws(CheckpointError) -> [(file: String, tensors: Set<String>?)] {
    guard let map = index.value["weight_map"]?.members, !map.isEmpty else {
      throw index.mismatch("weight_map", "is missing or empty")
    }
    var tensors: [String: Set<String>] = [:]
    for member in map {
      let name = String(decoding: member.name, as: UTF8.self)
      guard let file = member.value.text, !file.contains("/"), !file.hasPrefix(".") else {
        throw index.mismatch("weight_map.\(name)", "is not the name of a file in the folder")
      }
      tensors[file, default: []].insert(name)
    }
    return tensors.sorted { $0.key < $1.key }.map { (file: $0.key, tensors: Optional($0.value)) }
  }

  /// Before memory is taken for it, a model must fit what the files say that they hold.
  func check(_ configuration: ModelConfiguration) throws(CheckpointError) {
    var stored = 0
    for shard in shards {
      let path = folder + "/" + shard.file
      stored += try Safetensors(AtomicFile.map(path), file: path).entries.values
        .reduce(0) { $0 + $1.count }
    }
    guard configuration.parameterCount <= stored else {
      throw CheckpointError(
        .mismatched, file: folder,
        "holds \(stored) numbers, config.json asks for \(configuration.parameterCount)")
    }
  }

  /// Fills a model. Shards are mapped one after the other, so memory holds the model and little
  /// else. Every tensor of the model must be there, and nothing that it would ignore.
  func load(into model: LanguageModel) throws(CheckpointError) {
    var missing = Dictionary(uniqueKeysWithValues: model.layout.entries.map { ($0.name, $0) })
    for shard in shards {
      let path = folder + "/" + shard.file
      let file = try Safetensors(AtomicFile.map(path), file: path)
      if let absent = shard.tensors?.first(where: { file.entries[$0] == nil }) {
        throw CheckpointError(
          .mismatched, file: path, "tensor \(absent) is missing, which the index places here")
      }
      for name in file.entries.keys.sorted() {
        if let entry = missing.removeValue(forKey: name) {
          try file.readFinite(entry, into: model.parameters)
        } else if model.layout.entries.contains(where: { $0.name == name }) {
          throw CheckpointError(.mismatched, file: path, "tensor \(name) comes a second time")
        } else if !HuggingFaceWeights.isRedundant(name, model.configuration) {
          throw CheckpointError(
            .mismatched, file: path,
            "tensor \(name) has no place in the model that config.json describes")
        }
      }
    }
    if let name = missing.keys.min() {
      throw CheckpointError(.mismatched, file: folder, "tensor \(name) is missing")
    }
  }

  /// Whether a tensor repeats what the model has or computes anyway.
  private static func isRedundant(_ name: String, _ c: ModelConfiguration) -> Bool {
    name.hasSuffix(".rotary_emb.inv_freq") || (name == "lm_head.weight" && c.tiedEmbeddings)
  }
}

extension Safetensors {
  /// Copies one tensor of a model to its place and refuses numbers that are not finite.
  func readFinite(
    _ entry: ParameterLayout.Entry, into parameters: FloatBuffer
  ) throws(CheckpointError) {
    let view = parameters.view.slice(entry.offset, entry.count)
    try read(entry.name, shape: entry.shape, into: view)
    guard Kernels.sumOfSquares(view).isFinite else {
      throw CheckpointError(
        .mismatched, file: file, "tensor \(entry.name) holds a number that is not finite")
    }
  }
}
