import Core
import Crypto

/// A link of a journal's hash chain: SHA-256 over the link before it and an event's canonical bytes.
///
/// The canonical bytes of an event are the line that `exportJSONLines` writes for it, without the
/// line feed. The link before the first event is the SHA-256 of the run's identity, so that a whole
/// chain can be computed from an export by anyone.
public struct EventHash: Hashable, Sendable, CustomStringConvertible {
  /// 32 bytes.
  public let bytes: [UInt8]

  /// Wraps a digest that was read back; nil unless it has 32 bytes.
  init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    self.bytes = Array(bytes)
  }

  /// The digest of a whole piece of bytes.
  init(of data: [UInt8]) { bytes = Array(SHA256.hash(data: data)) }

  /// Reads 64 hexadecimal digits; nil when the text is something else.
  public init?(hexadecimal text: String) {
    guard let bytes = [UInt8](hexadecimal: text) else { return nil }
    self.init(bytes: bytes)
  }

  /// The link before the first event of a run.
  init(identity: RunIdentity) {
    let rows = identity.rows.map { "\($0.key)=\($0.value)\n" }
    self.init(of: Array(("proctor journal\n" + rows.joined()).utf8))
  }

  /// 64 hexadecimal digits.
  public var description: String { bytes.hexadecimal }
}

extension [UInt8] {
  /// Two lower-case hexadecimal digits a byte.
  var hexadecimal: String {
    var text: [UInt8] = []
    text.reserveCapacity(count * 2)
    for byte in self {
      for digit in [byte >> 4, byte & 15] { text.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that an even number of hexadecimal digits stand for.
  init?(hexadecimal text: String) {
    let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
    self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
