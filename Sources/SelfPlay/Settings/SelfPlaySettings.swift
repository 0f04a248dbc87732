import Core

/// Every number that decides how a run learns.
///
/// The default is the `fixed` preset at nano scale. It follows the paper but for these choices:
/// the n rollouts that estimate a task's solve rate are also the solver's training rows (the paper
/// discards them, four fifths of all sampling); exact repeats are rejected; a response's own
/// rewards, not its tokens, are averaged in the cell statistics. ``SettingDescriptor/all`` says for
/// each one which values are valid and what each preset says.
public struct SelfPlaySettings: Hashable, Sendable {
  /// The name under which the numbers go in the journal.
  public var preset = Preset.fixed.rawValue
  /// Proposals in a step over all task types, shared out by the task mix.
  public var batch = 48
  /// Rollouts per task: the n of the learnability reward. At least 2.
  public var rollouts = 6
  /// References in a proposer prompt, K. The paper shows 6; the nano model's context has room for 2.
  public var references = 2
  /// How references are drawn.
  public var referenceDraw = ReferenceDraw.uniform
  /// Pairs of an induction task, N; the first half is shown.
  public var pairs = 6
  /// Seeds per buffer as a multiple of a type's share of the batch, S.
  public var seedFactor = 4
  /// Whether a run of the shipped model begins with the seeds that ship with it, where what seeds
  /// depend on is as it was when they were sampled: ``seedsAsShipped``.
  public var shippedSeeds = true
  /// The largest number of tasks in a buffer.
  public var bufferCapacity = 16_384
  /// What leaves a full buffer.
  public var eviction = Eviction.oldest
  /// Whether seeds stay in a full buffer.
  public var pinsSeeds = false
  /// Which solved tasks enter the buffer.
  public var bufferFilter = BufferFilter.all
  /// Whether a proposal that repeats a task to the letter is rejected.
  public var rejectsRepeats = true
  /// Whether, after seeding, a program that its buffer or its step has already, but for names and
  /// constants, is rejected as a duplicate. Induction proposers are given their program.
  public var rejectsClones = true
  /// The relative weights of the task types with which a run begins.
  public var taskMix = TaskMix.even
  /// The solve rates of admitted tasks with which a run begins.
  public var targetSolveRate = 0.0...1.0
  /// Which solver rollouts train.
  public var solverRows = SolverRows.estimates
  /// Which tasks the solver batch has.
  public var solverMix = SolverMix.maxNew
  /// Whether the solver is trained on the tasks of the step before, as in the official code.
  public var solverLags = false
  /// Solver rollouts per task at most, where the first n are all right or all wrong; n for no more.
  public var mostRollouts = 0
  /// Steps at the beginning in which only solver rows train.
  public var warmupSteps = 0
  /// Of all training rollouts.
  public var temperature: Float = 1
  /// Sampled tokens, at most, of a proposer's response.
  public var longestProposal = 128
  /// Sampled tokens, at most, of a solver's response.
  public var longestSolution = 224
  /// Whether the policy learns at all. Without updates a run shows what its base does.
  public var updates = true
  /// Whether the base model proposes in the policy's place; then no proposer row trains.
  public var frozenProposer = false
  /// Whether only solver rows train; the policy still proposes.
  public var solverOnly = false
  /// What is normalised within a cell.
  public var whitening = Whitening.responses
  /// What the loss is averaged over.
  public var lossMean = LossMean.tokens
  /// Of AdamW, in the first step. 8e-4 destroys the base's skill.
  public var learningRate: Float = 2e-4
  /// Steps after which the learning rate is half of what it was first; 0 for a constant rate.
  public var rateHalving = 100
  /// Of AdamW, decoupled.
  public var weightDecay: Float = 0
  /// The largest norm of a gradient; 0 for none.
  public var gradientClip: Float = 1
  /// Rows of one optimiser update.
  public var minibatch = 192
  /// The ratio is clipped to 1 - clip ... 1 + clipHigh.
  public var clip: Float = 0.2
  /// The upper bound's distance from 1.
  public var clipHigh: Float = 0.2
  public var entropyCoefficient: Float = 0
  /// What a nat of divergence from the base model costs, per token.
  public var divergenceCoefficient: Float = 0
  /// The composite rewards.
  public var rewards = RewardRules()
  /// Who scores tasks for the Guide role.
  public var guide = GuideKind.off
  /// The probability that a proposer must use given functions; 0 for never.
  public var compositeProbability = 0.0
  /// The most functions that it must use.
  public var compositeFunctions = 3
  /// The step after which composites begin; their number and probability then grow.
  public var compositeStart = 0
  /// Whether an induction message that gives the program away is refused.
  public var checksMessages = true
  /// Whether a program may have one `def` alone, methods and nested functions included.
  public var singleFunction = false
  /// Whether `1`, `1.0` and `True` are different answers.
  public var strictTypes = false
  /// Independent runs of a proposal, whose outputs must agree.
  public var determinismRuns = 2
  /// Share of admitted tasks and of grades that are verified again, independently.
  public var verifiedShare = 0.05
  /// Executor steps of one call.
  public var executorSteps = 2_000
  /// Seconds of processor time of one program in real Python.
  public var executorSeconds = 10
  /// The longest `repr` of a task's output, in characters.
  public var longestOutput = 60
  /// Steps between checkpoints.
  public var checkpointInterval = 50
  /// Fixed number of data shards: results depend on it, never on the number of threads.
  public var shards = 2
  /// Rollouts that each shard samples together. At nano scale eight are the fastest: their keys and
  /// values, 4 kB a position, stay in a near cache, and the weights do anyhow.
  public var rowsAtOnce = 8

  /// The default settings.
  public init() {}

  /// The learning rate after so many steps (inverse time decay).
  func learningRate(after steps: Int) -> Float {
    rateHalving > 0 ? learningRate / (1 + Float(steps) / Float(rateHalving)) : learningRate
  }

  /// Whether everything that seeds depend on is as in the default settings.
  public var seedsAsShipped: Bool {
    let usual = SelfPlaySettings()
    return batch == usual.batch && seedFactor == usual.seedFactor && pairs == usual.pairs
      && executorSteps == usual.executorSteps && longestOutput == usual.longestOutput
      && longestProposal == usual.longestProposal && checksMessages == usual.checksMessages
      && singleFunction == usual.singleFunction && taskMix == usual.taskMix
  }

  /// Whether rows of the proposer enter the update.
  var trainsProposer: Bool { !frozenProposer && !solverOnly }

  /// Solver rollouts per task at most.
  var rolloutLimit: Int { max(rollouts, mostRollouts) }

  /// Whether rows without an advantage have a gradient, too.
  var everyRowHasGradient: Bool { entropyCoefficient != 0 || divergenceCoefficient != 0 }

  /// Whether the run needs the weights that it began from beside those that it trains.
  public var needsBase: Bool {
    frozenProposer || divergenceCoefficient > 0 || guide == .base
  }
}
