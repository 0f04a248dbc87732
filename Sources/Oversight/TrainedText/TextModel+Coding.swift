/// The model's file: little-endian, with the features as the gaps between them, seven bits a byte.
///
/// `PTXT`, version, then the numbers and the provenance, then for each feature its gap, weight and rarity.
extension TextModel {
  private static let magic: [UInt8] = Array("PTXT".utf8)
  private static let version: UInt8 = 1
  private static let maximumFeatures = 1 << 20

  /// The model's file.
  public var encoded: [UInt8] {
    var bytes = ByteWriter()
    bytes.append(TextModel.magic)
    bytes.append([TextModel.version])
    bytes.append(Double(scale))
    bytes.append(Double(bias))
    bytes.append(threshold)
    bytes.append([quality == nil ? 0 : 1])
    if let quality {
      for estimate in [quality.areaUnderCurve, quality.truePositiveRate] {
        bytes.append(estimate.value)
        bytes.append(estimate.low)
        bytes.append(estimate.high)
      }
      bytes.append(quality.threshold)
      bytes.append(quality.falsePositiveRate)
      bytes.append(variable: quality.positives)
      bytes.append(variable: quality.negatives)
    }
    bytes.append(variable: provenance.utf8.count)
    bytes.append(Array(provenance.utf8))
    bytes.append(variable: features.count)
    var last = 0
    for (index, feature) in features.enumerated() {
      bytes.append(variable: Int(feature) - last)
      bytes.append([UInt8(bitPattern: weights[index]), rarities[index]])
      last = Int(feature)
    }
    return bytes.bytes
  }

  /// Reads a model's file.
  ///
  /// - Throws: `TextModelError.Code.malformed` when the bytes are none.
  public init(decoding bytes: [UInt8]) throws(TextModelError) {
    var reader = ByteReader(bytes)
    guard try reader.take(4) == TextModel.magic, try reader.take(1) == [TextModel.version] else {
      throw TextModelError(.malformed, "this is no text model of version \(TextModel.version)")
    }
    let scale = Float(try reader.double())
    let bias = Float(try reader.double())
    let threshold = try reader.double()
    let quality = try reader.take(1) == [1] ? try TextModel.quality(from: &reader) : nil
    let provenance = String(decoding: try reader.take(try reader.variable()), as: UTF8.self)
    let count = try reader.variable()
    guard count <= TextModel.maximumFeatures else {
      throw TextModelError(.malformed, "the text model says that it has \(count) features")
    }
    var features: [UInt32] = []
    var weights: [Int8] = []
    var rarities: [UInt8] = []
    var last = 0
    for _ in 0..<count {
      last += try reader.variable()
      guard last < Int(TextFeatures.space), features.last.map({ $0 < UInt32(last) }) ?? true else {
        throw TextModelError(.malformed, "the text model's features are not in order")
      }
      features.append(UInt32(last))
      let pair = try reader.take(2)
      weights.append(Int8(bitPattern: pair[0]))
      rarities.append(pair[1])
    }
    guard reader.isAtEnd else {
      throw TextModelError(.malformed, "the text model is followed by other bytes")
    }
    self.init(
      features: features, weights: weights, rarities: rarities, scale: scale, bias: bias,
      threshold: threshold, quality: quality, provenance: provenance)
  }

  private static func quality(
    from reader: inout ByteReader
  ) throws(TextModelError) -> DetectionQuality {
    func estimate() throws(TextModelError) -> DetectionQuality.Estimate {
      DetectionQuality.Estimate(
        value: try reader.double(), low: try reader.double(), high: try reader.double())
    }
    return DetectionQuality(
      areaUnderCurve: try estimate(), truePositiveRate: try estimate(),
      threshold: try reader.double(), falsePositiveRate: try reader.double(),
      positives: try reader.variable(), negatives: try reader.variable())
  }
}

/// Bytes under construction.
private struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ more: [UInt8]) { bytes += more }

  mutating func append(_ number: Double) {
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
  }

  /// Seven bits a byte, the lowest first; the eighth says that more follow.
  mutating func append(variable number: Int) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Bytes being read; running out of them is an error and no trap.
private struct ByteReader {
  private var rest: ArraySlice<UInt8>
  var isAtEnd: Bool { rest.isEmpty }

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func take(_ count: Int) throws(TextModelError) -> [UInt8] {
    guard count <= rest.count else { throw TextModelError(.malformed, "the text model is cut off") }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func double() throws(TextModelError) -> Double {
    let bits = try take(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Double(bitPattern: bits)
  }

  mutating func variable() throws(TextModelError) -> Int {
    var value = 0
    for shift in stride(from: 0, to: 42, by: 7) {
      let byte = try take(1)[0]
      value |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw TextModelError(.malformed, "the text model has a number that is too long")
  }
}
