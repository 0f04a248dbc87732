/// Encodes values as JSON in one pass, with an object's members in the order in which the value
/// encodes them, which for a synthesised `Codable` is the order of declaration.
///
/// Equal values give equal bytes, in every process: journals of two runs can be compared, and a
/// hash over an event's bytes means something. Foundation's encoder offers no order but the
/// alphabet's.
public struct OrderedJSONEncoder: Sendable {
  private let sortsSets: Bool

  /// - Parameter sortsSets: Whether sets and dictionaries are written in an order of their own, too,
  ///   as equal bytes for equal values need. It takes a look at each value's type.
  public init(sortsSets: Bool = false) { self.sortsSets = sortsSets }

  /// The UTF-8 bytes of `value`.
  public func encode(_ value: some Encodable) throws -> [UInt8] {
    let writer = JSONWriter(sortsSets: sortsSets)
    try writer.write(value, depth: 0, codingPath: [])
    return writer.finish()
  }

  /// The UTF-8 bytes of an event's body: an object without `seq`, `time`, `step` and `kind`.
  public func encodeFields(of body: RunEvent.Body) throws -> [UInt8] {
    let writer = JSONWriter()
    try body.encodeFields(to: JSONSlot(writer: writer, depth: 0, codingPath: []))
    return writer.finish()
  }

  /// `encode` as a string.
  public func string(_ value: some Encodable) throws -> String {
    String(decoding: try encode(value), as: UTF8.self)
  }
}

/// The text so far and the objects and arrays that are open in it, outermost first.
final class JSONWriter {
  private enum Opened {
    case object
    case array
  }

  private var text = JSONText()
  private var open: [(kind: Opened, count: Int)] = []
  private let sortsSets: Bool

  init(sortsSets: Bool = false) {
    self.sortsSets = sortsSets
    text.reserve(512)
  }

  /// Opens an object at `depth`, or goes on with the one that is open there.
  func openObject(depth: Int) { openContainer(.object, depth: depth) }

  /// Opens an array at `depth`, or goes on with the one that is open there.
  func openArray(depth: Int) { openContainer(.array, depth: depth) }

  private func openContainer(_ kind: Opened, depth: Int) {
    close(to: depth + 1)
    if open.count > depth {
      precondition(open[depth].kind == kind, "a value is an object or an array, not both")
      return
    }
    open.append((kind, 0))
    text.append(byte: kind == .object ? 0x7B : 0x5B)
  }

  /// Ends everything that is open below `depth`.
  func close(to depth: Int) {
    while open.count > depth {
      text.append(byte: open.removeLast().kind == .object ? 0x7D : 0x5D)
    }
  }

  /// Writes what goes before the next member of the object whose members are at `depth`.
  func beginMember(_ key: String, depth: Int) {
    beginElement(depth: depth)
    text.append(string: key)
    text.append(byte: 0x3A)
  }

  /// Writes what goes before the next element of the array whose elements are at `depth`.
  func beginElement(depth: Int) {
    close(to: depth)
    if open[depth - 1].count > 0 { text.append(byte: 0x2C) }
    open[depth - 1].count += 1
  }

  /// How many elements the array whose elements are at `depth` has so far.
  func count(depth: Int) -> Int { open[depth - 1].count }

  func write(_ value: some Encodable, depth: Int, codingPath: [any CodingKey]) throws {
    switch value {
    case let value as String: text.append(string: value)
    case let value as Int: text.append(verbatim: String(value))
    case let value as Double: text.append(number: value)
    case let value as Bool: text.append(verbatim: value ? "true" : "false")
    default:
      if sortsSets, let value = value as? any UnorderedEncodable {
        text.append(bytes: try value.sortedJSON(OrderedJSONEncoder(sortsSets: true)))
        return
      }
      let before = text.bytes.count
      try value.encode(to: JSONSlot(writer: self, depth: depth, codingPath: codingPath))
      close(to: depth)
      if text.bytes.count == before { text.append(verbatim: "{}") }
    }
  }

  func put(verbatim: String) { text.append(verbatim: verbatim) }
  func put(string: String) { text.append(string: string) }
  func put(number: Double) { text.append(number: number) }

  func finish() -> [UInt8] {
    close(to: 0)
    return text.bytes
  }
}
