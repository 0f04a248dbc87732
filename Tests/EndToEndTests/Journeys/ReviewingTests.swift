import Testing

/// The second journey: holding tasks, approving one and vetoing another.
@Suite struct ReviewingTests {
  @Test func aVetoedTaskIsNeverTrainedOnNorShownAgain() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitUntil(status: "RUNNING")
    // The second entry of the menu of what waits for review is everything.
    try driver.type("h")
    try driver.waitUntil(contains: "what waits for review?")
    try driver.decide("2", until: "> why?")
    try driver.type("to read them" + Keys.enter)
    try driver.waitUntil(contains: "hold all")
    try driver.wait(for: "three held tasks") { $0.text.contains(/2 Queue\(([3-9]|\d\d+)\)/) }
    try driver.pause()
    try driver.type("2")
    try driver.waitUntil(contains: "Held tasks")

    let held = driver.queueCount
    try driver.decide("a", until: "2 Queue(\(held - 1))")
    try driver.decide("v", until: ": why?")
    try driver.decide("1", until: "2 Queue(\(held - 2))")
    // The run goes on with both verdicts.
    try driver.singleStep()
    try driver.singleStep()
    #expect(try driver.quit() == .status(0))

    let journal = try proctor.journal()
    #expect(journal.of("review.policy").map { $0["reason"] } == ["to read them"])
    let reviews = journal.of("task.reviewed")
    #expect(reviews.map { $0["verdict"] } == ["approve", "veto"])
    #expect(reviews[1]["reason"] == "unsafe")
    let approved: String = try #require(reviews[0]["task"])
    let vetoed: String = try #require(reviews[1]["task"])
    #expect(approved != vetoed)
    // A verdict is said of the very task that the screen named.
    #expect(journal.of("task.held").contains { $0["task"] == vetoed })

    func kinds(_ task: String) -> Set<String> {
      Set(journal.filter { $0["task"] == task }.map(\.kind))
    }
    // The approved task went on to its rollouts and its score.
    #expect(kinds(approved).isSuperset(of: ["rollout.finished", "task.scored"]))
    // What trains is solved and scored; what is shown is a reference; what is kept is admitted.
    #expect(kinds(vetoed).isDisjoint(with: ["rollout.finished", "task.scored", "task.admitted"]))
    for proposal in journal.of("task.proposed") {
      let references: [String] = proposal["references"] ?? []
      #expect(!references.contains(vetoed))
    }
    // Held tasks left room in the batch, which was refilled: the step didn't wait for them.
    let steps = journal.of("step.finished").suffix(2)
    #expect(steps.allSatisfy { ($0["held"] ?? 0) > 0 && ($0["refilled"] ?? 0) > 0 })
  }
}
