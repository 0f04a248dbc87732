import CKernels

/// Conversions between 32-bit floats and 16-bit storage, without processor support for it.
public enum HalfPrecision {
  /// IEEE binary16 to float, exactly.
  public static func floats(fromBinary16 bits: [UInt16]) -> [Float] {
    [Float](unsafeUninitializedCapacity: bits.count) { out, count in
      if let start = out.baseAddress { kernel_half_to_float(start, bits, bits.count) }
      count = bits.count
    }
  }

  /// Float to IEEE binary16, to nearest, ties to even.
  public static func binary16(from floats: [Float]) -> [UInt16] {
    [UInt16](unsafeUninitializedCapacity: floats.count) { out, count in
      if let start = out.baseAddress { kernel_float_to_half(start, floats, floats.count) }
      count = floats.count
    }
  }

  /// bfloat16 to float, exactly.
  public static func floats(fromBrain16 bits: [UInt16]) -> [Float] {
    [Float](unsafeUninitializedCapacity: bits.count) { out, count in
      if let start = out.baseAddress { kernel_bfloat_to_float(start, bits, bits.count) }
      count = bits.count
    }
  }

  /// Float to bfloat16, to nearest, ties to even.
  public static func brain16(from floats: [Float]) -> [UInt16] {
    [UInt16](unsafeUninitializedCapacity: floats.count) { out, count in
      if let start = out.baseAddress { kernel_float_to_bfloat(start, floats, floats.count) }
      count = floats.count
    }
  }
}
