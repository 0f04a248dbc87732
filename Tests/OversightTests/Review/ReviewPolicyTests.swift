import Core
import Oversight
import Testing

@Suite struct ReviewPolicyTests {
  @Test func wordsAndPoliciesAgree() {
    #expect(ReviewPolicy(word: "flagged+5%") == .any([.holdFlagged, .holdShare(0.05)]))
    #expect(ReviewPolicy(word: "rule:hidden-text") == .holdRules(["hidden-text"]))
    #expect(ReviewPolicy(word: "observe") == .observe)
    for wrong in ["", "observe+5", "rule:", "101", "0", "flagged+", "every", "nan"] {
      #expect(ReviewPolicy(word: wrong) == nil, "\(wrong)")
    }
  }

  @Test func rulesHoldWhatTheyHit() {
    var gate = ReviewGate(policy: .holdRules(["hidden-text"]), seed: 1)
    let hit = gate.decide(hasFlags: true, rules: ["hidden-text", "x"])
    let other = gate.decide(hasFlags: true, rules: ["x"])
    #expect(hit.isHold)
    #expect(other == .pass(propensity: 0))
  }

  @Test func combinationsHaveTheirExactPropensity() {
    var gate = ReviewGate(policy: .any([.holdShare(0.5), .holdShare(0.2), .holdFlagged]), seed: 7)
    let plain = gate.decide(hasFlags: false, rules: [])
    let flagged = gate.decide(hasFlags: true, rules: [])
    #expect(abs(plain.propensity - 0.6) < 1e-12)
    #expect(flagged.propensity == 1)
    var held = 0
    for _ in 0..<4_000 where gate.decide(hasFlags: false, rules: []).isHold { held += 1 }
    // 2,400 are expected; 5 standard deviations are 155.
    #expect(abs(held - 2_400) < 155)
  }

  @Test(arguments: [
    ReviewPolicy.holdShare(0), .holdShare(1.5), .holdShare(.nan), .holdRules([]), .any([]),
    .any([.observe]), .any([.any([.holdAll])]),
  ])
  func senselessPoliciesAreInvalid(policy: ReviewPolicy) { #expect(!policy.isValid) }
}
