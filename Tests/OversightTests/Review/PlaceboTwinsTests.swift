import Core
import Oversight
import Testing

@Suite struct PlaceboTwinsTests {
  private func content(_ input: String) -> TaskContent {
    TaskContent(type: .deduction, program: "def f(x):\n    return x", input: input)
  }

  @Test func kindsAreByTheFirstDigit() {
    #expect(PlaceboTwins.isEven(content("[4, 3]")) == true)
    #expect(PlaceboTwins.isEven(content("'a3'")) == false)
    #expect(PlaceboTwins.isEven(content("'abc'")) == nil)
  }

  @Test func beginningIsLeftAlone() {
    var twins = PlaceboTwins(seed: 1)
    let early = (0..<PlaceboTwins.window).map { _ in twins.decide(content("2"), share: 1) }
    #expect(early.allSatisfy { !$0.isPlacebo && $0.propensity == 0 })
    let (even, odd) = (
      twins.decide(content("2"), share: 1), twins.decide(content("3"), share: 1)
    )
    #expect(even.isPlacebo && even.propensity == 1)
    #expect(!odd.isPlacebo)
  }

  @Test func ratioIsOneWhenNothingChangesAndFallsWhenTheKindGoes() throws {
    var (same, gone) = (PlaceboTwins(seed: 1), PlaceboTwins(seed: 1))
    for number in 0..<PlaceboTwins.window {
      _ = same.decide(content("\(number % 2)"), share: 0.5)
      _ = gone.decide(content("\(number % 2)"), share: 0.5)
    }
    for number in 0..<PlaceboTwins.window {
      _ = same.decide(content("\(number % 2)"), share: 0.5)
      _ = gone.decide(content(number % 8 == 0 ? "2" : "3"), share: 0.5)
    }
    let ratio = try #require(same.ratio)
    #expect(ratio.low < 1 && ratio.high > 1 && abs(ratio.value - 1) < 0.01)
    #expect(try #require(gone.ratio).high < 1)
  }

  @Test func withoutPlacebosThereIsNothingToCompare() {
    var twins = PlaceboTwins(seed: 1)
    for number in 0..<2 * PlaceboTwins.window {
      _ = twins.decide(content("\(number % 2)"), share: 0)
    }
    #expect(twins.counted == 2 * PlaceboTwins.window)
    #expect(twins.ratio == nil)
  }
}
