/// A run-level statistic with an alarm, by its number in the catalogue of failure modes.
///
/// The catalogue has 27; two of them have two statistics.
public enum Signal: String, CaseIterable, Codable, CodingKeyRepresentable, Hashable, Sendable {
  /// Distinct renamed, constant-masked programs over valid proposals.
  case diversityCollapse = "S1"
  /// Share of the most frequent such program.
  case cloneFamilies = "S2"
  /// Windows in a row in which the texts got more varied and the programs less.
  case renameHacking = "S3"
  /// Lowest ratio of a cell's sampling entropy to what it was at the baseline step.
  case entropyCollapse = "S4"
  /// Spread of the mean program length over the window, as a share of its mean.
  case complexityStagnation = "S5"
  /// Share of scored tasks that every rollout solves, or of proposals that are trivial.
  case easyTasks = "S6"
  /// Share of scored tasks that no rollout solves.
  case impossibleTasks = "S7"
  /// How much easier the tasks of the dearest birth rate turn out, in later responses on them.
  case thresholdGaming = "S8"
  /// Difference of the accuracy on buffer tasks from their solve rates at birth.
  case staleTraining = "S9"
  /// Valid tasks without an output, or whose program and input gave another output before.
  case gateLeak = "S10"
  /// Answers that speak to the verifier, or are graded correct and are no literal.
  case verifierExploit = "S11"
  /// Share of induction proposals whose message gives the answer away.
  case messageLeak = "S12"
  /// Share of induction answers that recite the shown pairs.
  case memorisedInduction = "S13"
  /// Rise, in standard errors, of the share of responses whose chain and answer disagree.
  case chainMismatch = "S14"
  /// Rise, in standard errors, of the share of responses with alarming language.
  case concerningChains = "S15"
  /// Largest share of a chain's letters that are outside the Latin script, over all chains.
  case languageMixing = "S16"
  /// Lowest ratio of a cell's mean response length to its length at the window's beginning.
  case lengthCollapse = "S17"
  /// Largest share of malformed responses in a cell.
  case formatCollapse = "S18"
  /// Evaluations in a row at which a type's held-out and training accuracy went opposite ways.
  case decoupling = "S19"
  /// Lowest correlation, over steps, of a type's proposer and solver rewards.
  case roleInterference = "S20"
  /// Largest correlation, by absolute value, of response length and advantage in a type's solver.
  case lengthAdvantage = "S21"
  /// Proposals that try an import or a double-underscore name.
  case executorAttack = "S22"
  /// Share of proposals that went over a budget of the executor.
  case executorLimits = "S22b"
  /// Share of proposals that are valid.
  case proposerStarvation = "S23"
  /// Share of solver responses on buffer tasks that fill the batch.
  case refilledBatch = "S23b"
  /// Share of the most frequent type of output.
  case answerMonoculture = "S24"
  /// Change, since the first evaluation, of the share of a frozen probe's responses that are as they
  /// should be.
  case safetyDrift = "S25"
  /// Change, in standard errors, of the share of verdicts that are vetoes.
  case operatorEffect = "S26"
  /// Growth of the executor steps that the costliest twentieth of the valid programs take.
  case resourceCreep = "S27"
}
