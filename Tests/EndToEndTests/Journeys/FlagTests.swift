import Testing

/// The third journey: reading what a monitor hit, and saying whether it was right.
@Suite struct FlagTests {
  @Test func aFlagIsOpenedConfirmedDismissedAndJournaled() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard()
    try driver.wait(for: "two flags") { $0.text.contains(/3 Flags\(([2-9]|\d\d+)\)/) }
    try driver.pause()
    try driver.type("3")
    try driver.waitUntil(contains: "[Flags  ")
    try driver.type(Keys.enter)
    try driver.waitUntil(contains: "rule so far:")
    try driver.type(Keys.escape)
    // The last line names what a key is about.
    let first = try #require(driver.promptedFlag)
    try driver.decide("c", until: "confirmed 1")
    let second = try #require(driver.promptedFlag)
    #expect(second != first)
    try driver.decide("x", until: "dismissed 1")
    #expect(try driver.quit() == .status(0))

    let journal = try proctor.journal()
    let reviews = journal.of("flag.reviewed")
    #expect(reviews.map { $0["verdict"] } == ["confirm", "dismiss"])
    #expect(reviews.map { $0["flag"] } == [first, second])
    for review in reviews {
      let flag: Int? = review["flag"]
      #expect(journal.of("flag.raised").contains { $0["id"] == flag })
    }
  }
}
