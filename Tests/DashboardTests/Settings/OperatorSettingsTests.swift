import Testing

@testable import Dashboard

@Suite("The configuration file")
struct OperatorSettingsTests {
  @Test("everything in it is read")
  func read() throws {
    let settings = try OperatorSettings(
      parsing: """
        theme = "nord"
        keys = "mine.toml"
        operator = "kj"
        color = "256"
        mouse = true
        clipboard = true
        threads = 1
        runs = "/data/runs"
        """, file: "config.toml")
    #expect(settings.theme == "nord")
    #expect(settings.keys == "mine.toml")
    #expect(settings.operatorName == "kj")
    #expect(settings.colors == .indexed256)
    #expect(settings.usesMouse && settings.usesClipboard)
    #expect(settings.threads == 1)
    #expect(settings.runs == "/data/runs")
    #expect(try OperatorSettings(parsing: "color = \"auto\"", file: "c").colors == nil)
  }

  @Test(
    "a fault is told with its line",
    arguments: [
      ("theme = 3", 1), ("\nmouse = \"yes\"", 2), ("color = \"blue\"", 1), ("threads = 0", 1),
      ("a = 1", 1), ("theme = \"x\"\n[keys]\na = \"b\"", 2),
    ])
  func faults(text: String, line: Int) {
    let error = #expect(throws: SettingsError.self) {
      try OperatorSettings(parsing: text, file: "config.toml")
    }
    #expect(error?.line == line)
  }
}
