import Testing

/// The second journey: holding tasks, approving one and vetoing another.
@Suite(.timeLimit(.minutes(5))) struct ReviewingTests {
  @Test func aVetoedTaskIsNeverTrainedOnNorShownAgain() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitUntil(status: "RUNNING")
    // The second entry of the menu of what waits for review is everything.
    try driver.type("h")
    try driver.waitUntil(contains: "what waits for review?")
    try driver.decide("2", until: "hold all")
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
    let reviews = journal.filter { $0["kind"] as? String == "task.reviewed" }
    #expect(reviews.map { $0["verdict"] as? String } == ["approve", "veto"])
    let approved = try #require(reviews[0]["task"] as? String)
    let vetoed = try #require(reviews[1]["task"] as? String)
    #expect(approved != vetoed)
    #expect(reviews[1]["reason"] as? String == "unsafe")

    func kinds(_ task: String) -> [String] {
      journal.filter { $0["task"] as? String == task }.compactMap { $0["kind"] as? String }
    }
    #expect(kinds(approved).contains("task.scored"))
    // What trains is scored and solved; what is shown is a reference.
    #expect(!kinds(vetoed).contains("task.scored"))
    #expect(!kinds(vetoed).contains("task.admitted"))
    #expect(!kinds(vetoed).contains("rollout.finished"))
    #expect(!journal.contains { ($0["references"] as? [String])?.contains(vetoed) ?? false })
  }
}
