import BigInt

/// CPython 3.11's hashes on 64 bits under `PYTHONHASHSEED=0`, on which the order of sets depends.
enum PythonHash {
  /// The Mersenne prime 2^61 - 1.
  static let modulus = (1 << 61) - 1

  static func integer(_ value: Int) -> Int {
    if value > -modulus, value < modulus { return value == -1 ? -2 : value }
    let remainder = Int(value.magnitude % UInt(modulus))
    return finish(value < 0 ? -remainder : remainder)
  }

  static func integer(_ value: BigInt) -> Int {
    let remainder = Int(value.magnitude % BigUInt(modulus))
    return finish(value.sign == .minus ? -remainder : remainder)
  }

  static func float(_ value: Double) -> Int {
    if value.isInfinite { return value > 0 ? 314159 : -314159 }
    if value.isNaN { return 0 }
    if value == 0 { return 0 }
    var fraction = value.significand / 2
    var exponent = Int(value.exponent) + 1
    var hash: UInt = 0
    let bits = UInt(modulus)
    while fraction != 0 {
      hash = ((hash << 28) & bits) | hash >> (61 - 28)
      fraction *= 268_435_456
      exponent -= 28
      let digit = UInt(fraction)
      fraction -= Double(digit)
      hash += digit
      if hash >= bits { hash -= bits }
    }
    let shift = exponent >= 0 ? exponent % 61 : 60 - ((-1 - exponent) % 61)
    hash = ((hash << UInt(shift)) & bits) | hash >> UInt(61 - shift)
    return finish(value < 0 ? -Int(hash) : Int(hash))
  }

  /// The xxHash-based combination that CPython uses for tuples.
  static func tuple(_ hashes: [Int]) -> Int {
    var accumulator: UInt = 2_870_177_450_012_600_261
    for hash in hashes {
      accumulator = accumulator &+ UInt(bitPattern: hash) &* 14_029_467_366_897_019_727
      accumulator = accumulator << 31 | accumulator >> 33
      accumulator = accumulator &* 11_400_714_785_074_694_791
    }
    accumulator =
      accumulator &+ (UInt(hashes.count) ^ (2_870_177_450_012_600_261 ^ 3_527_539))
    return accumulator == .max ? 1_546_275_796 : Int(bitPattern: accumulator)
  }

  static func frozenSet(_ hashes: [Int]) -> Int {
    var hash: UInt = 0
    for element in hashes {
      let bits = UInt(bitPattern: element)
      hash ^= ((bits ^ 89_869_747) ^ (bits << 16)) &* 3_644_798_167
    }
    hash ^= (UInt(hashes.count) &+ 1) &* 1_927_868_237
    hash ^= (hash >> 11) ^ (hash >> 25)
    hash = hash &* 69_069 &+ 907_133_923
    return hash == .max ? 590_923_713 : Int(bitPattern: hash)
  }

  /// SipHash-1-3 with a zero key over the string's compact representation.
  static func string(_ scalars: [UInt32]) -> Int {
    if scalars.isEmpty { return 0 }
    let largest = scalars.max() ?? 0
    let width = largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4
    var hasher = SipHash13()
    for scalar in scalars {
      for byte in 0..<width { hasher.append(UInt8(truncatingIfNeeded: scalar >> UInt32(8 * byte))) }
    }
    return finish(Int(bitPattern: UInt(hasher.finish(length: scalars.count * width))))
  }

  private static func finish(_ hash: Int) -> Int { hash == -1 ? -2 : hash }
}

/// SipHash with one compression and three finalisation rounds, keyed with zeros.
private struct SipHash13 {
  private var v0: UInt64 = 0x736f_6d65_7073_6575
  private var v1: UInt64 = 0x646f_7261_6e64_6f6d
  private var v2: UInt64 = 0x6c79_6765_6e65_7261
  private var v3: UInt64 = 0x7465_6462_7974_6573
  private var tail: UInt64 = 0
  private var count: UInt64 = 0

  mutating func append(_ byte: UInt8) {
    tail |= UInt64(byte) << (8 * count)
    count += 1
    if count == 8 {
      compress(tail)
      tail = 0
      count = 0
    }
  }

  mutating func finish(length: Int) -> UInt64 {
    compress(UInt64(length) << 56 | tail)
    v2 ^= 0xff
    for _ in 0..<3 { round() }
    return v0 ^ v1 ^ v2 ^ v3
  }

  private mutating func compress(_ word: UInt64) {
    v3 ^= word
    round()
    v0 ^= word
  }

  private mutating func round() {
    v0 = v0 &+ v1
    v1 = (v1 << 13 | v1 >> 51) ^ v0
    v0 = v0 << 32 | v0 >> 32
    v2 = v2 &+ v3
    v3 = (v3 << 16 | v3 >> 48) ^ v2
    v0 = v0 &+ v3
    v3 = (v3 << 21 | v3 >> 43) ^ v0
    v2 = v2 &+ v1
    v1 = (v1 << 17 | v1 >> 47) ^ v2
    v2 = v2 << 32 | v2 >> 32
  }
}
