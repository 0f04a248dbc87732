/// A value without an order of its own, which `OrderedJSONEncoder` can give one.
protocol UnorderedEncodable {
  /// The value as JSON, with its elements ordered by their own bytes.
  func sortedJSON(_ encoder: OrderedJSONEncoder) throws -> [UInt8]
}

extension Set: UnorderedEncodable where Element: Encodable {
  func sortedJSON(_ encoder: OrderedJSONEncoder) throws -> [UInt8] {
    [UInt8].array(try map(encoder.encode).sorted { $0.lexicographicallyPrecedes($1) })
  }
}

extension Dictionary: UnorderedEncodable where Key: Encodable, Value: Encodable {
  /// An object where the keys are texts or numbers, else an array of keys and values in turn: what
  /// `Dictionary` decodes from.
  func sortedJSON(_ encoder: OrderedJSONEncoder) throws -> [UInt8] {
    let pairs = try map { key, value in
      (name: Self.name(key), key: try encoder.encode(key), value: try encoder.encode(value))
    }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    guard pairs.allSatisfy({ $0.name != nil }) else {
      return [UInt8].array(pairs.flatMap { [$0.key, $0.value] })
    }
    let members = try pairs.map { pair in
      try encoder.encode(pair.name ?? "") + [UInt8(ascii: ":")] + pair.value
    }
    return [UInt8].joined(members, from: "{", to: "}")
  }

  private static func name(_ key: Key) -> String? {
    switch key {
    case let key as String: key
    case let key as Int: String(key)
    case let key as any CodingKeyRepresentable: key.codingKey.stringValue
    default: nil
    }
  }
}

extension [UInt8] {
  fileprivate static func array(_ elements: [[UInt8]]) -> [UInt8] {
    joined(elements, from: "[", to: "]")
  }

  fileprivate static func joined(
    _ parts: [[UInt8]], from start: Unicode.Scalar, to end: Unicode.Scalar
  ) -> [UInt8] {
    var bytes = [UInt8(ascii: start)]
    for (index, part) in parts.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += part
    }
    return bytes + [UInt8(ascii: end)]
  }
}
