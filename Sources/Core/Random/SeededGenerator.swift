/// A small, fast, seedable generator (xoshiro256**, Blackman and Vigna 2018) whose state can be
/// saved, so that a resumed run draws the numbers that the uninterrupted run would have drawn.
public struct SeededGenerator: RandomNumberGenerator, Codable, Hashable, Sendable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// Expands the seed with SplitMix64, as the authors advise.
  public init(seed: UInt64) {
    var mixer = seed
    func next() -> UInt64 {
      mixer &+= 0x9E37_79B9_7F4A_7C15
      return SeededGenerator.mix(mixer)
    }
    s0 = next()
    s1 = next()
    s2 = next()
    s3 = next()
  }

  /// A generator for a named purpose: independent streams from one seed.
  public init(seed: UInt64, stream: UInt64) {
    self.init(seed: SeededGenerator.mix(seed &+ 0x9E37_79B9_7F4A_7C15 &* (stream &+ 1)))
  }

  public mutating func next() -> UInt64 {
    let result = (s1 &* 5).rotatedLeft(by: 7) &* 9
    let t = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = s3.rotatedLeft(by: 45)
    return result
  }

  /// A number in [0, 1) with 53 random bits.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// SplitMix64's finaliser: a bijection that scatters neighbouring inputs.
  public static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension UInt64 {
  fileprivate func rotatedLeft(by count: UInt64) -> UInt64 {
    (self << count) | (self >> (64 - count))
  }
}
