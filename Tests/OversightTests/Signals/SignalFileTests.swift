import Oversight
import Testing

@Suite struct SignalFileTests {
  private func fault(_ text: String) -> String {
    do {
      _ = try SignalFile.parse(text, file: "s.toml")
      return "none"
    } catch { return error.description }
  }

  @Test func whatIsSetReplacesWhatIsProposed() throws {
    let settings = try SignalFile.parse(
      """
      pause-at = "severe"
      [S1]
      warning = 0.4
      window = 100
      [S2]
      off = true
      """)
    #expect(settings.pausesAt == .severe)
    #expect(settings.rules[.diversityCollapse]?.warning == 0.4)
    #expect(settings.rules[.diversityCollapse]?.window == 100)
    #expect(settings.rules[.diversityCollapse]?.severe == 0.2)
    #expect(settings.rules[.cloneFamilies] == nil)
    #expect(settings.rules[.easyTasks] == SignalSettings.proposed[.easyTasks])
  }

  @Test(arguments: [
    ("\n[S99]", "s.toml:2: S99: is no signal"), ("[S1]\nlimit = 2", "s.toml:1: S1: `limit`"),
    ("[S1]\nwindow = 0", "s.toml:1: S1: `window` must be"),
    ("pause-at = 3", "s.toml:1: pause-at: must be"), ("S1 = 3", "s.toml:1: S1: must be a table"),
    ("[S1]\nwarning = \"x\"", "s.toml:1: S1: `warning` must be a number"),
  ])
  func errorsNameLineAndKey(text: String, message: String) {
    #expect(fault(text).hasPrefix(message), "\(fault(text))")
  }

  @Test func alarmsOfTheLevelPauseAndLinkToTheirTasks() {
    var settings = SignalSettings()
    settings.pausesAt = .severe
    var script = RunScript(settings: settings)
    script.run((0..<100).map { RunScript.Task.renamed($0) })
    let alarm = script.raised(.diversityCollapse).first
    #expect(alarm?.level == .severe && alarm?.event.pauses == true)
    #expect(alarm?.event.since == 1)
    #expect(script.raised(.cloneFamilies).first?.event.pauses == nil)
    #expect(script.raised(.cloneFamilies).first?.event.tasks?.isEmpty == false)
  }
}
