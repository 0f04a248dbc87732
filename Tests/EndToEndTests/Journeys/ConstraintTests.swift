import Testing

/// The fourth journey: changing what the proposer may do while the run goes on.
@Suite struct ConstraintTests {
  @Test func aBanIsARevisionThatNothingGetsPastAndAnInvalidEditIsNone() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitUntil(status: "RUNNING")
    try driver.type("4")
    try driver.waitUntil(contains: "Constraints  revision R0")

    // The first field is the banned constructs.
    try driver.type("e")
    try driver.type(Keys.control("u") + "whale")
    try driver.type(Keys.enter)
    try driver.waitUntil(contains: "refused")
    #expect(driver.text.contains("whale"))
    #expect(driver.text.contains("revision R0"))

    // `while` is rare; `if` isn't, and shows that the ban bites.
    try driver.type("e")
    try driver.type(Keys.control("u") + "while, if")
    try driver.type(Keys.enter)
    // Nothing is in force before its effect was seen.
    try driver.wait(for: "the preview") { $0.text.contains(/proposals in [0-9.]+ ms/) }
    #expect(driver.text.contains("revision R0"))
    try driver.type("w")
    try driver.waitUntil(contains: "> why?")
    try driver.type("it never ends" + Keys.enter)
    try driver.wait(for: "the new revision") { $0.text.contains(/applied as R1 from step \d+/) }
    let applied = try #require(driver.text.firstMatch(of: /applied as R1 from step (\d+)/))
    let step = try #require(Int(applied.1))
    try driver.wait(for: "two steps under it") { _ in driver.step.map { $0 > step + 1 } ?? false }
    #expect(try driver.quit() == .status(0))

    let journal = try proctor.journal()
    #expect(journal.of("constraints.refused").count == 1)
    let revisions = journal.of("constraints.applied")
    #expect(revisions.count == 1 && revisions.first?["reason"] == "it never ends")
    let revision: [String: Any] = try #require(revisions.first?["revision"])
    #expect(revision["number"] as? Int == 1)
    let constraints = revision["constraints"] as? [String: Any]
    #expect(Set(constraints?["bannedConstructs"] as? [String] ?? []) == ["while", "if"])

    let start = try #require(
      journal.firstIndex { $0.kind == "step.started" && $0["revision"] == 1 })
    let later = Array(journal[start...])
    let banned = Set(
      later.of("task.proposed").filter {
        ($0["program"] ?? "").contains(/^\s*(while|if)\b/.anchorsMatchLineEndings())
      }.compactMap { $0["task"] as String? })
    let admitted = Set(later.of("task.admitted").compactMap { $0["task"] as String? })
    #expect(admitted.isDisjoint(with: banned))
    let rejected = later.of("task.rejected").filter { $0["reason"] == "constraint" }
    #expect(!rejected.isEmpty)
    #expect(rejected.allSatisfy { banned.contains($0["task"] ?? "") })
  }
}
