import Foundation
import Testing

@testable import LanguageModel

@Suite struct CheckpointTests {
  private let model = LanguageModel(configuration: smallConfiguration, seed: 2)

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "checkpoint-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test func float32IsExact() throws {
    try withFolder { folder in
      let path = folder + "/model.safetensors"
      try Data("old".utf8).write(to: URL(fileURLWithPath: path))
      try model.write(to: path, precision: .float32, metadata: ["note": "ä \"quoted\""])
      let loaded = try Checkpoint.load(path: path)
      #expect(loaded.configuration == model.configuration)
      #expect(loaded.weightsHash == model.weightsHash)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left == ["model.safetensors"], "no partial file stays behind")
      let file = try Safetensors(Data(contentsOf: URL(fileURLWithPath: path)), file: path)
      #expect(file.metadata["note"] == "ä \"quoted\"")
      #expect(file.entries["model.layers.1.mlp.down_proj.weight"]?.shape == [32, 40])
    }
  }

  @Test func float16IsRoundedAndHalfTheSize() throws {
    let small = try model.encoded(precision: .float16)
    let large = try model.encoded(precision: .float32)
    #expect(Double(small.count) < 0.6 * Double(large.count))
    let loaded = try Checkpoint.load(data: small, name: "memory")
    for name in model.tensorNames {
      #expect(difference(loaded.values(of: name), model.values(of: name) ?? []) < 1e-3)
    }
    #expect(try loaded.encoded(precision: .float16) == small, "rounding once is enough")
  }

  @Test func aMissingFileIsNamed() {
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(path: "/nonexistent/model.safetensors")
    }
    #expect(error?.code == .inputOutput)
    #expect(error?.description == "/nonexistent/model.safetensors: does not exist")
    let unwritable = #expect(throws: CheckpointError.self) {
      try model.write(to: "/nonexistent/model.safetensors", precision: .float16)
    }
    #expect(unwritable?.code == .inputOutput)
  }

  @Test func everyTruncationIsRefused() throws {
    let data = try model.encoded(precision: .float16)
    let lengths = Array(0..<64) + stride(from: 64, to: data.count, by: 997) + [data.count - 1]
    for length in lengths {
      let error = #expect(throws: CheckpointError.self) {
        try Checkpoint.load(data: data.prefix(length), name: "cut")
      }
      #expect(error?.file == "cut")
    }
    #expect(throws: CheckpointError.self) {
      try Checkpoint.load(data: data + [0], name: "longer")
    }
  }

  @Test func alteredWeightsAreRefused() throws {
    let data = try model.encoded(precision: .float16)
    for offset in stride(from: 1, to: 20_000, by: 1_237) {
      var altered = data
      altered[data.count - offset] ^= 1
      let error = #expect(throws: CheckpointError.self) {
        try Checkpoint.load(data: altered, name: "altered")
      }
      #expect(error?.code == .altered)
    }
  }

  @Test func anAlteredHeaderNeverCrashes() throws {
    let data = try model.encoded(precision: .float16)
    let headerEnd = 8 + data[0..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    for index in 0..<3_000 {
      var altered = data
      let random = CounterRandom.hash(key: 99, counter: UInt64(index))
      altered[Int(random % UInt64(headerEnd))] = UInt8(truncatingIfNeeded: random >> 32)
      // Changing white space or the rope's base leaves a valid file; anything else must throw.
      if let loaded = try? Checkpoint.load(data: altered, name: "fuzz") {
        #expect(loaded.configuration.parameterCount == model.configuration.parameterCount)
      }
    }
  }

  /// A file with a header of our choice and zeros behind it.
  private func file(_ header: String, payload: Int) -> Data {
    var data = Data()
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(Data(header.utf8))
    data.append(Data(count: payload))
    return data
  }

  @Test(arguments: [
    (#"[]"#, 0, "not a JSON object"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#, 8, "not a JSON object"),
    (#"{"__metadata__":{"a":1}}"#, 0, "__metadata__"),
    (#"{"a":7}"#, 0, "dtype"),
    (#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, 8, "F64"),
    (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "shape"),
    (#"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#, 4, "shape"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "needs 8 bytes"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "data_offsets"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 4, "data_offsets"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[1e300,8]}}"#, 4, "data_offsets"),
    (#"{"a":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,4]}}"#, 4, "shape"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 8, "describes 4"),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""b":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}"#, 4, "overlaps"
    ),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 4, "proctor.configuration"),
  ])
  func hostileHeadersAreRefusedWithTheReason(header: String, payload: Int, reason: String) {
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(data: file(header, payload: payload), name: "hostile")
    }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test func anEnormousConfigurationTakesNoMemory() throws {
    var configuration = smallConfiguration
    configuration.layers = 256
    configuration.width = 16_384
    configuration.feedForward = 131_072
    let text = try configuration.json().replacingOccurrences(of: "\"", with: "\\\"")
    let header =
      #"{"__metadata__":{"proctor.configuration":"\#(text)"},"#
      + #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(data: file(header, payload: 4), name: "greedy")
    }
    #expect(error?.code == .mismatched)
  }

  @Test func anOptimiserContinuesBitIdentically() throws {
    let trainer = Trainer(model: model)
    for _ in 0..<3 { trainer.supervisedUpdate(rows: sampleRows(5)) }
    let weights = try model.encoded(precision: .float32)
    let state = try trainer.encodedState()
    for _ in 0..<2 { trainer.supervisedUpdate(rows: sampleRows(6)) }

    let resumed = Trainer(model: try Checkpoint.load(data: weights, name: "weights"))
    try resumed.restoreState(data: state, name: "state")
    for _ in 0..<2 { resumed.supervisedUpdate(rows: sampleRows(6)) }
    #expect(resumed.model.weightsHash == model.weightsHash)
    #expect(try resumed.encodedState() == trainer.encodedState())

    var other = smallConfiguration
    other.layers = 1
    let stranger = Trainer(model: LanguageModel(configuration: other, seed: 1))
    #expect(throws: CheckpointError.self) {
      try stranger.restoreState(data: state, name: "state")
    }
  }
}
