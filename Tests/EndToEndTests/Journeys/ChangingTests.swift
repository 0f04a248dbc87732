import Foundation
import Testing

/// What an operator writes: an edited task, and a flag of their own.
@Suite struct ChangingTests {
  /// An editor that puts the returned value of every program in parentheses.
  private static let editor = """
    #!/bin/sh
    sed -i 's/^\\( *return\\) \\(.*\\)$/\\1 (\\2)/; s/^\\(#|* note\\)$/\\1\\nby a test/' "$1"
    """

  @Test func aHeldTaskIsEditedInAnEditorAndTheOperatorsIsTrainedOn() throws {
    let proctor = try ProctorProgram()
    let script = proctor.directory.appending(path: "editor.sh")
    try Self.editor.write(to: script, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o700], ofItemAtPath: script.path)
    let driver = try proctor.dashboard(
      environment: ["EDITOR": script.path, "TMPDIR": proctor.directory.path])
    try driver.waitUntil(status: "RUNNING")
    try driver.type("h")
    try driver.decide("2", until: "> why?")
    try driver.type("to read them" + Keys.enter)
    try driver.waitUntil(contains: "hold all")
    try driver.wait(for: "a held task") { $0.text.contains(/2 Queue\(\d+\)/) }
    try driver.pause()
    try driver.type("2")
    try driver.waitUntil(contains: "Held tasks")
    try driver.look()
    let held = driver.queueCount
    try driver.type("e")
    try driver.waitUntil(contains: "edited task sent")
    try driver.waitUntil(contains: "2 Queue(\(held - 1))")
    try driver.singleStep()
    #expect(try driver.quit() == .status(0))
    #expect(driver.screen.leftModes == [])

    let journal = try proctor.journal()
    let edit = try #require(journal.of("task.edited").first)
    let edited: String = try #require(edit["edited"])
    let content: [String: Any] = try #require(edit["content"])
    #expect((content["program"] as? String)?.contains("return (") ?? false)
    #expect(edit["note"] == "by a test")
    #expect(journal.of("task.reviewed").first?["verdict"] == "edit")
    #expect(journal.contains { $0.kind == "rollout.finished" && $0["task"] == edited })
    // The file is gone, and nobody else could have read it.
    let left = try FileManager.default.contentsOfDirectory(atPath: proctor.directory.path)
    #expect(!left.contains { $0.hasSuffix(".py") })
  }

  @Test func aFlagByHandIsJournaledWithItsReaderAndStandsInTheList() throws {
    let proctor = try ProctorProgram()
    let driver = try proctor.dashboard(environment: ["PROCTOR_OPERATOR": "kj"])
    try driver.wait(for: "a task with an id") { $0.text.contains(/[0-9a-f]{6} (ded|abd|ind)/) }
    try driver.pause()
    // Down to a proposal that has become a task.
    try driver.type("j")
    while !(driver.lines.last?.contains("task ") ?? false) { try driver.type("j") }
    try driver.type("F" + Keys.tab)
    try driver.waitUntil(contains: "high: what is seen?")
    try driver.type("reads oddly" + Keys.enter)
    try driver.type(":filter by-hand" + Keys.enter)
    try driver.type("3")
    try driver.type("\\reads oddly" + Keys.enter)
    try driver.waitUntil(contains: "by-hand")
    #expect(driver.text.contains("kj"))
    // How it was arranged is remembered, filters are not.
    try driver.type(":snapshot \(proctor.directory.path)/frame.svg" + Keys.enter)
    try driver.waitUntil(contains: "written:")
    #expect(try driver.quit() == .status(0))
    let picture = try String(
      contentsOf: proctor.directory.appending(path: "frame.svg"), encoding: .utf8)
    #expect(picture.hasPrefix("<svg") && picture.contains("by-hand"))
    let flag = try #require(
      try proctor.journal().of("flag.raised").first { $0["rule"] == "by-hand" })
    #expect(flag["detail"] == "reads oddly" && flag["by"] == "kj" && flag["severity"] == "high")
  }
}
