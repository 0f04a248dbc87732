import LanguageModel

/// The weights that a run began from, unchanged: the proposer of a run whose proposer is frozen, and
/// the policy that divergence is measured against.
public struct BasePolicy {
  let sampler: Sampler
  /// Used for log-probabilities alone.
  let scorer: Trainer

  /// Wraps weights that nobody else changes.
  public init(model: LanguageModel, settings: SelfPlaySettings, threads: Int) {
    sampler = Sampler(
      model: model, threads: threads, shards: settings.shards, rowsAtOnce: settings.rowsAtOnce)
    scorer = Trainer(model: model, shards: settings.shards, threads: threads)
  }
}
