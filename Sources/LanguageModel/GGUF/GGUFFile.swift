import Foundation
import Tensor

/// A GGUF file (versions 2 and 3): metadata, then the tensors' names, shapes and places, then
/// their bytes.
struct GGUFFile {
  /// A tensor's place in the file.
  struct Entry {
    let format: StorageFormat
    /// Outermost extent first, as everywhere else; the file has them the other way round.
    let shape: [Int]
    let range: Range<Int>
  }

  let file: String
  let metadata: JSONFile
  let entries: [String: Entry]
  private let data: Data

  /// Checks that every tensor lies in the file and has the size of its shape and type.
  init(_ data: Data, file: String) throws(CheckpointError) {
    var reader = GGUFReader(data, file: file)
    guard try reader.bytes(4, "the header") == Data("GGUF".utf8) else {
      throw reader.malformed("is not a GGUF file")
    }
    let version = try reader.integer(UInt32.self, "the header")
    guard version == 2 || version == 3 else {
      throw reader.malformed("is of version \(version); 2 and 3 can be read")
    }
    let tensors = try reader.integer(UInt64.self, "the header")
    let fields = try reader.integer(UInt64.self, "the header")
    var members: [JSONValue.Member] = []
    for _ in 0..<fields {
      let name = try reader.string("a metadata field's name")
      let what = String(decoding: name, as: UTF8.self)
      let type = try reader.integer(UInt32.self, what)
      members.append(JSONValue.Member(name: name, value: try reader.value(type: type, what)))
    }
    metadata = JSONFile(value: .object(members), file: file)
    let alignment = try metadata.optionalInteger("general.alignment") ?? 32
    guard alignment > 0, alignment <= 1 << 20 else {
      throw metadata.mismatch("general.alignment", "is \(alignment)")
    }
    var headers: [(name: String, type: UInt32, shape: [Int], offset: Int)] = []
    for _ in 0..<tensors { headers.append(try GGUFFile.header(&reader)) }
    let start = (reader.position + alignment - 1) / alignment * alignment
    var entries: [String: Entry] = [:]
    for header in headers {
      guard entries[header.name] == nil else {
        throw reader.malformed("has two tensors \(header.name)")
      }
      entries[header.name] = try GGUFFile.entry(header, start: start, reader)
    }
    self.file = file
    self.entries = entries
    self.data = reader.data
  }

  private static func header(
    _ reader: inout GGUFReader
  ) throws(CheckpointError) -> (name: String, type: UInt32, shape: [Int], offset: Int) {
    let name = String(decoding: try reader.string("a tensor's name"), as: UTF8.self)
    let dimensions = try reader.integer(UInt32.self, "tensor \(name)")
    guard dimensions <= 4 else {
      throw reader.malformed("tensor \(name) has \(dimensions) dimensions")
    }
    var shape: [Int] = []
    for _ in 0..<dimensions {
      let extent = try reader.integer(UInt64.self, "tensor \(name)")
      guard extent <= 1 << 40 else {
        throw reader.malformed("tensor \(name) has an extent of \(extent)")
      }
      shape.insert(Int(extent), at: 0)
    }
    let type = try reader.integer(UInt32.self, "tensor \(name)")
    let offset = try reader.integer(UInt64.self, "tensor \(name)")
    guard offset <= UInt64(reader.data.count) else {
      throw reader.malformed("tensor \(name) begins after the file's end")
    }
    return (name, type, shape, Int(offset))
  }

  /// The name of a type that is not read, or its number.
  private static func typeName(_ type: UInt32) -> String {
    let names: [UInt32: String] = [
      6: "Q5_0", 7: "Q5_1", 9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 13: "Q5_K", 15: "Q8_K",
      16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S",
      22: "IQ2_S", 23: "IQ4_XS", 24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64",
      29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
    ]
    return names[type] ?? String(type)
  }

  private static func entry(
    _ header: (name: String, type: UInt32, shape: [Int], offset: Int), start: Int,
    _ reader: GGUFReader
  ) throws(CheckpointError) -> Entry {
    guard let format = StorageFormat(ggmlType: header.type) else {
      throw reader.malformed(
        "tensor \(header.name) has type \(GGUFFile.typeName(header.type)); "
          + "F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q4_K and Q6_K can be read")
    }
    var count = 1
    for extent in header.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= 1 << 42 else {
        throw reader.malformed("tensor \(header.name) has the impossible shape \(header.shape)")
      }
      count = product
    }
    guard (header.shape.last ?? 1) % format.blockLength == 0 else {
      throw reader.malformed("tensor \(header.name) has rows that are not whole blocks")
    }
    let size = count / format.blockLength * format.blockBytes
    let begin = start + header.offset
    guard begin + size <= reader.data.count else {
      throw reader.malformed("ends inside tensor \(header.name)")
    }
    return Entry(format: format, shape: header.shape, range: begin..<(begin + size))
  }

  /// Converts a tensor to floats at the start of `view`, which must have room.
  func read(_ entry: Entry, into view: FloatView) {
    entry.format.decode(data[entry.range], into: view)
  }
}

extension StorageFormat {
  /// The format of a `ggml_type`.
  init?(ggmlType: UInt32) {
    switch ggmlType {
    case 0: self = .float32
    case 1: self = .float16
    case 2: self = .fourBit
    case 3: self = .fourBitWithMinimum
    case 8: self = .eightBit
    case 12: self = .fourBitSuper
    case 14: self = .sixBitSuper
    case 30: self = .brain16
    default: return nil
    }
  }
}
