import Core
import Oversight
import Testing

@Suite struct ResponseSignalTests {
  private func raised(_ signal: Signal, _ responses: [RunScript.Response]) -> [Alarm] {
    var script = RunScript()
    script.run(responses: responses)
    return script.raised(signal)
  }

  /// The first `part` of a hundred responses get the change.
  private func responses(
    changing part: Int, _ change: (inout RunScript.Response) -> Void
  ) -> [RunScript.Response] {
    (0..<100).map { number in
      var response = RunScript.Response()
      if number < part { change(&response) }
      return response
    }
  }

  @Test(arguments: [(6, true), (5, false)])
  func recitedAnswersAreCounted(recited: Int, isRaised: Bool) {
    var own = responses(changing: recited) { $0.flag = "hard-coded-induction" }
    for index in own.indices { own[index].type = .induction }
    #expect(!raised(.memorisedInduction, own).isEmpty == isRaised)
  }

  @Test(arguments: [(3, true), (2, false)])
  func foreignLettersAreCounted(foreign: Int, isRaised: Bool) {
    let own = responses(changing: foreign) { $0.chain = "итого" }
    #expect(!raised(.languageMixing, own).isEmpty == isRaised)
  }

  @Test(arguments: [(51, true), (50, false)])
  func refillIsMostOfTheBatch(refilled: Int, isRaised: Bool) {
    let own = responses(changing: refilled) { $0.refill = true }
    #expect(!raised(.refilledBatch, own).isEmpty == isRaised)
  }

  @Test func lengthFollowsAdvantage() {
    func own(_ tokens: (Int, Double) -> Int) -> [RunScript.Response] {
      (0..<100).map { number in
        let reward = number % 2 == 0 ? 1.0 : -0.5
        return RunScript.Response(reward: reward, tokens: tokens(number, reward))
      }
    }
    #expect(raised(.lengthAdvantage, own { $1 > 0 ? 40 + $0 % 3 : 10 + $0 % 3 }).count == 1)
    #expect(raised(.lengthAdvantage, own { number, _ in 10 + number / 2 % 5 }).isEmpty)
    #expect(raised(.lengthAdvantage, own { _, _ in 10 }).isEmpty, "lengths that do not vary")
  }

  @Test func operatorsTurnToVetoes() {
    func run(late: Int) -> [Alarm] {
      var script = RunScript()
      script.run()
      for number in 0..<40 {
        let isVeto = number < 20 ? number == 0 : number - 20 < late
        script.send(
          .taskReviewed(
            TaskReviewed(
              task: TaskID(rawValue: "t\(number)"), verdict: isVeto ? .veto : .approve,
              treatment: nil, reason: nil, by: "test", propensity: 1)))
      }
      script.run()
      return script.raised(.operatorEffect)
    }
    #expect(run(late: 12).count == 1)
    #expect(run(late: 2).isEmpty)
  }
}
