import Core
import Foundation

/// Flags a message in letters that stand for others: base64 or hexadecimal digits that decode to
/// readable text.
///
/// It needs no words, and finds these two codes only. A run of such digits that decodes to anything
/// else is no hit: programs are full of them.
public struct EncodedTextMonitor: Monitor {
  public let rule = "encoded-text"
  /// Digits from which on a run is read.
  public static let shortest = 16

  public init() {}

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    subject.texts.flatMap { field, text -> [MonitorHit] in
      guard text.utf8.count >= Self.shortest else { return [] }
      let scalars = Array(text.unicodeScalars)
      var hits: [MonitorHit] = []
      var start = 0
      while start < scalars.count {
        guard Self.isDigit(scalars[start]) else {
          start += 1
          continue
        }
        let end = scalars[start...].firstIndex { !Self.isDigit($0) } ?? scalars.count
        if end - start >= Self.shortest {
          let run = String(String.UnicodeScalarView(scalars[start..<end]))
          if let message = Self.message(in: run) {
            hits.append(
              MonitorHit(
                rule: rule, severity: .high, field: field, span: start..<end,
                detail: "\(end - start) digits decode to \(String(message.prefix(60)).quoted)"))
          }
        }
        start = end
      }
      return hits
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "a"..."z", "A"..."Z", "+", "/", "=", "-", "_": true
    default: false
    }
  }

  /// What a run of digits says, if that can be read.
  static func message(in run: String) -> String? {
    if run.count % 2 == 0, run.allSatisfy(\.isHexDigit) {
      var bytes: [UInt8] = []
      var rest = run[...]
      while let byte = UInt8(rest.prefix(2), radix: 16), !rest.isEmpty {
        bytes.append(byte)
        rest = rest.dropFirst(2)
      }
      if let text = readable(bytes) { return text }
    }
    var digits = run.replacing("-", with: "+").replacing("_", with: "/")
    while digits.last == "=" { digits.removeLast() }
    digits += String(repeating: "=", count: (4 - digits.count % 4) % 4)
    return Data(base64Encoded: digits).flatMap { readable(Array($0)) }
  }

  /// The bytes as text when it looks written: printable, mostly letters and spaces, with a space or a
  /// vowel where words have them.
  private static func readable(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 8, bytes.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A }) else {
      return nil
    }
    let letters = bytes.count { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x20
    }
    let vowels = bytes.count { "aeiouAEIOU".utf8.contains($0) }
    guard letters * 10 >= bytes.count * 8, vowels * 6 >= bytes.count else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
