import Dashboard
import Testing

@testable import Terminal

@Suite struct KeyDecoderTests {
  private func decode(_ text: String) -> [TerminalInput] {
    var decoder = KeyDecoder()
    var inputs: [TerminalInput] = []
    decoder.feed(Array(text.utf8), into: &inputs)
    #expect(decoder.patience == nil)
    return inputs
  }

  @Test(
    arguments: [
      ("a", .character("a")), ("é", .character("é")), ("漢", .character("漢")),
      ("😀", .character("😀")), (" ", .character(" ")), ("\r", .enter), ("\n", .enter),
      ("\t", .tab), ("\u{7F}", .backspace), ("\u{8}", .backspace), ("\u{4}", .control("d")),
      ("\u{1A}", .control("z")), ("\u{1B}[A", .up), ("\u{1B}OA", .up), ("\u{1B}[B", .down),
      ("\u{1B}[C", .right), ("\u{1B}OD", .left), ("\u{1B}[1;5A", .up), ("\u{1B}[H", .home),
      ("\u{1B}[1~", .home), ("\u{1B}[7~", .home), ("\u{1B}[F", .end), ("\u{1B}[4~", .end),
      ("\u{1B}[3~", .delete), ("\u{1B}[5~", .pageUp), ("\u{1B}[6;2~", .pageDown),
      ("\u{1B}[Z", .backTab), ("\u{1B}OM", .enter),
    ] as [(String, Key)])
  func aKey(bytes: String, key: Key) {
    #expect(decode(bytes) == [.key(key)])
  }

  @Test(arguments: [
    // Function keys, reports, mouse, unknown commands: nothing of them may count as typed.
    "\u{1B}[15~", "\u{1B}OP", "\u{1B}[[A", "\u{1B}[62;22c", "\u{1B}[1;1R", "\u{1B}[<2;3;4M",
    "\u{1B}]10;rgb:1010/1010/1010\u{7}", "\u{1B}]10;rgb:10/10/10\u{1B}\\", "\u{1B}P1$r0m\u{1B}\\",
    "\u{0}", "\u{1C}", "\u{85}", "\u{1B}[99;99;99u",
  ])
  func whatIsNoKeyIsDroppedWhole(bytes: String) {
    #expect(decode(bytes) == [])
    #expect(decode(bytes + "x") == [.key(.character("x"))])
  }

  @Test func invalidBytesAreDroppedAndTheNextKeyIsNot() {
    var decoder = KeyDecoder()
    var inputs: [TerminalInput] = []
    decoder.feed([0xFF, 0xC3, 0x61, 0xE2, 0x82, 0x62, 0xED, 0xA0, 0x80, 0x63], into: &inputs)
    #expect(inputs == ["a", "b", "c"].map { .key(.character($0)) })
  }

  @Test func aSequenceMayComeInPieces() {
    var decoder = KeyDecoder()
    var inputs: [TerminalInput] = []
    for byte in "\u{1B}[5~漢".utf8 { decoder.feed([byte], into: &inputs) }
    #expect(inputs == [.key(.pageUp), .key(.character("漢"))])
  }

  @Test func aLoneEscapeIsAKeyAfterItsTime() {
    var decoder = KeyDecoder()
    var inputs: [TerminalInput] = []
    decoder.feed([0x1B], into: &inputs)
    #expect(inputs == [])
    #expect(decoder.patience == 25)
    decoder.timeOut(into: &inputs)
    #expect(inputs == [.key(.escape)])
    #expect(decoder.patience == nil)
  }

  @Test func altWithALetterIsNotTheLetter() {
    #expect(decode("\u{1B}a") == [.key(.escape)])
  }

  @Test func manyKeysComeInOrder() {
    #expect(decode("j\u{1B}[Bk") == [.key(.character("j")), .key(.down), .key(.character("k"))])
  }

  @Test func aPasteIsOneKeyWithoutControlCharacters() {
    #expect(
      decode("\u{1B}[200~a\r\nb\rc\n\td\u{7}\u{1B}[31me\u{1B}[201~x")
        == [.key(.paste("a\nb\nc\n\td[31me")), .key(.character("x"))])
  }

  @Test func aPasteIsCutAtItsLimit() {
    let long = String(repeating: "p", count: KeyDecoder.pasteLimit + 1000)
    let inputs = decode("\u{1B}[200~\(long)\u{1B}[201~x")
    guard case .key(.paste(let text)) = inputs.first else {
      Issue.record("not a paste")
      return
    }
    #expect(text.utf8.count == KeyDecoder.pasteLimit)
    #expect(inputs.last == .key(.character("x")))
  }

  @Test func aPasteWithoutAnEndDoesNotSwallowTheKeyboard() {
    var decoder = KeyDecoder()
    var inputs: [TerminalInput] = []
    decoder.feed(Array("\u{1B}[200~abc".utf8), into: &inputs)
    #expect(decoder.patience == 1000)
    decoder.timeOut(into: &inputs)
    decoder.feed(Array("x".utf8), into: &inputs)
    #expect(inputs == [.key(.paste("abc")), .key(.character("x"))])
  }

  @Test func focusAndModesAreReported() {
    #expect(decode("\u{1B}[I\u{1B}[O") == [.focused, .unfocused])
    #expect(decode("\u{1B}[?2026;2$y") == [.mode(2026, isKnown: true)])
    #expect(decode("\u{1B}[?2026;0$y") == [.mode(2026, isKnown: false)])
    #expect(decode("\u{1B}[?62;22c") == [.attributes])
  }
}

@Suite("Answers and the mouse")
struct TerminalAnswerTests {
  private func decode(_ text: String) -> [TerminalInput] {
    var decoder = KeyDecoder()
    var inputs: [TerminalInput] = []
    decoder.feed(Array(text.utf8), into: &inputs)
    return inputs
  }

  @Test("clicks and the wheel are told with their place, releases and other buttons are not")
  func mouse() {
    #expect(
      decode("\u{1B}[<0;5;3M\u{1B}[<0;5;3m")
        == [.pointer(Pointer(.press, at: Position(row: 2, column: 4)))])
    #expect(
      decode("\u{1B}[<64;1;1M\u{1B}[<65;1;1M")
        == [
          .pointer(Pointer(.wheelUp, at: Position(row: 0, column: 0))),
          .pointer(Pointer(.wheelDown, at: Position(row: 0, column: 0))),
        ])
    #expect(decode("\u{1B}[<2;5;3M\u{1B}[<0;0;3M\u{1B}[<0M") == [])
  }

  @Test("the background colour is taken from both lengths of an answer, with either end")
  func background() {
    #expect(decode("\u{1B}]11;rgb:ffff/8080/0000\u{1B}\\") == [.background(Color(rgb: 0xFF8000))])
    #expect(decode("\u{1B}]11;rgb:ff/80/00\u{7}") == [.background(Color(rgb: 0xFF8000))])
  }

  @Test("other strings, and hostile ones, are dropped whole")
  func strings() {
    for text in [
      "\u{1B}]52;c;aGk=\u{7}", "\u{1B}]11;rgb:gg/00/00\u{7}", "\u{1B}]11;rgb:1/2\u{7}",
      "\u{1B}]11;rgb:\(String(repeating: "f", count: 5_000))\u{7}", "\u{1B}P1$r q\u{1B}\\",
    ] {
      #expect(decode(text + "j") == [.key("j")], "\(text.prefix(20).debugDescription)")
    }
  }
}
