import Crypto
import Foundation
import Tensor

/// The safetensors format: eight bytes of header length, a JSON header that names each tensor's
/// type, shape and byte range, then the bytes.
struct Safetensors {
  /// The element types that are read and written.
  enum ElementType: String {
    case float32 = "F32"
    case float16 = "F16"
    case brain16 = "BF16"

    var size: Int { self == .float32 ? 4 : 2 }

    var format: StorageFormat {
      switch self {
      case .float32: .float32
      case .float16: .float16
      case .brain16: .brain16
      }
    }
  }

  /// A tensor's place in the payload.
  struct Entry {
    let type: ElementType
    let shape: [Int]
    let range: Range<Int>
    var count: Int { range.count / type.size }
  }

  /// A tensor to be written.
  struct Source {
    let name: String
    let shape: [Int]
    let values: FloatView
  }

  let file: String
  let metadata: [String: String]
  let entries: [String: Entry]
  private let payload: Data

  /// Longest header that is accepted: a 256-layer model's takes about 1 MB.
  private static let headerLimit = 16 << 20
  static let hashKey = "proctor.payload_sha256"

  /// Checks the whole structure: every range lies in the payload, has the size that its shape and
  /// type ask for, and none overlap. If the file records its payload's hash, that too.
  init(_ data: Data, file: String) throws(CheckpointError) {
    func malformed(_ message: String) -> CheckpointError {
      CheckpointError(.malformed, file: file, message)
    }
    let data = data.startIndex == 0 ? data : Data(data)
    guard data.count >= 8 else {
      throw malformed("has \(data.count) bytes, too few for a safetensors header")
    }
    let length = data[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Safetensors.headerLimit) else {
      throw malformed("claims a header of \(length) bytes, more than is allowed")
    }
    let payloadStart = 8 + Int(length)
    guard payloadStart <= data.count else {
      throw malformed("ends inside its header (\(data.count) of \(payloadStart) bytes)")
    }
    let parsed = try? JSONSerialization.jsonObject(with: data[8..<payloadStart])
    guard var header = parsed as? [String: Any] else {
      throw malformed("has a header that is not a JSON object")
    }
    let payload = data[payloadStart...]
    let rawMetadata = header.removeValue(forKey: "__metadata__") ?? [String: String]()
    guard let metadata = rawMetadata as? [String: String] else {
      throw malformed("has __metadata__ that is not an object of strings")
    }
    var entries: [String: Entry] = [:]
    for (name, value) in header {
      entries[name] = try Safetensors.entry(name, value, payload.count, file)
    }
    let sorted = entries.sorted { $0.value.range.lowerBound < $1.value.range.lowerBound }
    var end = 0
    for (name, entry) in sorted {
      guard entry.range.lowerBound >= end else {
        throw malformed("tensor \(name) overlaps another (data_offsets)")
      }
      end = entry.range.upperBound
    }
    guard end == payload.count else {
      throw malformed("holds \(payload.count) bytes of tensors but describes \(end)")
    }
    if let recorded = metadata[Safetensors.hashKey], recorded != Safetensors.hash(payload) {
      throw CheckpointError(
        .altered, file: file, "was altered or damaged: its tensors do not have the recorded hash")
    }
    self.file = file
    self.metadata = metadata
    self.entries = entries
    self.payload = payload
  }

  private static func entry(
    _ name: String, _ value: Any, _ available: Int, _ file: String
  ) throws(CheckpointError) -> Entry {
    func malformed(_ message: String) -> CheckpointError {
      CheckpointError(.malformed, file: file, "tensor \(name) \(message)")
    }
    guard let fields = value as? [String: Any], let typeName = fields["dtype"] as? String else {
      throw malformed("has no dtype")
    }
    guard let type = ElementType(rawValue: typeName) else {
      throw malformed("has dtype \(typeName); F32, F16 and BF16 can be read")
    }
    guard let shape = fields["shape"] as? [Int], shape.allSatisfy({ $0 >= 0 }) else {
      throw malformed("has no shape of non-negative integers")
    }
    guard let offsets = fields["data_offsets"] as? [Int], offsets.count == 2, offsets[0] >= 0,
      offsets[0] <= offsets[1], offsets[1] <= available
    else {
      throw malformed("has data_offsets outside the \(available) bytes that follow the header")
    }
    var bytes = type.size
    for extent in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw malformed("has an impossible shape \(shape)") }
      bytes = product
    }
    guard bytes == offsets[1] - offsets[0] else {
      throw malformed(
        "of shape \(shape) needs \(bytes) bytes, its data_offsets span \(offsets[1] - offsets[0])")
    }
    return Entry(type: type, shape: shape, range: offsets[0]..<offsets[1])
  }

  /// Copies a tensor into `view` if it has the expected shape.
  func read(_ name: String, shape: [Int], into view: FloatView) throws(CheckpointError) {
    guard let entry = entries[name] else {
      throw CheckpointError(.mismatched, file: file, "tensor \(name) is missing")
    }
    guard entry.shape == shape else {
      throw CheckpointError(
        .mismatched, file: file, "tensor \(name) has shape \(entry.shape), expected \(shape)")
    }
    let start = payload.startIndex
    let bytes = payload[(start + entry.range.lowerBound)..<(start + entry.range.upperBound)]
    entry.type.format.decode(bytes, into: view)
  }

  /// The bytes of a file with these tensors, its payload's hash among the metadata.
  static func encode(
    _ sources: [Source], type: ElementType, metadata: [String: String]
  ) throws(CheckpointError) -> Data {
    var header: [String: Any] = [:]
    var end = 0
    for source in sources {
      let start = end
      end += source.values.count * type.size
      header[source.name] =
        ["dtype": type.rawValue, "shape": source.shape, "data_offsets": [start, end]]
        as [String: Any]
    }
    // The hash is known only when the payload is in its place; until then zeros stand for it.
    let noHash = String(repeating: "0", count: 64)
    var metadata = metadata
    metadata["format"] = "pt"
    metadata[hashKey] = noHash
    header["__metadata__"] = metadata
    guard
      var json = try? JSONSerialization.data(
        withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    else {
      throw CheckpointError(.malformed, file: "checkpoint", "has metadata that JSON cannot hold")
    }
    // The format wants the payload aligned to eight bytes; spaces after the JSON are allowed.
    json.append(Data(repeating: 0x20, count: (8 - json.count % 8) % 8))
    let payloadStart = 8 + json.count
    var data = Data()
    data.reserveCapacity(payloadStart + end)
    withUnsafeBytes(of: UInt64(json.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(json)
    for source in sources { append(source.values, as: type, to: &data) }
    let field = Data("\"\(hashKey)\":\"".utf8)
    guard let place = data[..<payloadStart].range(of: field + Data(noHash.utf8)) else {
      throw CheckpointError(.malformed, file: "checkpoint", "has no place for its hash")
    }
    data.replaceSubrange(place, with: field + Data(hash(data[payloadStart...]).utf8))
    return data
  }

  private static func append(_ values: FloatView, as type: ElementType, to data: inout Data) {
    switch type {
    case .float32: values.withUnsafeBytes { data.append(contentsOf: $0) }
    case .float16:
      HalfPrecision.binary16(from: values.array).withUnsafeBytes { data.append(contentsOf: $0) }
    case .brain16:
      HalfPrecision.brain16(from: values.array).withUnsafeBytes { data.append(contentsOf: $0) }
    }
  }

  private static func hash(_ payload: Data) -> String {
    SHA256.hash(data: payload).map { String(format: "%02x", $0) }.joined()
  }
}
