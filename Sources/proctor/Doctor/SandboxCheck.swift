import PythonSandbox

/// What this machine can isolate.
enum SandboxCheck {
  static func findings() -> [Finding] {
    let embedded = Finding(
      "executors", "minipython", .good, "embedded: no input or output of any kind")
    return [embedded]
      + SandboxCapability.examine().findings.map { finding in
        Finding(
          "executors", finding.layer.title, finding.status == .present ? .good : .limited,
          finding.detail, remedy: finding.status == .missing ? finding.layer.remedy : nil)
      }
  }
}
