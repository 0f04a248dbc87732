import Testing

@testable import PythonSandbox

@Suite struct CapabilityTests {
  @Test func everyLayerIsReportedInOrder() {
    let findings = Isolation.capability.findings
    #expect(findings.map(\.layer) == IsolationLayer.allCases)
    #expect(Isolation.capability.isComplete == (Isolation.capability.missing == nil))
  }

  @Test func aMissingPythonIsNamedWithItsRemedy() throws {
    let capability = SandboxCapability.examine(environment: ["PROCTOR_PYTHON": "/no/such/python"])
    #expect(!capability.isComplete)
    #expect(capability.findings.last?.status != .present)
    if Isolation.capability.isComplete {
      #expect(capability.missing?.layer == .python)
      #expect(capability.summary.contains("there is no /no/such/python"))
      #expect(capability.summary.contains("apt install python3"))
    }
  }

  @Test func aScriptIsNotTakenForAnInterpreter() {
    #expect(throws: SandboxError.self) { try PythonInstallation(path: #filePath) }
  }

  @Test(arguments: IsolationLayer.allCases)
  func aLayerIsTriedAfterThoseThatItNeeds(layer: IsolationLayer) {
    #expect(layer.needs.allSatisfy { $0.rawValue < layer.rawValue })
    #expect(!layer.title.isEmpty && layer.remedy.hasSuffix("."))
  }

  @Test(Isolation.isNeeded)
  func thePoolRefusesWithoutPython() throws {
    let python = try PythonInstallation(path: "/bin/sh")
    #expect(throws: SandboxError.self) { try PythonPool(python: python) }
  }

  @Test func theEntriesCoverEachOtherNowhere() throws {
    guard let python = try? PythonInstallation.find(environment: [:]) else { return }
    let entries = python.entries
    #expect(entries.contains { $0.link == nil && python.path.hasPrefix($0.path) })
    for folder in entries where folder.link == nil {
      #expect(!entries.contains { $0.path.hasPrefix(folder.path + "/") })
    }
    #expect(!entries.contains { $0.path.hasPrefix("/home") || $0.path == "/" || $0.path == "/usr" })
  }
}
