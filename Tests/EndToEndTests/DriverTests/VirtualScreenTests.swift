import Testing

@Suite struct VirtualScreenTests {
  private func screen(_ output: String, columns: Int = 10, rows: Int = 4) -> VirtualScreen {
    var screen = VirtualScreen(columns: columns, rows: rows)
    screen.feed(Array(output.utf8))
    return screen
  }

  @Test(arguments: [
    // Text, wrapping and line ends.
    ("abc\r\ndef", ["abc", "def", "", ""]),
    ("0123456789X", ["0123456789", "X", "", ""]),
    ("0123456789\rX", ["X123456789", "", "", ""]),
    ("\u{1B}[?7l0123456789X", ["012345678X", "", "", ""]),
    ("1\r\n2\r\n3\r\n4\r\n5", ["2", "3", "4", "5"]),
    // Moving.
    ("\u{1B}[2;3Hx", ["", "  x", "", ""]),
    ("\u{1B}[3d\u{1B}[5Gx\u{1B}[2Ay\u{1B}[Bz", ["     y", "      z", "    x", ""]),
    ("ab\u{8}c\u{1B}[3Cd\u{1B}[2De", ["ac  ed", "", "", ""]),
    ("\u{1B}7abc\u{1B}8x", ["xbc", "", "", ""]),
    // Erasing and shifting.
    ("abcdef\u{1B}[3G\u{1B}[K", ["ab", "", "", ""]),
    ("abcdef\u{1B}[3G\u{1B}[1K", ["   def", "", "", ""]),
    ("abcdef\u{1B}[3G\u{1B}[2X", ["ab  ef", "", "", ""]),
    ("abcdef\u{1B}[3G\u{1B}[2P", ["abef", "", "", ""]),
    ("abcdef\u{1B}[3G\u{1B}[2@", ["ab  cdef", "", "", ""]),
    ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[J", ["a", "", "", ""]),
    ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[L", ["a", "", "b", "c"]),
    ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[M", ["a", "c", "", ""]),
    ("a\r\nb\r\nc\r\nd\u{1B}[2;3r\u{1B}[3;1H\n", ["a", "c", "", "d"]),
    ("a\r\nb\r\nc\r\nd\u{1B}[H\u{1B}M", ["", "a", "b", "c"]),
    // Repetition, wide characters and marks.
    ("-\u{1B}[4b|", ["-----|", "", "", ""]),
    ("漢字x\u{1B}[2Gy", [" y字x", "", "", ""]),
    ("e\u{301}x", ["e\u{301}x", "", "", ""]),
    // What leaves no trace on the screen.
    ("\u{1B}]0;title\u{7}a\u{1B}]8;;x\u{1B}\\b\u{1B}(B\u{1B}[1;31mc\u{F}", ["abc", "", "", ""]),
    ("\u{1B}[12\u{18}a", ["a", "", "", ""]),
  ])
  func characters(output: String, lines: [String]) {
    let screen = screen(output)
    #expect(screen.lines == lines)
    #expect(screen.unknown == [])
  }

  @Test func theAlternateScreenHidesTheMainOne() {
    var screen = screen("shell\u{1B}[?1049h\u{1B}[Hfull")
    #expect(screen.lines[0] == "full")
    #expect(screen.leftModes == [1049])
    screen.feed(Array("\u{1B}[?1049l".utf8))
    #expect(screen.lines[0] == "shell")
    #expect(screen.leftModes == [])
  }

  @Test func modesThatAreLeftAreNamed() {
    let screen = screen("\u{1B}[?25l\u{1B}[?2004;1004h\u{1B}[?1004l")
    #expect(screen.leftModes == [25, 2004])
  }

  @Test func anIdleMarkIsReadAcrossPieces() {
    var screen = VirtualScreen(columns: 10, rows: 4)
    screen.feed(Array("ab\u{1B}]7777;idle;frame=3;in".utf8))
    #expect(screen.idle == nil)
    screen.feed(Array("put=12;size=10x4\u{7}c".utf8))
    #expect(screen.idle == .init(frame: 3, input: 12, columns: 10, rows: 4))
    #expect(screen.lines[0] == "abc")
  }

  @Test func whatIsNotUnderstoodIsNamed() {
    #expect(screen("\u{1B}[5q").unknown == ["CSI 5q"])
  }

  @Test func coloursAreCounted() {
    #expect(screen("\u{1B}[38;5;36mx\u{1B}[39;49my\u{1B}[1m").colorChanges == 1)
  }
}
