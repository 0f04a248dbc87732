import Core
import Foundation
import Testing

@Suite struct SeededGeneratorTests {
  /// Numbers of an independent implementation of the authors' algorithm (xoshiro256**, its state
  /// filled by SplitMix64), in Python's unbounded integers.
  @Test func agreesWithAnotherImplementation() {
    var zero = SeededGenerator(seed: 0)
    #expect(
      (0..<4).map { _ in zero.next() } == [
        0x99EC_5F36_CB75_F2B4,
        0xBF6E_1F78_4956_452A,
        0x1A5F_849D_4933_E6E0,
        0x6AA5_94F1_262D_2D2C,
      ])
    var other = SeededGenerator(seed: 42)
    #expect(
      (0..<4).map { _ in other.next() } == [
        0x1578_0B2E_0C2E_C716,
        0x6104_D986_6D11_3A7E,
        0xAE17_5332_39E4_99A1,
        0xECB8_AD47_03B3_60A1,
      ])
  }

  @Test func mixIsSplitMix64() {
    #expect(SeededGenerator.mix(0x9E37_79B9_7F4A_7C15) == 0xE220_A839_7B1D_CDAF)
  }

  @Test func equalSeedsGiveEqualNumbers() {
    var left = SeededGenerator(seed: 5)
    var right = SeededGenerator(seed: 5)
    #expect((0..<100).allSatisfy { _ in left.next() == right.next() })
  }

  @Test func streamsOfOneSeedDiffer() {
    var streams = (0..<8).map { SeededGenerator(seed: 5, stream: $0) }
    let first = streams.indices.map { streams[$0].next() }
    #expect(Set(first).count == 8)
  }

  @Test func savedStateContinuesTheSequence() throws {
    var generator = SeededGenerator(seed: 9)
    _ = (0..<10).map { _ in generator.next() }
    let saved = try OrderedJSONEncoder().encode(generator)
    var restored = try JSONDecoder().decode(SeededGenerator.self, from: Data(saved))
    #expect((0..<10).allSatisfy { _ in restored.next() == generator.next() })
  }

  @Test func unitNumbersAreEvenInTheirRange() {
    var generator = SeededGenerator(seed: 1)
    var buckets = [Int](repeating: 0, count: 10)
    for _ in 0..<10_000 {
      let number = generator.unit()
      #expect(number >= 0 && number < 1)
      buckets[Int(number * 10)] += 1
    }
    // 1,000 are expected; 5 standard deviations are 150.
    #expect(buckets.allSatisfy { abs($0 - 1_000) < 150 })
  }
}
