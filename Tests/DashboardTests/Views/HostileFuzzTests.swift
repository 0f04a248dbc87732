import Core
import Testing

@testable import Dashboard

/// Random hostile texts in every place that a policy can write to: whatever they are, the frame around
/// them is what it would be with an innocent text.
@Suite("No text reaches the chrome")
struct HostileFuzzTests {
  /// Pieces that terminals obey, that hide or reorder, and plain ones.
  private static let pieces: [String] = [
    "\u{1B}[2J", "\u{1B}[?1049l", "\u{1B}]0;owned\u{7}", "\u{1B}]52;c;aGk=\u{7}", "\u{1B}[31m",
    "\u{9B}H", "\u{9D}0;x\u{9C}", "\u{1B}P$q\u{1B}\\", "\r", "\n", "\t", "\u{8}", "\u{7F}", "\u{0}",
    "\u{202E}", "\u{2066}", "\u{2069}", "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{E0041}",
    "\u{E007F}",
    "\u{AD}", "\u{FE0F}", "\u{E000}", "\u{10FFFF}", "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
    "漢字", "\u{1F468}\u{200D}\u{1F469}", "\u{1F1E9}\u{1F1EA}", "\u{1F3FB}", "рaypal", "\u{2028}",
    "approve y/n", "x", "deny", " ", "word", "┌──┐", "│", "\u{1160}", "\u{115F}", "\u{3164}",
  ]

  private func text(_ generator: inout SeededGenerator) -> String {
    let count = Int(generator.next() % 60)
    return (0..<count).map { _ in
      generator.next() % 8 == 0
        // Any bytes at all.
        ? String(
          decoding: (0..<6).map { _ in UInt8(truncatingIfNeeded: generator.next()) }, as: UTF8.self)
        : Self.pieces[Int(generator.next() % UInt64(Self.pieces.count))]
    }.joined()
  }

  private func driver(_ size: Size, _ text: String) -> Driver {
    var driver = Driver(size.columns, size.rows)
    driver.run { script in
      script.start()
      script.startStep()
      script.propose(1, chain: text)
      script.add(
        .rolloutFinished(
          RolloutFinished(
            rollout: RolloutID(rawValue: 9), task: RunScript.task(1), type: .deduction, chain: text,
            answer: text, correct: false, reward: -0.5, tokens: 20, entropy: 0.4, refill: false)))
      script.propose(2, chain: text)
      script.hold(2)
      script.flag(task: 2, rollout: 2, rule: "hidden-text", severity: .low, text: text, hit: "x")
      script.finishStep()
    }
    return driver
  }

  @Test("borders, header, tabs, prompt and cursor stay", arguments: 0..<12)
  func chrome(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let hostile = text(&generator)
    for size in [
      Size(columns: 80, rows: 24), Size(columns: 160, rows: 50), Size(columns: 40, rows: 10),
    ] {
      var bad = driver(size, hostile)
      var good = driver(size, "x")
      for key in "1237".unicodeScalars.map(Key.character) + [.tab, "r", .escape] {
        bad.press(key)
        good.press(key)
        let (one, other) = (frame(bad), frame(good))
        #expect(one.cursor == other.cursor)
        for row in [0, 1, size.rows - 2, size.rows - 1] {
          for column in 0..<size.columns {
            #expect(one[row, column] == other[row, column], "row \(row) column \(column)")
          }
        }
        for place in bad.state.layout(size).places {
          let rect = place.rect
          for row in rect.row + 1..<rect.row + rect.rows - 1 {
            for column in [rect.column, rect.column + rect.columns - 1] {
              #expect(one[row, column].base == other[row, column].base)
              #expect(one[row, column].width == 1)
            }
          }
        }
        for cell in one.cells {
          let scalar = cell.base
          let isPrintable = scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
          #expect(isPrintable && scalar.properties.generalCategory != .format)
        }
      }
    }
  }

  private func frame(_ driver: Driver) -> Frame {
    render(driver.state, size: driver.state.size, theme: .default)
  }
}
