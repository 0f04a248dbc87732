import Foundation
import Tensor

/// How checkpoints store numbers.
public enum StoragePrecision: String, Codable, Sendable {
  /// 32 bits: exact.
  case float32
  /// IEEE binary16: half the size, rounded.
  case float16
  /// bfloat16: half the size, rounded to 8 significant bits.
  case brain16

  var elementType: Safetensors.ElementType {
    switch self {
    case .float32: .float32
    case .float16: .float16
    case .brain16: .brain16
    }
  }
}

/// Model files: safetensors with the names of the `transformers` library, the configuration and the
/// payload's SHA-256 in the metadata.
public enum Checkpoint {
  static let configurationKey = "proctor.configuration"
  static let stepKey = "proctor.optimizer_step"

  /// Reads a model. Anything wrong with the file is named in the error.
  public static func load(path: String) throws(CheckpointError) -> LanguageModel {
    try load(data: AtomicFile.read(path), name: path)
  }

  /// Reads a model from a file's bytes; `name` stands for the file in errors.
  public static func load(data: Data, name: String) throws(CheckpointError) -> LanguageModel {
    let file = try Safetensors(data, file: name)
    let configuration = try configuration(of: file)
    try check(file, configuration, copies: 1)
    let model = LanguageModel(zeroed: configuration)
    for entry in model.layout.entries {
      try file.readFinite(entry, into: model.parameters)
    }
    return model
  }

  private static func configuration(
    of file: Safetensors
  ) throws(CheckpointError) -> ModelConfiguration {
    guard let text = file.metadata[configurationKey] else {
      throw CheckpointError(
        .mismatched, file: file.file, "has no \(configurationKey) in its metadata")
    }
    guard
      let configuration = try? JSONDecoder().decode(
        ModelConfiguration.self, from: Data(text.utf8))
    else {
      throw CheckpointError(
        .mismatched, file: file.file, "has a \(configurationKey) that cannot be read")
    }
    if let defect = configuration.defect {
      throw CheckpointError(.mismatched, file: file.file, "\(configurationKey): \(defect)")
    }
    return configuration
  }

  /// Before memory is taken for it, a configuration must account for every number in the file.
  private static func check(
    _ file: Safetensors, _ configuration: ModelConfiguration, copies: Int
  ) throws(CheckpointError) {
    let stored = file.entries.values.reduce(0) { $0 + $1.count }
    let expected = configuration.parameterCount * copies
    guard stored == expected else {
      throw CheckpointError(
        .mismatched, file: file.file,
        "holds \(stored) numbers, its configuration asks for \(expected)")
    }
  }
}

extension LanguageModel {
  /// The bytes of a checkpoint. `metadata` is stored beside the model's own.
  public func encoded(
    precision: StoragePrecision, metadata: [String: String] = [:]
  ) throws(CheckpointError) -> Data {
    var metadata = metadata
    metadata[Checkpoint.configurationKey] = try configuration.json()
    return try Safetensors.encode(
      sources(parameters, prefix: ""), type: precision.elementType, metadata: metadata)
  }

  /// Writes a checkpoint atomically: the old file or the whole new one is there, whatever happens.
  public func write(
    to path: String, precision: StoragePrecision, metadata: [String: String] = [:]
  ) throws(CheckpointError) {
    try AtomicFile.write(encoded(precision: precision, metadata: metadata), to: path)
  }

  func sources(_ buffer: FloatBuffer, prefix: String) -> [Safetensors.Source] {
    layout.entries.map { entry in
      Safetensors.Source(
        name: prefix + entry.name, shape: entry.shape,
        values: buffer.view.slice(entry.offset, entry.count))
    }
  }
}

extension ModelConfiguration {
  func json() throws(CheckpointError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(self) else {
      throw CheckpointError(
        .malformed, file: "checkpoint", "has a configuration that JSON cannot hold")
    }
    return String(decoding: data, as: UTF8.self)
  }
}

extension Trainer {
  /// The optimiser's state (both moments and the step count) as a file's bytes.
  public func encodedState() throws(CheckpointError) -> Data {
    let metadata = [
      Checkpoint.configurationKey: try model.configuration.json(),
      Checkpoint.stepKey: String(stepCount),
    ]
    return try Safetensors.encode(
      model.sources(moment1, prefix: "moment1.") + model.sources(moment2, prefix: "moment2."),
      type: .float32, metadata: metadata)
  }

  /// Writes the optimiser's state atomically, in 32 bits.
  public func writeState(to path: String) throws(CheckpointError) {
    try AtomicFile.write(encodedState(), to: path)
  }

  /// Continues from a written state. On an error the trainer is as it was.
  public func restoreState(from path: String) throws(CheckpointError) {
    try restoreState(data: AtomicFile.read(path), name: path)
  }

  /// Continues from a state's bytes; `name` stands for the file in errors.
  public func restoreState(data: Data, name: String) throws(CheckpointError) {
    let file = try Safetensors(data, file: name)
    guard file.metadata[Checkpoint.configurationKey] == (try model.configuration.json()) else {
      throw CheckpointError(
        .mismatched, file: name, "is the optimiser state of a model of other sizes")
    }
    guard let step = file.metadata[Checkpoint.stepKey].flatMap({ Int($0) }), step >= 0 else {
      throw CheckpointError(.mismatched, file: name, "has no \(Checkpoint.stepKey)")
    }
    let count = model.layout.count
    let (first, second) = (FloatBuffer(count: count), FloatBuffer(count: count))
    for (buffer, prefix) in [(first, "moment1."), (second, "moment2.")] {
      for entry in model.layout.entries {
        try file.read(
          prefix + entry.name, shape: entry.shape,
          into: buffer.view.slice(entry.offset, entry.count))
      }
    }
    moment1.view.copy(from: first.view)
    moment2.view.copy(from: second.view)
    stepCount = step
  }
}
