import Core
import Foundation
import Oversight
import Testing

@Suite struct ReviewGateTests {
  private func decisions(_ gate: inout ReviewGate, _ count: Int) -> [GateDecision] {
    (0..<count).map { gate.decide(hasFlags: $0 % 2 == 0) }
  }

  @Test func propensitiesAreThoseOfThePolicy() {
    var gate = ReviewGate(policy: .observe, seed: 1)
    #expect(gate.decide(hasFlags: true) == .pass(propensity: 0))
    gate.policy = .holdAll
    #expect(gate.decide(hasFlags: false).isHold && gate.decide(hasFlags: false).propensity == 1)
    gate.policy = .holdFlagged
    #expect(gate.decide(hasFlags: false) == .pass(propensity: 0))
    #expect(gate.decide(hasFlags: true).isHold && gate.decide(hasFlags: true).propensity == 1)
  }

  @Test func shareIsHeldAtItsRate() {
    var gate = ReviewGate(policy: .holdShare(0.25), seed: 3)
    let made = decisions(&gate, 4_000)
    #expect(made.allSatisfy { $0.propensity == 0.25 })
    // 1,000 are expected; 5 standard deviations are 137.
    #expect(abs(made.filter(\.isHold).count - 1_000) < 137)
  }

  @Test(arguments: [(0.0, 0), (1.0, 200), (-1.0, 0), (7.0, 200), (Double.nan, 200)])
  func extremeSharesAreExact(share: Double, held: Int) {
    var gate = ReviewGate(policy: .holdShare(share), seed: 3)
    #expect(decisions(&gate, 200).filter(\.isHold).count == held)
  }

  @Test func sameSeedDecidesTheSame() {
    var left = ReviewGate(policy: .holdShare(0.5), seed: 9)
    var right = ReviewGate(policy: .holdShare(0.5), seed: 9)
    var other = ReviewGate(policy: .holdShare(0.5), seed: 10)
    let made = decisions(&left, 100)
    #expect(made == decisions(&right, 100))
    #expect(made != decisions(&other, 100))
  }

  @Test func earlierPoliciesDoNotChangeLaterDraws() {
    var left = ReviewGate(policy: .observe, seed: 9)
    var right = ReviewGate(policy: .holdShare(0.9), seed: 9)
    _ = decisions(&left, 50)
    _ = decisions(&right, 50)
    left.policy = .holdShare(0.5)
    right.policy = .holdShare(0.5)
    #expect(decisions(&left, 100) == decisions(&right, 100))
  }

  @Test func restoredGateGoesOn() throws {
    var gate = ReviewGate(policy: .holdShare(0.5), seed: 9)
    _ = decisions(&gate, 17)
    let saved = try OrderedJSONEncoder().encode(gate)
    var restored = try JSONDecoder().decode(ReviewGate.self, from: Data(saved))
    #expect(decisions(&restored, 100) == decisions(&gate, 100))
  }
}
