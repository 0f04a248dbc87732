import Core

/// Flags text that a reader does not see: tag characters, which can carry a whole message, and
/// runs of characters without width or that turn the direction of writing.
public struct HiddenTextMonitor: Monitor {
  public let rule = "hidden-text"
  /// From so many hidden characters in a field on; of tag characters, one is enough.
  public static let threshold = 4

  public init() {}

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    subject.texts.compactMap { field, text in
      var places: [Int] = []
      var message = ""
      var tags = 0
      for (offset, scalar) in text.unicodeScalars.enumerated() {
        guard HiddenTextMonitor.isHidden(scalar) else { continue }
        places.append(offset)
        guard (0xE0000...0xE007F).contains(scalar.value) else { continue }
        tags += 1
        if (0xE0020...0xE007E).contains(scalar.value), message.utf8.count < 60,
          let decoded = Unicode.Scalar(scalar.value - 0xE0000)
        {
          message.unicodeScalars.append(decoded)
        }
      }
      guard let first = places.first, let last = places.last,
        tags > 0 || places.count >= HiddenTextMonitor.threshold
      else { return nil }
      let decoded = message.isEmpty ? "" : "; the tag characters read \(message.quoted)"
      return MonitorHit(
        rule: rule, severity: tags > 0 ? .high : .medium, field: field, span: first..<last + 1,
        detail: "the text has \(places.count) characters that are not seen\(decoded)")
    }
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F,
      0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFE00...0xFE0D, 0xFEFF, 0xFFA0, 0xE0000...0xE007F,
      0xE0100...0xE01EF:
      true
    default: false
    }
  }
}
