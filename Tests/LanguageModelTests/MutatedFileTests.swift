import Foundation
import Testing

@testable import LanguageModel

/// Files of every kind with bytes changed, removed, repeated and put in, at places and to values that
/// a fixed key decides: each is read or refused by a typed error, and nothing else happens.
@Suite struct MutatedFileTests {
  /// The same file with up to four mutations in its first `region` bytes.
  private func mutated(_ data: Data, region: Int, round: Int) -> Data {
    var bytes = [UInt8](data)
    var counter = UInt64(round) << 8
    func next(_ bound: Int) -> Int {
      counter += 1
      return Int(CounterRandom.hash(key: 2_026, counter: counter) % UInt64(max(bound, 1)))
    }
    // Numbers and marks that parsers stumble over.
    let hostile: [[UInt8]] = [
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0, 0, 0, 0, 0x80],
      Array("1e999".utf8), Array("-1".utf8), Array("9223372036854775808".utf8), Array("\"".utf8),
      Array("\\ud800".utf8), Array("[[[[".utf8), Array("}".utf8), Array("null".utf8), [0xC3],
    ]
    for _ in 0...next(4) {
      let limit = min(region, bytes.count)
      let place = next(limit)
      switch next(6) {
      case 0: bytes[place] = UInt8(next(256))
      case 1: bytes[place] ^= 1 << next(8)
      case 2: bytes.removeSubrange(place..<min(place + 1 + next(9), bytes.count))
      case 3: bytes.insert(contentsOf: bytes[place..<min(place + 1 + next(40), limit)], at: place)
      case 4: bytes.insert(contentsOf: hostile[next(hostile.count)], at: place)
      default:
        let value = hostile[next(hostile.count)]
        bytes.replaceSubrange(place..<min(place + value.count, bytes.count), with: value)
      }
      if bytes.isEmpty { break }
    }
    return Data(bytes)
  }

  /// How many of the rounds are refused.
  private func refused(
    _ data: Data, region: Int, rounds: Int, by read: (Data) throws -> Void
  ) -> Int {
    (0..<rounds).count { round in
      do {
        try read(mutated(data, region: region, round: round))
        return false
      } catch {
        #expect(error is CheckpointError)
        return true
      }
    }
  }

  @Test(arguments: ["llama31", "smollm2", "pieces", "blocks"])
  func ggufFiles(name: String) throws {
    let data = try AtomicFile.read(RecordedModels.url("gguf").path + "/\(name).gguf")
    let count = refused(data, region: min(data.count, 4_000), rounds: 400) {
      _ = try GGUFModel.load(data: $0, name: name, contextLimit: 64)
    }
    #expect(count > 200)
  }

  @Test func safetensorsHeaders() throws {
    let data = try AtomicFile.read(RecordedModels.url("qwen2").path + "/model.safetensors")
    let header = 8 + data[0..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let count = refused(data, region: header, rounds: 1_500) {
      _ = try Safetensors($0, file: "mutated")
    }
    #expect(count > 1_000)
    // Nesting that would exhaust a recursive parser's stack.
    let deep = Data(repeating: UInt8(ascii: "["), count: 1 << 20)
    var length = UInt64(deep.count).littleEndian
    let file = withUnsafeBytes(of: &length) { Data($0) } + deep
    #expect(throws: CheckpointError.self) { try Safetensors(file, file: "deep") }
  }

  @Test(arguments: TokenizerFileTests.names)
  func tokenizerFiles(name: String) throws {
    let data = try AtomicFile.read(TokenizerFileTests.url(name).path)
    let count = refused(data, region: data.count, rounds: 200) { data in
      let json = try JSONFile(bytes: [UInt8](data), file: name)
      // What is accepted must serve.
      let tokenizer = try TokenizerFile(json: json).tokenizer()
      _ = tokenizer.decode(tokenizer.encode("def f(x):\n    return '世界 🙂'"))
    }
    #expect(count > 50)
  }

  @Test(arguments: RecordedModels.names)
  func configurations(name: String) throws {
    let data = try AtomicFile.read(RecordedModels.url(name).path + "/config.json")
    let count = refused(data, region: data.count, rounds: 400) { data in
      let json = try JSONFile(bytes: [UInt8](data), file: name)
      let configuration = try HuggingFaceConfiguration(json, contextLimit: 64)
      #expect(configuration.model.defect == nil)
    }
    #expect(count > 150)
  }
}
