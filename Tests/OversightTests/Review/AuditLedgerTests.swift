import Core
import Oversight
import Testing

@Suite struct AuditLedgerTests {
  private func task(_ number: Int) -> TaskID { TaskID(rawValue: "task\(number)") }

  /// A population of which a tenth is bad and a twentieth is flagged, none of it bad.
  private func ledger(seed: UInt64, share: Double) -> AuditLedger {
    var ledger = AuditLedger(seed: seed)
    for number in 0..<10_000
    where ledger.draws(task(number), isFlagged: number % 20 == 1, share: share) {
      let isTaken = ledger.review(task(number), isViolation: number % 10 == 0)
      #expect(isTaken)
    }
    return ledger
  }

  @Test func estimatesOfWhatMonitorsMissCoverTheTruth() throws {
    var covering = 0
    for seed in 1...40 {
      let missed = try #require(ledger(seed: UInt64(seed), share: 0.05).missed)
      if missed.low <= 1_000, missed.high >= 1_000 { covering += 1 }
    }
    // Of 40 intervals of 95 %, at least 33 in all but one of a thousand cases.
    #expect(covering >= 33)
  }

  @Test func gapIsTheRateThatIsFoundLessTheRateThatIsFlagged() throws {
    let gap = try #require(ledger(seed: 3, share: 0.2).overtCovertGap)
    #expect(gap.low <= 0.05 && gap.high >= 0.05)
    #expect(gap.low > 0)
  }

  @Test func nothingFoundIsNotNothingThere() throws {
    var ledger = AuditLedger(seed: 1)
    for number in 0..<1_000 where ledger.draws(task(number), isFlagged: false, share: 0.1) {
      _ = ledger.review(task(number), isViolation: false)
    }
    let missed = try #require(ledger.missed)
    #expect(missed.value == 0 && missed.high > 10)
  }

  @Test func onlyDrawnTasksAreReviewedAndOnce() {
    var ledger = AuditLedger(seed: 1)
    var taken = [ledger.review(task(1), isViolation: true)]
    let isDrawn = ledger.draws(task(1), isFlagged: false, share: 1)
    taken.append(ledger.review(task(1), isViolation: true))
    taken.append(ledger.review(task(1), isViolation: false))
    #expect(isDrawn && taken == [false, true, false])
    #expect(ledger.missed?.value == 1)
  }

  @Test func sharesDoNotMoveLaterDraws() {
    var (left, right) = (AuditLedger(seed: 5), AuditLedger(seed: 5))
    for number in 0..<50 {
      _ = left.draws(task(number), isFlagged: false, share: 0)
      _ = right.draws(task(number), isFlagged: false, share: 0.9)
    }
    var (first, second): ([Bool], [Bool]) = ([], [])
    for number in 50..<150 {
      first.append(left.draws(task(number), isFlagged: false, share: 0.5))
      second.append(right.draws(task(number), isFlagged: false, share: 0.5))
    }
    #expect(first == second && first.contains(true))
  }
}
