import ArgumentParser
import Core
import Dashboard
import Foundation

/// `proctor doctor`: what this machine has, what is missing, and what to do about it.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the terminal, the machine and the configuration, with remedies.",
    discussion: "It ends with 1 if something that is configured or needed cannot work.")

  @ArgumentParser.Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let findings =
      TerminalCheck.findings() + ConfigurationCheck.findings() + MachineCheck.findings()
      + SandboxCheck.findings()
    if json {
      struct Report: Encodable {
        var version: String
        var findings: [Finding]
      }
      let encoder = OrderedJSONEncoder()
      print(try encoder.string(Report(version: Version.current, findings: findings)))
    } else {
      print(Self.text(findings), terminator: "")
    }
    if findings.contains(where: { $0.status == .missing }) { throw ExitCode.failure }
  }

  private static func text(_ findings: [Finding]) -> String {
    var text = "proctor \(Version.current)\n"
    var area = ""
    for finding in findings {
      if finding.area != area {
        area = finding.area
        text += "\n\(area)\n"
      }
      let sign: String =
        switch finding.status {
        case .good: "ok  "
        case .limited: "less"
        case .missing: "NO  "
        case .fact: "    "
        }
      text += "  \(sign) \(finding.name.column(26))\(PlainLine.safe(finding.value))\n"
      if let remedy = finding.remedy { text += "       -> \(PlainLine.safe(remedy))\n" }
    }
    let missing = findings.count { $0.status == .missing }
    let limited = findings.count { $0.status == .limited }
    return text
      + (missing + limited == 0
        ? "\nall is well\n" : "\n\(missing) missing, \(limited) with less than there could be\n")
  }
}
