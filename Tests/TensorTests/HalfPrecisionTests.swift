import Testing

@testable import Tensor

@Suite struct HalfPrecisionTests {
  /// The value of binary16 bits, from the format's definition.
  private func value(_ bits: UInt16) -> Double {
    let sign = bits >> 15 == 0 ? 1.0 : -1.0
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 1023)
    if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
    if exponent == 0 { return sign * fraction * 0x1p-24 }
    return sign * (1 + fraction / 1024)
      * Double(sign: .plus, exponent: exponent - 15, significand: 1)
  }

  @Test func everyBinary16ValueRoundTrips() {
    let all = (0...UInt16.max).map { $0 }
    let floats = HalfPrecision.floats(fromBinary16: all)
    let back = HalfPrecision.binary16(from: floats)
    for (bits, (float, again)) in zip(all, zip(floats, back)) {
      let expected = value(bits)
      if expected.isNaN {
        #expect(float.isNaN && value(again).isNaN)
      } else if Double(float) != expected || again != bits {
        Issue.record("\(bits) became \(float), then \(again)")
      }
    }
  }

  @Test func binary16RoundsToNearestEven() {
    for bits in stride(from: UInt16(0), to: 0x7bff, by: 7) {
      let (low, high) = (value(bits), value(bits + 1))
      let middle = Float((low + high) / 2)
      let even = bits % 2 == 0 ? bits : bits + 1
      let results = HalfPrecision.binary16(from: [middle, middle.nextDown, middle.nextUp])
      if results != [even, bits, bits + 1] { Issue.record("\(bits): \(results)") }
    }
    #expect(HalfPrecision.binary16(from: [65_519, 65_520, -1e9]) == [0x7bff, 0x7c00, 0xfc00])
  }

  @Test func brain16RoundsToNearestEven() {
    let values: [Float] = [1, -2.5, 0x1.01p0, 0x1.03p0, .infinity, .nan]
    let bits = HalfPrecision.brain16(from: values)
    #expect(bits[0...4] == [0x3f80, 0xc020, 0x3f80, 0x3f82, 0x7f80])
    #expect(HalfPrecision.floats(fromBrain16: bits)[5].isNaN)
    #expect(HalfPrecision.floats(fromBrain16: [0x4049]) == [3.140625])
  }
}
