import CKernels
import Foundation

/// How files store numbers, all little-endian.
public enum StorageFormat: Hashable, Sendable {
  /// IEEE binary32.
  case float32
  /// IEEE binary16.
  case float16
  /// bfloat16.
  case brain16
  /// GGUF's Q8_0: 32 signed bytes and a scale.
  case eightBit
  /// GGUF's Q4_0: 32 numbers of four bits and a scale.
  case fourBit
  /// GGUF's Q4_1: 32 numbers of four bits, a scale and a minimum.
  case fourBitWithMinimum
  /// GGUF's Q4_K: 256 numbers of four bits with scales and minima for each 32.
  case fourBitSuper
  /// GGUF's Q6_K: 256 numbers of six bits with scales for each 16.
  case sixBitSuper

  /// Numbers in a block, which is stored as a whole.
  public var blockLength: Int {
    switch self {
    case .float32, .float16, .brain16: 1
    case .eightBit, .fourBit, .fourBitWithMinimum: 32
    case .fourBitSuper, .sixBitSuper: 256
    }
  }

  /// Bytes of a block.
  public var blockBytes: Int {
    switch self {
    case .float32: 4
    case .float16, .brain16: 2
    case .eightBit: 34
    case .fourBit: 18
    case .fourBitWithMinimum: 20
    case .fourBitSuper: 144
    case .sixBitSuper: 210
    }
  }

  /// Numbers that are converted at a time, so that a large tensor needs no second copy of itself.
  private static let chunk = 1 << 16

  /// Converts whole blocks at any address to the start of `view`, which must have room.
  public func decode(_ bytes: Data, into view: FloatView) {
    let blocks = bytes.count / blockBytes
    precondition(bytes.count % blockBytes == 0 && view.count >= blocks * blockLength)
    let step = max(StorageFormat.chunk / blockLength, 1)
    for first in stride(from: 0, to: blocks, by: step) {
      let count = min(step, blocks - first)
      let start = bytes.startIndex + first * blockBytes
      let part = bytes[start..<(start + count * blockBytes)]
      decodeChunk(part, blocks: count, into: view.slice(first * blockLength))
    }
  }

  private func decodeChunk(_ bytes: Data, blocks: Int, into view: FloatView) {
    let out = view.base
    switch self {
    case .float32:
      bytes.withUnsafeBytes { source in
        _ = source.copyBytes(to: UnsafeMutableRawBufferPointer(start: out, count: bytes.count))
      }
    case .float16: kernel_half_to_float(out, StorageFormat.words(bytes), blocks)
    case .brain16: kernel_bfloat_to_float(out, StorageFormat.words(bytes), blocks)
    case .eightBit: withBytes(bytes) { kernel_dequantize_q8_0(out, $0, blocks) }
    case .fourBit: withBytes(bytes) { kernel_dequantize_q4_0(out, $0, blocks) }
    case .fourBitWithMinimum: withBytes(bytes) { kernel_dequantize_q4_1(out, $0, blocks) }
    case .fourBitSuper: withBytes(bytes) { kernel_dequantize_q4_k(out, $0, blocks) }
    case .sixBitSuper: withBytes(bytes) { kernel_dequantize_q6_k(out, $0, blocks) }
    }
  }

  private func withBytes(_ bytes: Data, _ body: (UnsafePointer<UInt8>) -> Void) {
    bytes.withUnsafeBytes { source in
      if let start = source.bindMemory(to: UInt8.self).baseAddress { body(start) }
    }
  }

  private static func words(_ bytes: Data) -> [UInt16] {
    [UInt16](unsafeUninitializedCapacity: bytes.count / 2) { out, count in
      count = bytes.count / 2
      _ = bytes.copyBytes(to: UnsafeMutableRawBufferPointer(out))
    }
  }
}
