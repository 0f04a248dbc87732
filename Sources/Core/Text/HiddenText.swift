/// What a text hides from its reader, and what it says where that can be decoded.
///
/// Known ways to write a message that no one sees: tag characters (U+E0020 to U+E007E stand for
/// ASCII), two zero-width characters as the bits of bytes, variation selectors as bytes, and
/// bidirectional overrides, which make a terminal show letters in another order than a program reads
/// them in.
public struct HiddenText: Hashable, Sendable {
  /// How a part of a text is hidden.
  public enum Way: String, Hashable, Sendable {
    case tags
    case zeroWidth = "zero-width"
    case variationSelectors = "variation selectors"
    case reordered
    /// Hidden characters side by side that say nothing that is known here.
    case run
  }

  /// A part of a text.
  public struct Finding: Hashable, Sendable {
    public var way: Way
    /// Offsets in Unicode scalars.
    public var range: Range<Int>
    /// What it says; of a reordered part, what a terminal that obeys would show. Nil if that is not
    /// known.
    public var message: String?
  }

  /// Hidden characters side by side from which on a text is flagged by them alone.
  public static let longestInnocent = 3

  /// In the order of the text.
  public private(set) var findings: [Finding] = []

  /// Whether the text deserves a flag by what it hides: any tag character, a longer run of hidden
  /// characters, or letters that are shown in another order.
  public var isSuspicious: Bool { !findings.isEmpty }

  /// Looks through a text.
  public init(_ text: some StringProtocol) {
    guard text.utf8.contains(where: { $0 >= 0xC2 }) else { return }
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      if Self.isTag(scalars[index]) {
        index = take(scalars, from: index, .tags, while: Self.isTag) { run in
          String(String.UnicodeScalarView(run.compactMap(Self.letter(ofTag:))))
        }
      } else if Self.isSelector(scalars[index]) {
        index = take(scalars, from: index, .variationSelectors, while: Self.isSelector) { run in
          // One selector is ordinary: it chooses how the character before it looks.
          run.count < 2 ? nil : Self.text(of: run.map(Self.byte(ofSelector:)))
        }
      } else if Self.isOverride(scalars[index]) {
        index = takeOverride(scalars, from: index)
      } else if Self.isZeroWidth(scalars[index]) {
        index = take(scalars, from: index, .zeroWidth, while: Self.isZeroWidth, Self.text(ofBits:))
      } else {
        index += 1
      }
    }
  }

  private mutating func take(
    _ scalars: [Unicode.Scalar], from start: Int, _ way: Way,
    while isPart: (Unicode.Scalar) -> Bool, _ decode: ([Unicode.Scalar]) -> String?
  ) -> Int {
    let end = scalars[start...].firstIndex { !isPart($0) } ?? scalars.count
    let run = Array(scalars[start..<end])
    let message = decode(run).flatMap { $0.isEmpty ? nil : $0 }
    if way == .tags || message != nil || run.count > Self.longestInnocent {
      let known = way == .tags || message != nil
      findings.append(Finding(way: known ? way : .run, range: start..<end, message: message))
    }
    return end
  }

  /// Text between an override to the right-to-left direction and its end is shown reversed.
  private mutating func takeOverride(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
    let end =
      scalars[(start + 1)...].firstIndex { [0x202C, 0x2069, 0x0A].contains($0.value) }
      ?? scalars.count
    let inner = scalars[(start + 1)..<end].filter { ScalarClass($0) != .hidden }
    if !inner.isEmpty {
      let shown = String(String.UnicodeScalarView(inner.reversed()))
      findings.append(Finding(way: .reordered, range: start..<end, message: shown))
    }
    return max(end, start + 1)
  }

  // MARK: - Classes

  private static func isTag(_ scalar: Unicode.Scalar) -> Bool {
    (0xE0000...0xE007F).contains(scalar.value)
  }

  private static func isSelector(_ scalar: Unicode.Scalar) -> Bool {
    (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
  }

  private static func isOverride(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x202E || scalar.value == 0x2067
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200B...0x200D, 0x2060...0x2064, 0xFEFF, 0x180E, 0x00AD, 0x034F: true
    default: false
    }
  }

  // MARK: - Decoding

  private static func letter(ofTag scalar: Unicode.Scalar) -> Unicode.Scalar? {
    (0xE0020...0xE007E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xE0000) : nil
  }

  private static func byte(ofSelector scalar: Unicode.Scalar) -> UInt8 {
    scalar.value < 0xE0100 ? UInt8(scalar.value - 0xFE00) : UInt8(scalar.value - 0xE0100 + 16)
  }

  /// The bytes as text if all of it is printable.
  private static func text(of bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self),
      text.unicodeScalars.allSatisfy({ ($0.value >= 0x20 && $0.value != 0x7F) || $0 == "\n" })
    else { return nil }
    return text
  }

  /// Two different characters as the bits of bytes, the high bit first; either may be the 0.
  private static func text(ofBits run: [Unicode.Scalar]) -> String? {
    let kinds = Set(run)
    guard kinds.count == 2, run.count >= 16, run.count % 8 == 0 else { return nil }
    for one in kinds.sorted(by: { $0.value > $1.value }) {
      let bytes = stride(from: 0, to: run.count, by: 8).map { start in
        run[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 == one ? 1 : 0) }
      }
      if let text = text(of: bytes) { return text }
    }
    return nil
  }
}
