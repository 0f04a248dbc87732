/// What a Unicode scalar does on a terminal, decided by its properties and by tables of our own.
///
/// No C library is asked: its tables change with the machine, and the width of a character must be
/// the same in a test, in a recorded frame and on the screen.
enum ScalarClass: Equatable {
  /// C0, DEL or C1.
  case control
  /// Invisible, reordering, private or unassigned.
  case hidden
  /// A combining mark without a width of its own.
  case mark
  /// Half of a flag.
  case regionalIndicator
  /// A visible character of 1 or 2 columns; whether emoji modifiers may follow it.
  case spacing(width: Int, startsEmoji: Bool)

  init(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    switch value {
    case 0..<0x20, 0x7F..<0xA0: self = .control
    case 0x20..<0x7F: self = .spacing(width: 1, startsEmoji: false)
    // Conjoining vowels and trailing consonants: terminals disagree on whether they have a width.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: self = .hidden
    // Skin tones on their own are drawn into the character before them by some terminals.
    case 0x1F3FB...0x1F3FF: self = .hidden
    case 0x1F1E6...0x1F1FF: self = .regionalIndicator
    default: self = Self.byProperties(scalar)
    }
  }

  private static func byProperties(_ scalar: Unicode.Scalar) -> ScalarClass {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control: return .control
    case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
      return .hidden
    case .nonspacingMark, .enclosingMark:
      return properties.isDefaultIgnorableCodePoint ? .hidden : .mark
    default:
      if properties.isDefaultIgnorableCodePoint { return .hidden }
      return .spacing(width: width(scalar.value), startsEmoji: properties.isEmoji)
    }
  }

  /// Columns of a spacing character. East Asian ambiguous characters count as 1.
  static func width(_ value: UInt32) -> Int {
    guard value >= wideRanges[0].0 else { return 1 }
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      if wideRanges[middle].1 < value { low = middle + 1 } else { high = middle }
    }
    return low < wideRanges.count && wideRanges[low].0 <= value ? 2 : 1
  }

  /// Characters of East Asian width W or F, Unicode 14 and the emoji and ideograph blocks that later
  /// versions fill.
  private static let wideRanges: [(UInt32, UInt32)] = [
    (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x23F0, 0x23F0),
    (0x23F3, 0x23F3), (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2648, 0x2653), (0x267F, 0x267F),
    (0x2693, 0x2693), (0x26A1, 0x26A1), (0x26AA, 0x26AB), (0x26BD, 0x26BE), (0x26C4, 0x26C5),
    (0x26CE, 0x26CE), (0x26D4, 0x26D4), (0x26EA, 0x26EA), (0x26F2, 0x26F3), (0x26F5, 0x26F5),
    (0x26FA, 0x26FA), (0x26FD, 0x26FD), (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728),
    (0x274C, 0x274C), (0x274E, 0x274E), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797),
    (0x27B0, 0x27B0), (0x27BF, 0x27BF), (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55),
    (0x2E80, 0x303E), (0x3041, 0x3247), (0x3250, 0x4DBF), (0x4E00, 0xA4C6), (0xA960, 0xA97C),
    (0xAC00, 0xD7A3), (0xF900, 0xFAD9), (0xFE10, 0xFE19), (0xFE30, 0xFE6B), (0xFF01, 0xFF60),
    (0xFFE0, 0xFFE6), (0x16FE0, 0x1B2FB), (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF),
    (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F200, 0x1F320), (0x1F32D, 0x1F335),
    (0x1F337, 0x1F37C), (0x1F37E, 0x1F393), (0x1F3A0, 0x1F3CA), (0x1F3CF, 0x1F3D3),
    (0x1F3E0, 0x1F3F0), (0x1F3F4, 0x1F3F4), (0x1F3F8, 0x1F43E), (0x1F440, 0x1F440),
    (0x1F442, 0x1F4FC), (0x1F4FF, 0x1F53D), (0x1F54B, 0x1F54E), (0x1F550, 0x1F567),
    (0x1F57A, 0x1F57A), (0x1F595, 0x1F596), (0x1F5A4, 0x1F5A4), (0x1F5FB, 0x1F64F),
    (0x1F680, 0x1F6C5), (0x1F6CC, 0x1F6CC), (0x1F6D0, 0x1F6D2), (0x1F6D5, 0x1F6DF),
    (0x1F6EB, 0x1F6EC), (0x1F6F4, 0x1F6FC), (0x1F7E0, 0x1F7F0), (0x1F90C, 0x1F93A),
    (0x1F93C, 0x1F945), (0x1F947, 0x1F9FF), (0x1FA70, 0x1FAFF), (0x20000, 0x3FFFD),
  ]
}
