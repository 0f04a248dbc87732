import Testing

/// The fourth journey: changing what the proposer may do while the run goes on.
@Suite(.timeLimit(.minutes(5))) struct ConstraintTests {
  @Test func aBanIsARevisionAndNothingBannedIsAdmittedAfterIt() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitUntil(status: "RUNNING")
    try driver.type("4")
    try driver.waitUntil(contains: "Constraints  revision R")
    // The first field is the banned constructs.
    try driver.type("e")
    try driver.type(Keys.control("u") + "while")
    try driver.type(Keys.enter)
    try driver.wait(for: "the new revision") { $0.text.contains(/applied as R\d+ from step \d+/) }
    let applied = try #require(driver.text.firstMatch(of: /applied as R(\d+) from step (\d+)/))
    let (revision, step) = (try #require(Int(applied.1)), try #require(Int(applied.2)))
    try driver.wait(for: "two steps under it") {
      $0.lines[0].firstMatch(of: /step (\d+)/).flatMap { Int($0.1) }.map { $0 > step + 1 } ?? false
    }
    #expect(try driver.quit() == .status(0))

    let journal = try proctor.journal()
    let index = try #require(
      journal.firstIndex { $0["kind"] as? String == "constraints.applied" })
    let constraints = try #require(journal[index]["revision"] as? [String: Any])
    #expect(constraints["number"] as? Int == revision)
    let later = journal[index...]
    let programs = Dictionary(
      journal.compactMap { event -> (String, String)? in
        guard let task = event["task"] as? String, let program = event["program"] as? String
        else { return nil }
        return (task, program)
      }, uniquingKeysWith: { first, _ in first })
    for event in later where event["kind"] as? String == "task.admitted" {
      let program = programs[event["task"] as? String ?? ""] ?? ""
      #expect(!program.contains(/\bwhile\b/), "admitted after the ban: \(program)")
    }
  }

  @Test func anInvalidEditIsRefusedWithTheReason() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.waitUntil(status: "RUNNING")
    try driver.type("4")
    try driver.type("e")
    try driver.type(Keys.control("u") + "whale")
    try driver.type(Keys.enter)
    try driver.waitUntil(contains: "refused")
    #expect(driver.text.contains("whale"))
    #expect(try driver.quit() == .status(0))
    let journal = try proctor.journal()
    #expect(!journal.contains { $0["kind"] as? String == "constraints.applied" })
  }
}
