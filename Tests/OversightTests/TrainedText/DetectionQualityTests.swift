import Oversight
import Testing

@Suite struct DetectionQualityTests {
  @Test func areaIsTheShareOfPairsInOrder() throws {
    let quality = try #require(DetectionQuality(positives: [1, 3], negatives: [0, 2, 3, 4]))
    // In order: (1, 0), (3, 0), (3, 2); tied: (3, 3).
    #expect(quality.areaUnderCurve.value == 3.5 / 8)
    #expect(quality.areaUnderCurve.low <= 3.5 / 8 && quality.areaUnderCurve.high >= 3.5 / 8)
  }

  @Test func thresholdLeavesOnePercentOfNegativesAbove() throws {
    let negatives = (0..<200).map(Double.init)
    let quality = try #require(
      DetectionQuality(positives: [50, 197, 197.5, 300], negatives: negatives))
    #expect(quality.threshold == 197 && quality.falsePositiveRate == 0.01)
    #expect(quality.truePositiveRate.value == 0.5)
  }

  @Test func tiedNegativesNeverExceedOnePercent() throws {
    let quality = try #require(
      DetectionQuality(positives: [1, 2], negatives: [Double](repeating: 1, count: 300)))
    #expect(quality.falsePositiveRate == 0 && quality.truePositiveRate.value == 0.5)
  }

  @Test func oneClassHasNoQuality() {
    #expect(DetectionQuality(positives: [], negatives: [1]) == nil)
    #expect(DetectionQuality(positives: [1], negatives: []) == nil)
  }
}
