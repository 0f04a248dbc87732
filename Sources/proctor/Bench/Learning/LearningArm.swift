import ArgumentParser
import SelfPlay

/// One way to run the loop, to be compared with the others.
enum LearningArm: String, CaseIterable, Codable, ExpressibleByArgument {
  /// The settings as they are: proposer and solver learn.
  case `default`
  /// Nothing learns.
  case noUpdates = "no-rl"
  /// The base model proposes; the solver learns.
  case frozenProposer = "frozen-proposer"
  /// The policy proposes, but only solver rows train.
  case solverOnly = "solver-only"

  /// The arm's settings, made of those of the default.
  func settings(_ settings: SelfPlaySettings) -> SelfPlaySettings {
    var settings = settings
    switch self {
    case .default: break
    case .noUpdates: settings.updates = false
    case .frozenProposer: settings.frozenProposer = true
    case .solverOnly: settings.solverOnly = true
    }
    return settings
  }
}
