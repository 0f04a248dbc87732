import Core
import Testing

@Suite("Untrusted text is made safe to draw")
struct DisplayTextTests {
  @Test(
    "what cannot be seen is shown",
    arguments: [
      ("a\u{1B}[2Jb", "a^[[2Jb", 1),
      ("\r\u{7}\u{7F}", "^M^G^?", 3),
      ("\u{9B}31m\u{9D}", "<9B>31m<9D>", 2),
      ("x\u{202E}y\u{2066}\u{2069}", "x{U+202E}y{U+2066}{U+2069}", 3),
      ("h\u{200B}i\u{FEFF}\u{AD}", "h{U+200B}i{U+FEFF}{U+00AD}", 3),
      ("\u{E0041}\u{E007F}", "{U+E0041}{U+E007F}", 2),
      ("\u{2028}\u{2029}", "{U+2028}{U+2029}", 2),
      ("\u{E0B0}\u{10FFFF}\u{378}", "{U+E0B0}{U+10FFFF}{U+0378}", 3),
      ("a\u{FE0F}b\u{E0100}", "a{U+FE0F}b{U+E0100}", 2),
      ("\u{3164}\u{115F}\u{34F}", "{U+3164}{U+115F}{U+034F}", 3),
    ])
  func hiddenCharacters(text: String, shown: String, count: Int) {
    let display = DisplayText(text)
    #expect(display.string == shown)
    #expect(display.hiddenCount == count)
  }

  @Test("a token is told from the same characters in the text")
  func tokensAreMarked() {
    let display = DisplayText("{U+202E}\u{202E}")
    #expect(display.string == "{U+202E}{U+202E}")
    #expect(
      display.elements.map(\.kind) == Array(repeating: .plain, count: 8)
        + Array(repeating: .hidden, count: 8))
    #expect(display.hiddenCount == 1)
  }

  @Test("a base keeps four marks; more are counted, none is left without a base")
  func combiningMarks() {
    let zalgo = DisplayText("a" + String(repeating: "\u{301}", count: 9) + "b")
    #expect(zalgo.string.unicodeScalars.filter { $0.value == 0x301 }.count == 4)
    #expect(zalgo.string.hasSuffix("{+5 marks}b"))
    #expect(zalgo.hiddenCount == 5)
    #expect(zalgo.elements.last?.source == 10)
    #expect(DisplayText("\u{301}a").string == "{U+0301}a")
    #expect(DisplayText("a\n\u{301}").string == "a\n{U+0301}")
    #expect(DisplayText("\u{1B}\u{301}").string == "^[{U+0301}")
  }

  @Test(
    "emoji sequences have one form on every terminal",
    arguments: [
      ("\u{1F1E9}\u{1F1EA}", "[flag DE]", 9),
      ("\u{1F44D}\u{1F3FD}", "\u{1F44D}", 2),
      ("\u{2764}\u{FE0F}", "\u{2764}", 1),
      ("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F468}\u{1F469}\u{1F467}", 6),
      ("1\u{FE0F}\u{20E3}", "[key 1]", 7),
      ("\u{1F600}\u{E0100}\u{E0101}", "\u{1F600}{U+E0100}{U+E0101}", 20),
    ])
  func emoji(text: String, shown: String, width: Int) {
    let display = DisplayText(text)
    #expect(display.string == shown)
    #expect(display.width(of: display.line(0)) == width)
  }

  @Test("East Asian characters are two columns wide, ambiguous ones one")
  func widths() {
    #expect(DisplayText("漢字カナ한글").width(of: 0..<6) == 12)
    #expect(DisplayText("é§±Ωж").width(of: 0..<5) == 5)
    #expect(DisplayText("e\u{301}").width(of: 0..<2) == 1)
  }

  @Test("tabs fill to the next stop of the line")
  func tabs() {
    #expect(DisplayText("\tx\ty\nab\tz").string == "    x   y\nab  z")
  }

  @Test("an ASCII terminal gets ASCII only")
  func ascii() {
    let display = DisplayText("é=\u{202E}漢e\u{301}", charset: .ascii)
    #expect(display.string == "\\u{E9}={U+202E}\\u{6F22}e\\u{301}")
    #expect(display.hiddenCount == 1)
  }

  @Test("a line without end is cut, with the number of characters that are left out")
  func longLine() {
    let display = DisplayText(String(repeating: "x", count: 9000) + "\nnext")
    #expect(display.line(0).count == 8192 + "{+808 more}".count)
    #expect(display.string.hasSuffix("{+808 more}\nnext"))
  }

  @Test("ill-formed UTF-8 is replaced, part by part")
  func illFormed() {
    #expect(DisplayText(utf8: [0x61, 0xFF, 0xE2, 0x82, 0x62]).string == "a\u{FFFD}\u{FFFD}b")
  }

  @Test("a range of the original text is found again among the elements")
  func sourceMapping() {
    let text = "ab\u{1B}\u{1F1E9}\u{1F1EA}\ncd"
    let display = DisplayText(text)
    func shown(_ scalars: Range<Int>) -> String {
      String(
        String.UnicodeScalarView(
          display.elements[display.elements(ofScalars: scalars)].map(\.scalar)))
    }
    #expect(shown(2..<3) == "^[")
    #expect(shown(3..<5) == "[flag DE]")
    #expect(shown(6..<8) == "cd")
    #expect(shown(1..<7) == "b^[[flag DE]c")
    #expect(shown(4..<4).isEmpty)
  }

  @Test("rows fit, break at spaces where they can, and lose nothing")
  func rows() {
    let display = DisplayText("the quick brown fox\n\nabcdefghijklm 漢字")
    let rows = display.rows(columns: 9)
    #expect(rows.allSatisfy { display.width(of: $0) <= 9 })
    #expect(rows.reduce(0) { $0 + $1.count } == display.elements.count)
    let words = rows.map { String(String.UnicodeScalarView(display.elements[$0].map(\.scalar))) }
    #expect(words.prefix(4) == ["the quick", " brown ", "fox", ""])
    #expect(DisplayText("漢字").rows(columns: 1) == [0..<1, 1..<2])
  }
}
