import Core
import Foundation
import Journal
import SelfPlay

/// What a run was started with: kept in the run directory, so that it can be resumed as it was.
public struct RunConfiguration: Codable, Hashable, Sendable {
  public var seed: UInt64
  public var settings: SelfPlaySettings
  /// What was set beside the settings' preset, for the record.
  public var overrides: [SettingOverride]?
  /// The checkpoint that the run began from, or nil for the embedded nano model.
  public var model: String?
  /// The step after which the run ends by itself, or nil.
  public var stepLimit: Int?
  public var policy: ReviewPolicy
  public var constraints: Constraints
  /// Steps between held-out evaluations; 0 for none.
  public var evaluationInterval: Int
  /// How many of the newest checkpoints are kept; nil for all.
  public var checkpointsKept: Int?
  /// What runs the tasks' programs; nil in the configurations of older programs.
  public var executor: ExecutorChoice?
  /// How the run is overseen; nil in the configurations of older programs.
  public var oversight: OversightOptions?

  /// How the run is overseen.
  public var oversightOptions: OversightOptions { oversight ?? OversightOptions() }

  /// - Parameter constraints: By default those that forbid nothing, with the settings' task mix and
  ///   target solve rates.
  public init(
    seed: UInt64, settings: SelfPlaySettings = SelfPlaySettings(),
    overrides: [SettingOverride]? = nil, model: String? = nil, stepLimit: Int? = nil,
    policy: ReviewPolicy = .observe, constraints: Constraints? = nil, evaluationInterval: Int = 50,
    checkpointsKept: Int? = 10, executor: ExecutorChoice = .embedded,
    oversight: OversightOptions? = nil
  ) {
    self.oversight = oversight
    self.seed = seed
    self.settings = settings
    self.overrides = overrides
    self.model = model
    self.stepLimit = stepLimit
    self.policy = policy
    self.constraints =
      constraints
      ?? Constraints(taskMix: settings.taskMix, targetSolveRate: settings.targetSolveRate)
    self.evaluationInterval = evaluationInterval
    self.checkpointsKept = checkpointsKept
    self.executor = executor
  }

  /// Reads a run's configuration.
  public init(in directory: RunDirectory) throws(RunSessionError) {
    let path = directory.configurationPath
    do {
      self = try JSONDecoder().decode(
        RunConfiguration.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw RunSessionError(
        code: .configuration, message: "the configuration cannot be read: \(error.brief)",
        context: path)
    }
  }

  /// Writes it to a run's directory.
  public func write(in directory: RunDirectory) throws(RunSessionError) {
    let path = directory.configurationPath
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw RunSessionError(
        code: .configuration, message: "the configuration cannot be written: \(error.brief)",
        context: path)
    }
  }
}

/// Why a run could not be started, saved or resumed.
public struct RunSessionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  public enum Code: String, Hashable, Sendable {
    case configuration
    case checkpoint
    case model
    case journal
    case executor
  }

  public let code: Code
  public let message: String
  /// The file or folder it is about.
  public let context: String

  public init(code: Code, message: String, context: String) {
    self.code = code
    self.message = message
    self.context = context
  }

  public var description: String { "\(context): \(message)" }
}

extension Error {
  /// One line for people.
  var brief: String {
    switch self {
    case let error as DecodingError: error.place
    case let error as any CustomStringConvertible: error.description
    default: localizedDescription
    }
  }
}

extension DecodingError {
  /// Which field is wrong, and how.
  fileprivate var place: String {
    let context: Context? =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .keyNotFound(_, let context), .dataCorrupted(let context):
        context
      @unknown default: nil
      }
    guard let context else { return "it is not what it should be" }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return (path.isEmpty ? "" : "field \(path): ") + context.debugDescription
  }
}
