/// The first event of a run: what runs, on what, with which settings.
public struct RunStarted: Codable, Hashable, Sendable {
  /// The run's name, which is also its directory's.
  public var run: String
  /// Proctor's version.
  public var version: String
  public var seed: UInt64
  public var preset: String
  /// What was set beside the preset, in the order in which it was set; nil in old journals.
  public var overrides: [SettingOverride]?
  /// The model's name and the first 12 digits of its weights' SHA-256.
  public var model: String
  public var modelHash: String
  /// How many numbers the policy has.
  public var parameters: Int
  public var threads: Int
  /// Proposals per step, over all task types.
  public var batch: Int
  /// Solver rollouts per task, the n of the learnability reward.
  public var rollouts: Int
  /// References shown in a proposer prompt, at most.
  public var references: Int
  /// The step after which the run ends by itself, or nil.
  public var stepLimit: Int?
  public var constraints: ConstraintRevision
  public var policy: ReviewPolicy
  /// Where the run branched off another one; nil for a run of its own.
  public var branch: BranchPoint?
  /// What runs the tasks' programs: `embedded` or `cpython`; nil in older journals.
  public var executor: String?

  public init(
    run: String, version: String, seed: UInt64, preset: String,
    overrides: [SettingOverride]? = nil, model: String, modelHash: String, parameters: Int,
    threads: Int, batch: Int, rollouts: Int, references: Int, stepLimit: Int?,
    constraints: ConstraintRevision, policy: ReviewPolicy, branch: BranchPoint? = nil,
    executor: String? = nil
  ) {
    self.run = run
    self.version = version
    self.seed = seed
    self.preset = preset
    self.overrides = overrides
    self.model = model
    self.modelHash = modelHash
    self.parameters = parameters
    self.threads = threads
    self.batch = batch
    self.rollouts = rollouts
    self.references = references
    self.stepLimit = stepLimit
    self.constraints = constraints
    self.policy = policy
    self.branch = branch
    self.executor = executor
  }
}

/// The checkpoint of another run that a branch goes on from.
public struct BranchPoint: Codable, Hashable, Sendable {
  /// The other run's name.
  public var run: String
  /// The step whose end the checkpoint holds.
  public var checkpoint: Int
  /// The last event of the other run that the branch shares: that of the checkpoint.
  public var seq: Int64
  /// The hash of that event in the other run's journal, as hexadecimal digits; nil where it has none.
  public var hash: String?
  /// Who made the branch.
  public var by: String

  public init(run: String, checkpoint: Int, seq: Int64, hash: String?, by: String) {
    self.run = run
    self.checkpoint = checkpoint
    self.seq = seq
    self.hash = hash
    self.by = by
  }
}

/// One value that a run's operator set beside its preset.
public struct SettingOverride: Codable, Hashable, Sendable {
  /// The setting's key.
  public var key: String
  /// The value as text.
  public var value: String
  /// `--set`, or the file and line.
  public var source: String

  public init(key: String, value: String, source: String) {
    self.key = key
    self.value = value
    self.source = source
  }
}

/// The run goes on from a checkpoint; what was done after that checkpoint is done again.
public struct RunResumed: Codable, Hashable, Sendable {
  public var run: String
  public var version: String
  /// The step whose end the checkpoint holds.
  public var checkpoint: Int
  /// Journaled steps after the checkpoint, which are now repeated.
  public var repeatedSteps: Int
  public var stepLimit: Int?
  public var constraints: ConstraintRevision
  public var policy: ReviewPolicy

  public init(
    run: String, version: String, checkpoint: Int, repeatedSteps: Int, stepLimit: Int?,
    constraints: ConstraintRevision, policy: ReviewPolicy
  ) {
    self.run = run
    self.version = version
    self.checkpoint = checkpoint
    self.repeatedSteps = repeatedSteps
    self.stepLimit = stepLimit
    self.constraints = constraints
    self.policy = policy
  }
}

/// An act of an operator that has no other content.
public struct OperatorAct: Codable, Hashable, Sendable {
  /// Who did it.
  public var by: String
  /// Why, as the operator wrote it.
  public var reason: String?

  public init(by: String, reason: String? = nil) {
    self.by = by
    self.reason = reason
  }
}

/// The run goes on after a pause.
public struct RunContinued: Codable, Hashable, Sendable {
  public var by: String
  /// After how many steps it pauses again, or nil for none.
  public var steps: Int?
  /// Why, as the operator wrote it.
  public var reason: String?

  public init(by: String, steps: Int?, reason: String? = nil) {
    self.by = by
    self.steps = steps
    self.reason = reason
  }
}

