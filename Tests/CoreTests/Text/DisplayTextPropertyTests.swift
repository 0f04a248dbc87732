import Core
import Testing

@Suite("No text gets past the sanitiser")
struct DisplayTextPropertyTests {
  @Test("no scalar yields a control, format, bidirectional or zero-width character")
  func scalars() {
    // Ideographs, Hangul syllables, and planes that are unassigned or private: a sample is enough.
    let uniform: [ClosedRange<UInt32>] = [0x3400...0x9FFF, 0xAC00...0xD7A3, 0x12000...0x1BFFF]
    var faults: [String] = []
    var value: UInt32 = 0
    while value <= 0x10FFFF {
      if let scalar = Unicode.Scalar(value) {
        for charset in [DisplayText.Charset.unicode, .ascii] {
          let display = DisplayText("a\(Character(scalar))", charset: charset)
          if let fault = fault(in: display, charset) {
            faults.append("U+\(String(value, radix: 16)): \(fault)")
          }
        }
      }
      let sampled = uniform.contains { $0.contains(value) } || value >= 0x20000
      value += sampled && !(0xE0000..<0xE0200).contains(value) ? 97 : 1
      if value > 0xDFF80, value < 0xE0000 { value = 0xE0000 }
    }
    #expect(faults.isEmpty)
  }

  @Test("random scalars of the dangerous blocks and random bytes stay safe", arguments: 0..<4)
  func randomText(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let pool: [ClosedRange<UInt32>] = [
      0...0x9F, 0x20...0x7E, 0x300...0x36F, 0x200B...0x206F, 0x20D0...0x20F0, 0xFE00...0xFE0F,
      0x1F1E6...0x1F1FF, 0x1F3F0...0x1F4FF, 0xE0000...0xE01EF, 0x1100...0x11FF, 0x4E00...0x4E40,
      0x590...0x5FF, 0xE000...0xE010,
    ]
    var faults: [String] = []
    for _ in 0..<100 {
      var text = ""
      for _ in 0..<Int.random(in: 0...60, using: &generator) {
        let block = pool[Int.random(in: 0..<pool.count, using: &generator)]
        if let scalar = Unicode.Scalar(UInt32.random(in: block, using: &generator)) {
          text.unicodeScalars.append(scalar)
        }
      }
      let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
      for charset in [DisplayText.Charset.unicode, .ascii] {
        for display in [
          DisplayText(text, charset: charset), DisplayText(utf8: bytes, charset: charset),
        ] {
          if let fault = fault(in: display, charset) ?? faultInRows(of: display) {
            faults.append(fault)
          }
        }
      }
    }
    #expect(faults.isEmpty)
  }

  /// What is wrong with the rows of a sanitised text, or nil.
  private func faultInRows(of display: DisplayText) -> String? {
    for columns in [1, 2, 7, 40] {
      var end = 0
      for row in display.rows(columns: columns) {
        if row.lowerBound != end { return "rows do not follow each other" }
        end = row.upperBound
        if display.width(of: row) > max(2, columns) { return "row too wide" }
        if !row.isEmpty, display.elements[row.lowerBound].width == 0 {
          return "mark parted from its base"
        }
      }
      if end != display.elements.count { return "rows lose the end" }
    }
    return nil
  }

  /// What is wrong with a sanitised text, or nil. Written from the Unicode properties alone, so that
  /// it doesn't repeat the sanitiser's own classification.
  private func fault(in display: DisplayText, _ charset: DisplayText.Charset) -> String? {
    var marks = 0
    var source: Int32 = 0
    for (index, element) in display.elements.enumerated() {
      let properties = element.scalar.properties
      if charset == .ascii, !(0x20..<0x7F).contains(element.scalar.value) { return "not ASCII" }
      if properties.isDefaultIgnorableCodePoint { return "ignorable" }
      if properties.isBidiControl { return "bidirectional control" }
      if properties.isJoinControl || properties.isVariationSelector { return "joiner or selector" }
      if properties.isEmojiModifier { return "emoji modifier" }
      if element.source < source { return "sources decrease" }
      source = element.source
      switch properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
        .surrogate:
        return "category \(properties.generalCategory)"
      case .nonspacingMark, .enclosingMark:
        marks += 1
        if element.width != 0 { return "mark with a width" }
        if index == 0 || display.lineStarts.contains(index) { return "mark without a base" }
        if marks > 4 { return "more than four marks" }
      default:
        marks = 0
        if element.width != 1, element.width != 2 { return "width \(element.width)" }
        let isToken = element.kind != .plain && element.kind != .lookalike
        if isToken, !element.scalar.isASCII { return "token is not ASCII" }
      }
    }
    return nil
  }
}
