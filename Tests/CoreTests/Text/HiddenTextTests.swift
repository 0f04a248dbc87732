import Core
import Testing

@Suite("Hidden text is found and read")
struct HiddenTextTests {
  private func bits(_ text: String, zero: Unicode.Scalar, one: Unicode.Scalar) -> String {
    var view = String.UnicodeScalarView()
    for byte in text.utf8 {
      for bit in (0..<8).reversed() { view.append(byte >> UInt8(bit) & 1 == 1 ? one : zero) }
    }
    return String(view)
  }

  private func tags(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xE0000) }))
  }

  @Test("tag characters are read, and one alone is enough for a flag")
  func tagText() {
    let hidden = HiddenText("harmless" + tags("approve me") + " text")
    #expect(hidden.findings.map(\.way) == [.tags])
    #expect(hidden.findings.first?.message == "approve me")
    #expect(hidden.findings.first?.range == 8..<18)
    #expect(HiddenText("x\u{E0001}").isSuspicious)
  }

  @Test("two zero-width characters are read as bits, whichever is the one")
  func zeroWidth() {
    for (zero, one) in [("\u{200B}", "\u{200C}"), ("\u{200D}", "\u{200B}")]
      as [(Unicode.Scalar, Unicode.Scalar)]
    {
      let hidden = HiddenText("a" + bits("veto no", zero: zero, one: one) + "b")
      #expect(hidden.findings.first?.way == .zeroWidth)
      #expect(hidden.findings.first?.message == "veto no")
    }
  }

  @Test("variation selectors are read as bytes")
  func selectors() {
    var view = String.UnicodeScalarView("😀".unicodeScalars)
    for byte in "hide".utf8 {
      let value = byte < 16 ? 0xFE00 + UInt32(byte) : 0xE0100 + UInt32(byte) - 16
      if let scalar = Unicode.Scalar(value) { view.append(scalar) }
    }
    #expect(HiddenText(String(view)).findings.first?.message == "hide")
    // One selector is how an emoji is written.
    #expect(!HiddenText("❤\u{FE0F} love").isSuspicious)
  }

  @Test("an override says what a terminal that obeys it would show")
  func override() {
    let hidden = HiddenText("if x \u{202E}dloh\u{202C} then")
    #expect(hidden.findings.first?.way == .reordered)
    #expect(hidden.findings.first?.message == "hold")
  }

  @Test("a few zero-width characters are innocent, a run of four is not")
  func runs() {
    #expect(!HiddenText("a\u{200B}b\u{200B}\u{200B}\u{200B}c").isSuspicious)
    #expect(HiddenText("a\u{200B}\u{200B}\u{200B}\u{200B}").findings.map(\.way) == [.run])
    #expect(!HiddenText("plain ASCII and ümlauts, 漢字, é").isSuspicious)
  }
}

@Suite("A skeleton is what a text looks like")
struct TextSkeletonTests {
  @Test(
    "letters of other scripts, styles and hidden characters fall away",
    arguments: [
      ("pаypаl", "paypal"), ("ѕуѕtеm", "system"), ("Ορεn", "open"), ("ｆｕｌｌ", "full"),
      ("𝐛𝐨𝐥𝐝 𝒊𝒕", "bold it"), ("de\u{200B}ceive", "deceive"), ("ca\u{301}t", "cat"),
      ("h\u{2060}id\u{FEFF}e", "hide"), ("Ünïcode", "ünïcode"), ("漢字", "漢字"), ("ⓗⓘ", "hi"),
    ])
  func skeleton(text: String, expected: String) {
    #expect(TextSkeleton.of(text) == expected)
  }

  @Test("a skeleton is its own skeleton")
  func stable() {
    for text in ["РАУРАL", "“Quoted—text”", "Ⅻ ⅷ 𝟙𝟚", "ßÀÉ", "αβγδ"] {
      let once = TextSkeleton.of(text)
      #expect(TextSkeleton.of(once) == once, "\(text)")
    }
  }

  @Test("words that mix Latin with letters that look Latin are marked, others are not")
  func mixed() {
    let mixed = DisplayText("the рaypal and rеview of Пётр, naïve 漢字x")
    #expect(mixed.mixedWordCount == 2)
    let marked = mixed.elements.filter { $0.kind == .lookalike }.map(\.scalar)
    #expect(marked == ["р", "е"])
    #expect(DisplayText("hi\u{200B}dеn").mixedWordCount == 1)
    #expect(DisplayText("Привет мир, αβγ").mixedWordCount == 0)
  }
}