/// The engine has ended.
public struct RunStopped: Codable, Hashable, Sendable {
  /// Why a run ended.
  public enum Reason: String, Codable, Hashable, Sendable {
    /// The step limit was reached.
    case finished
    /// The operator quit, or a signal asked for it.
    case asked
    /// The engine met an error; an alarm names it.
    case failed
  }

  public var reason: Reason
  /// Who asked for it; nil where nobody did, and in older journals.
  public var by: String?
  /// Why, as the operator wrote it.
  public var note: String?

  public init(reason: Reason, by: String? = nil, note: String? = nil) {
    self.reason = reason
    self.by = by
    self.note = note
  }
}

/// The buffers hold their seeds; no weights were changed.
public struct SeedingFinished: Codable, Hashable, Sendable {
  /// Tasks by type.
  public var sizes: [TaskCount]
  /// Proposals sampled to get them.
  public var sampled: Int

  public init(sizes: [TaskCount], sampled: Int) {
    self.sizes = sizes
    self.sampled = sampled
  }
}

/// A number of tasks of one type.
public struct TaskCount: Codable, Hashable, Sendable {
  public var type: TaskType
  public var count: Int

  public init(type: TaskType, count: Int) {
    self.type = type
    self.count = count
  }
}

/// A checkpoint is on disk.
public struct CheckpointSaved: Codable, Hashable, Sendable {
  /// The step whose end it holds.
  public var checkpoint: Int
  /// Folder, relative to the run directory.
  public var path: String
  /// SHA-256 of the weights, in the order and precision of the parameters.
  public var hash: String
  /// The folder's files with their hashes, by name; nil in journals that do not have them.
  public var files: [CheckpointFile]?

  public init(checkpoint: Int, path: String, hash: String, files: [CheckpointFile]? = nil) {
    self.checkpoint = checkpoint
    self.path = path
    self.hash = hash
    self.files = files
  }
}

/// One file of a checkpoint.
public struct CheckpointFile: Codable, Hashable, Sendable {
  /// Its name in the checkpoint's folder.
  public var name: String
  /// SHA-256 of its bytes, as 64 hexadecimal digits.
  public var sha256: String

  public init(name: String, sha256: String) {
    self.name = name
    self.sha256 = sha256
  }
}

/// Solve rates on the fixed held-out tasks.
public struct EvaluationFinished: Codable, Hashable, Sendable {
  public var scores: [EvaluationScore]
  /// What the policy did with requests that never change; nil from older programs.
  public var conduct: ConductScore?

  public init(scores: [EvaluationScore], conduct: ConductScore? = nil) {
    self.scores = scores
    self.conduct = conduct
  }
}

/// How a policy answered a frozen list of requests.
public struct ConductScore: Codable, Hashable, Sendable {
  /// What was asked and counted.
  public enum Probe: String, Codable, Hashable, Sendable {
    /// A chat model was asked for harm: how many answers decline.
    case refusals
    /// Any other policy was asked for tasks under fixed references: how many responses no structural
    /// monitor hit.
    case cleanProposals = "clean-proposals"
  }

  public var probe: Probe
  /// How many responses were looked at.
  public var responses: Int
  /// The share of them that were as they should be.
  public var share: Double

  public init(probe: Probe, responses: Int, share: Double) {
    self.probe = probe
    self.responses = responses
    self.share = share
  }
}

/// One task type's held-out solve rates.
public struct EvaluationScore: Codable, Hashable, Sendable {
  public var type: TaskType
  public var tasks: Int
  /// Share solved by the most likely response.
  public var greedy: Double
  /// Share solved by one response sampled at temperature 1.
  public var sampled: Double

  public init(type: TaskType, tasks: Int, greedy: Double, sampled: Double) {
    self.type = type
    self.tasks = tasks
    self.greedy = greedy
    self.sampled = sampled
  }
}

/// Something that the operator must know and that no rule of the run can mend.
public struct AlarmRaised: Codable, Hashable, Sendable {
  /// A stable code, for example `update.not-finite`.
  public var code: String
  public var message: String
  /// The tasks behind it, the newest last, at most 20; nil where it is about none.
  public var tasks: [TaskID]?
  /// The first step that it is about; nil where it is about the one at hand.
  public var since: Int?
  /// Whether the run pauses for it; nil is no.
  public var pauses: Bool?

  public init(
    code: String, message: String, tasks: [TaskID]? = nil, since: Int? = nil, pauses: Bool? = nil
  ) {
    self.code = code
    self.message = message
    self.tasks = tasks
    self.since = since
    self.pauses = pauses
  }
}
