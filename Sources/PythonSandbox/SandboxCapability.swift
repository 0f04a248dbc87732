import CSandbox
import Foundation

/// What this machine can isolate, layer by layer, found out by trying.
public struct SandboxCapability: Codable, Hashable, Sendable {
  /// One layer's result.
  public struct Finding: Codable, Hashable, Sendable {
    public enum Status: String, Codable, Hashable, Sendable {
      case present
      case missing
      /// Not tried, because one that it needs is missing.
      case untried
    }

    public let layer: IsolationLayer
    public let status: Status
    /// What was seen: the system's error, or the Python that was found.
    public let detail: String
  }

  /// One for each layer, in the order in which they are put on.
  public let findings: [Finding]

  /// Whether programs can be run.
  public var isComplete: Bool { findings.allSatisfy { $0.status == .present } }

  /// The first layer that is missing.
  public var missing: Finding? { findings.first { $0.status == .missing } }

  /// One line: that all is there, or what is missing and what to do.
  public var summary: String {
    guard let missing else {
      return "isolation is complete: \(findings.last?.detail ?? "")"
    }
    return "no isolation: \(missing.layer.title): \(missing.detail). \(missing.layer.remedy)"
  }

  /// Tries every layer. It takes about a tenth of a second and leaves nothing behind.
  public static func examine(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> SandboxCapability {
    let python = Result { () throws(SandboxError) in
      try PythonInstallation.find(environment: environment)
    }
    var findings: [Finding] = []
    for layer in IsolationLayer.allCases {
      let lacks = layer.needs.filter { need in
        findings.contains { $0.layer == need && $0.status != .present }
      }
      if let first = lacks.first {
        findings.append(
          Finding(layer: layer, status: .untried, detail: "needs the \(first.title)"))
        continue
      }
      do throws(SandboxError) {
        findings.append(
          Finding(layer: layer, status: .present, detail: try attempt(layer, python)))
      } catch {
        findings.append(Finding(layer: layer, status: .missing, detail: error.message))
      }
    }
    return SandboxCapability(findings: findings)
  }

  /// Puts one layer on. Gives what is worth saying about it.
  private static func attempt(
    _ layer: IsolationLayer, _ python: Result<PythonInstallation, SandboxError>
  ) throws(SandboxError) -> String {
    guard layer == .python else {
      let failure = SandboxPlan.with(
        python: try? python.get(), arguments: [], environment: [],
        memory: PythonLimits().memory
      ) { csandbox_try(&$0, layer.rawValue) }
      guard failure.layer == 0 else {
        throw SandboxError(
          code: .isolation, message: String(cString: strerror(failure.error)),
          context: layer.remedy)
      }
      return ""
    }
    let installation = try python.get()
    let pool = try PythonPool(python: installation, hashSeeds: [1])
    try SandboxCanary.check(pool)
    return "Python \(pool.version) at \(installation.path)"
  }
}
