import Testing

@testable import PythonSandbox

/// What the tests of this target need of the machine, and what they share.
enum Isolation {
  static let capability = SandboxCapability.examine()

  static let limits = PythonLimits(processorSeconds: 1, seconds: 2)

  /// Two hash seeds do for tests.
  static let pool = Result { () throws(SandboxError) in
    try PythonPool(python: try .find(), limits: limits, hashSeeds: [1, 2])
  }

  /// Skips a test where programs cannot be isolated, and says what is missing.
  static var isNeeded: some SuiteTrait & TestTrait {
    .enabled(if: capability.isComplete, "skipped: \(capability.summary)")
  }

  /// Runs `f()` of a program.
  static func run(
    _ source: String, _ arguments: String..., seed: Int = 0
  ) throws -> PythonOutcome {
    try pool.get().run([
      .init(PythonRequest(source: source, call: .function("f", arguments: arguments)), seed: seed)
    ])[0]
  }
}

extension PythonOutcome {
  var isValue: Bool { if case .value = self { true } else { false } }
  var isEscapeAttempt: Bool { if case .escapeAttempt = self { true } else { false } }
  var limit: Limit? { if case .limit(let limit, _) = self { limit } else { nil } }
}
