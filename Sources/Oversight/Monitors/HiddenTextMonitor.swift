import Core

/// Flags text that a reader does not see, as ``HiddenText`` finds it: tag characters and variation
/// selectors, which can carry a whole message, runs of characters without width, and letters that a
/// terminal would show in another order; and hidden characters that are strewn over a text one by one.
public struct HiddenTextMonitor: Monitor {
  public let rule = "hidden-text"
  /// Strewn characters from which on a field is flagged.
  public static let threshold = 4

  public init() {}

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    subject.texts.flatMap { field, text -> [MonitorHit] in
      // What is written in Latin letters without marks hides nothing.
      guard text.utf8.contains(where: { $0 >= 0xC2 }) else { return [] }
      let findings = HiddenText(text).findings
      if findings.isEmpty { return strewn(in: text, field) }
      return findings.map { finding in
        let count = finding.range.count
        let what =
          switch finding.way {
          case .tags: "\(count) tag characters are not seen"
          case .zeroWidth: "\(count) characters without width are not seen"
          case .variationSelectors: "\(count) variation selectors are not seen"
          case .reordered: "\(count) characters are shown in another order"
          case .run: "\(count) characters side by side are not seen"
          }
        let message = finding.message.map {
          (finding.way == .reordered ? "; a terminal shows " : "; they read ")
            + String($0.prefix(60)).quoted
        }
        let severity: Severity = finding.way == .run ? .medium : .high
        return MonitorHit(
          rule: rule, severity: severity, field: field, span: finding.range,
          detail: what + (message ?? ""))
      }
    }
  }

  private func strewn(in text: String, _ field: FlaggedField) -> [MonitorHit] {
    let places = text.unicodeScalars.enumerated().filter { Self.isHidden($0.element) }.map(\.offset)
    guard let first = places.first, let last = places.last, places.count >= Self.threshold else {
      return []
    }
    return [
      MonitorHit(
        rule: rule, severity: .medium, field: field, span: first..<last + 1,
        detail: "the text has \(places.count) characters that are not seen")
    ]
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F,
      0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0:
      true
    default: false
    }
  }
}
