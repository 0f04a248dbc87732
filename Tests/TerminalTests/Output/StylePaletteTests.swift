import CTerminal
import Dashboard
import Testing

@testable import Terminal

@Suite struct StylePaletteTests {
  /// The pairs that a palette asked for.
  private final class Pairs {
    var made: [[Int32]] = []
    func make(_ foreground: Int32, _ background: Int32) -> Int32 {
      made.append([foreground, background])
      return Int32(made.count)
    }
  }

  @Test func equalColoursShareAPair() {
    let pairs = Pairs()
    _ = StylePalette(theme: .default, colors: 256, makePair: pairs.make)
    #expect(!pairs.made.isEmpty)
    #expect(Set(pairs.made).count == pairs.made.count)
    #expect(!pairs.made.contains([-1, -1]))
  }

  @Test func withoutColourNoPairIsMade() {
    let pairs = Pairs()
    let palette = StylePalette(theme: .default, colors: 0, makePair: pairs.make)
    #expect(pairs.made.isEmpty)
    for role in StyleRole.allCases {
      let style = Theme.default.style(for: role)
      #expect(palette[role] == Ink(pair: 0, attributes: UInt32(style.monochrome.rawValue)))
    }
  }

  @Test(arguments: [(256, UInt8.max), (16, 15), (8, 7)] as [(Int32, UInt8)])
  func coloursFitTheTerminal(colors: Int32, highest: UInt8) {
    let pairs = Pairs()
    _ = StylePalette(theme: .default, colors: colors, makePair: pairs.make)
    #expect(pairs.made.allSatisfy { $0.allSatisfy { (-1...Int32(highest)).contains($0) } })
  }

  @Test func brightColoursAreBoldWhereThereAreEight() throws {
    let bright = try #require(
      StyleRole.allCases.first {
        (Theme.default.style(for: $0).foreground?.index16 ?? 0) >= 8
      })
    let palette = StylePalette(theme: .default, colors: 8) { _, _ in 1 }
    #expect(palette[bright].attributes & CTERMINAL_BOLD != 0)
  }

  @Test func tiers() {
    #expect(
      [0, 8, 16, 88, 256, 1 << 24].map { StylePalette.tier(colors: $0) }
        == [.monochrome, .ansi16, .ansi16, .ansi16, .indexed256, .trueColor])
  }
}
