/// The pass over a text that makes a `DisplayText`.
struct TextSanitizer {
  private(set) var elements: [DisplayText.Element] = []
  private(set) var lineStarts = [0]
  private(set) var hiddenCount = 0
  private let charset: DisplayText.Charset
  /// Columns used in the line so far, for tab stops.
  private var column = 0
  /// Offset of the scalar at hand in the text.
  private var offset = 0
  /// Offset at which the line at hand began.
  private var lineOffset = 0
  /// Marks over the base at hand, shown and cut.
  private var marks = 0
  /// Whether a mark would have a base of this line to stand on.
  private var hasBase = false

  /// Longest line that is shown, in scalars; hostile lines without end would stall the wrapping.
  static let lineCap = 8192
  private static let marksPerBase = 4
  private static let tabWidth = 4

  init(charset: DisplayText.Charset, capacity: Int) {
    self.charset = charset
    elements.reserveCapacity(min(capacity, 1 << 20))
  }

  mutating func take(_ scalars: some Collection<Unicode.Scalar>) {
    var rest = scalars[...]
    var cut = 0
    while let scalar = rest.popFirst() {
      if scalar == "\n" {
        endMarks()
        endCut(&cut)
        lineStarts.append(elements.count)
        column = 0
        hasBase = false
        lineOffset = offset + 1
      } else if offset - lineOffset >= Self.lineCap {
        cut += 1
      } else if scalar.value >= 0x20, scalar.value < 0x7F {
        endMarks()
        if let keycap = Self.keycap(scalar, rest) {
          token("[key \(Character(scalar))]", kind: .token)
          skip(keycap, of: &rest)
        } else {
          append(scalar, width: 1, kind: .plain)
          hasBase = true
        }
      } else if scalar == "\t" {
        endMarks()
        for _ in 0..<(Self.tabWidth - column % Self.tabWidth) {
          append(" ", width: 1, kind: .plain)
        }
        hasBase = false
      } else {
        takeSpecial(scalar, &rest)
      }
      offset += 1
    }
    endMarks()
    endCut(&cut)
  }

  /// Anything but printable ASCII, tab and line feed.
  private mutating func takeSpecial<Rest: Collection<Unicode.Scalar>>(
    _ scalar: Unicode.Scalar, _ rest: inout Rest
  ) where Rest.SubSequence == Rest {
    switch ScalarClass(scalar) {
    case .control:
      endMarks()
      hiddenCount += 1
      token(Self.controlToken(scalar), kind: .hidden)
    case .hidden:
      endMarks()
      hiddenCount += 1
      token("{U+\(Self.hexadecimal(scalar))}", kind: .hidden)
    case .mark:
      takeMark(scalar)
    case .regionalIndicator:
      endMarks()
      takeFlag(scalar, &rest)
    case .spacing(let width, let startsEmoji):
      endMarks()
      if charset == .ascii {
        token("\\u{\(Self.hexadecimal(scalar, digits: 1))}", kind: .token)
      } else {
        append(scalar, width: width, kind: .plain)
        hasBase = true
      }
      if startsEmoji { absorbEmojiTail(&rest) }
    }
  }

  /// Skips what only modifies the emoji before it, so that every terminal draws the same width: one
  /// presentation selector, one skin tone, and a joiner in front of another emoji.
  private mutating func absorbEmojiTail<Rest: Collection<Unicode.Scalar>>(_ rest: inout Rest)
  where Rest.SubSequence == Rest {
    if let next = rest.first, next.value == 0xFE0F || next.value == 0xFE0E { skip(1, of: &rest) }
    if let next = rest.first, next.properties.isEmojiModifier { skip(1, of: &rest) }
    if rest.first?.value == 0x200D, let joined = rest.dropFirst().first,
      case .spacing(_, true) = ScalarClass(joined)
    {
      skip(1, of: &rest)
    }
  }

  private mutating func takeMark(_ scalar: Unicode.Scalar) {
    guard hasBase else {
      endMarks()
      hiddenCount += 1
      token("{U+\(Self.hexadecimal(scalar))}", kind: .hidden)
      return
    }
    marks += 1
    guard marks <= Self.marksPerBase else { return }
    if charset == .ascii {
      let count = marks
      token("\\u{\(Self.hexadecimal(scalar, digits: 1))}", kind: .token)
      marks = count
      hasBase = true
    } else {
      append(scalar, width: 0, kind: .plain)
    }
  }

  /// Says how many marks over one base were cut.
  private mutating func endMarks() {
    let excess = marks - Self.marksPerBase
    marks = 0
    if excess > 0 {
      hiddenCount += excess
      offset -= 1
      token("{+\(excess) marks}", kind: .hidden)
      offset += 1
    }
  }

  private mutating func endCut(_ cut: inout Int) {
    if cut > 0 { token("{+\(cut) more}", kind: .token) }
    cut = 0
  }

  /// A pair of regional indicators is a flag; terminals disagree about its width.
  private mutating func takeFlag<Rest: Collection<Unicode.Scalar>>(
    _ scalar: Unicode.Scalar, _ rest: inout Rest
  ) where Rest.SubSequence == Rest {
    func letter(_ indicator: Unicode.Scalar) -> Character {
      Character(Unicode.Scalar(UInt8(indicator.value - 0x1F1E6 + 65)))
    }
    if let second = rest.first, ScalarClass(second) == .regionalIndicator {
      token("[flag \(letter(scalar))\(letter(second))]", kind: .token)
      skip(1, of: &rest)
    } else {
      hiddenCount += 1
      token("{U+\(Self.hexadecimal(scalar))}", kind: .hidden)
    }
  }

  /// How many scalars after `base` make it a keycap emoji, or nil.
  private static func keycap(
    _ base: Unicode.Scalar, _ rest: some Collection<Unicode.Scalar>
  ) -> Int? {
    guard ("0"..."9").contains(base) || base == "#" || base == "*" else { return nil }
    guard let next = rest.first, next.value > 0x7F else { return nil }
    if next.value == 0x20E3 { return 1 }
    return next.value == 0xFE0F && rest.dropFirst().first?.value == 0x20E3 ? 2 : nil
  }

  private mutating func skip<Rest: Collection<Unicode.Scalar>>(_ count: Int, of rest: inout Rest)
  where Rest.SubSequence == Rest {
    rest.removeFirst(count)
    offset += count
  }

  private mutating func token(_ text: String, kind: DisplayText.Kind) {
    for scalar in text.unicodeScalars { append(scalar, width: 1, kind: kind) }
    hasBase = false
  }

  private mutating func append(_ scalar: Unicode.Scalar, width: Int, kind: DisplayText.Kind) {
    elements.append(
      DisplayText.Element(
        scalar: scalar, width: UInt8(width), kind: kind, source: Int32(clamping: offset)))
    column += width
  }

  /// `^[` for C0 and DEL, `<9B>` for C1.
  private static func controlToken(_ scalar: Unicode.Scalar) -> String {
    if scalar.value >= 0x80 { return "<\(String(scalar.value, radix: 16, uppercase: true))>" }
    return "^\(Character(Unicode.Scalar(UInt8(scalar.value ^ 0x40))))"
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int = 4) -> String {
    let text = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
