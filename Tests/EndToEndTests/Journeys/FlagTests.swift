import Testing

/// The third journey: reading what a monitor hit, and saying whether it was right.
@Suite(.timeLimit(.minutes(5))) struct FlagTests {
  @Test func aFlagIsOpenedConfirmedAndJournaled() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.wait(for: "a flag") { $0.text.contains(/3 Flags\(\d+\)/) }
    try driver.pause()
    try driver.type("3")
    try driver.waitUntil(contains: "Flags (")
    try driver.type(Keys.enter)
    try driver.waitUntil(contains: "rule so far:")
    try driver.decide("c", until: "confirm. by")
    #expect(try driver.quit() == .status(0))

    let journal = try proctor.journal()
    let review = try #require(journal.first { $0["kind"] as? String == "flag.reviewed" })
    #expect(review["verdict"] as? String == "confirm")
    #expect(
      journal.contains {
        $0["kind"] as? String == "flag.raised" && $0["id"] as? Int == review["flag"] as? Int
      })
  }
}
