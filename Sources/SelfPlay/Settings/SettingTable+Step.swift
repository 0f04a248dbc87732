extension SettingDescriptor {
  /// How large a step is, and which part of it learns.
  static let stepSettings: [SettingDescriptor] = [
    .integer(
      "batch", .step, \.batch, 3...100_000,
      "Proposals in a step over all task types, shared out by the task mix.",
      .fixed("measured: 48 proposals with 6 rollouts keep a small base's skill"),
      .both(192, "paper table 3 and scripts/selfplay: 64 of each of 3 task types"),
      .collapse(48, "as fixed"),
      .chat(6, "measured: a step of SmolLM2-135M takes about half a minute")),
    .integer(
      "rollouts", .step, \.rollouts, 2...1_024,
      "Solver rollouts per task, the n of the learnability reward.",
      .fixed("measured: 6 rows a task train as well as 8 at three quarters of the time"),
      .both(8, "paper table 3; azr.reward.n_samples in the scripts"),
      .collapse(6, "as fixed"),
      .chat(4, "measured: as batch")),
    .integer(
      "most-rollouts", .step, \.mostRollouts, 0...4_096,
      "Solver rollouts per task at most, where the first are all right or all wrong.",
      .fixed("off: 0 asks for no more than rollouts"), .both(0, "not in the paper; off")),
    .choice(
      "solver-rows", .step, \.solverRows,
      "Whether the rollouts that estimate solve rates train, or one more of each task.",
      .fixed("own choice: the paper discards four fifths of its sampling"),
      .both("separate", "paper section 3.3.3; estimates are never trained on")),
    .choice(
      "solver-mix", .step, \.solverMix, "Which tasks the solver batch has.",
      .fixed("paper section 3.3.2"),
      .both("max-new", "paper section 3.3.2; pred_data_mix_strategy max_new")),
    .flag(
      "solver-lag", .step, \.solverLags,
      "Whether the solver trains on the tasks of the step before.",
      .fixed("paper algorithm 1: the same step"), .paper(false, "paper algorithm 1"),
      .code(true, "defect: azr_ray_trainer.py builds the solver's batch before proposing")),
    .mix(
      "task-mix", .step, \.taskMix,
      "Weights of deduction/abduction/induction, and if given of error deduction.",
      .fixed("paper table 3: equal batches"),
      .both(nil, "paper table 3; error deduction is implemented but off (appendix D.1)")),
    .single(
      "temperature", .step, \.temperature, 0.01...5,
      "Temperature of all training rollouts, those that estimate solve rates included.",
      .fixed("paper table 3"),
      .both(1, "paper table 3; greedy estimates (B5 of the code's master) are refused"),
      .chat(0.7, "measured: of one prompt's proposals 24 of 32 were valid at 0.6, 13 at 0.8")),
    .integer(
      "longest-proposal", .step, \.longestProposal, 8...32_768,
      "Sampled tokens, at most, of a proposer's response.",
      .fixed("measured: the nano base's proposals have 60 tokens on average"),
      .both(8_096, "paper table 3: max response; the model's context bounds it"),
      .chat(96, "measured: proposals of SmolLM2-135M have 40 tokens on average")),
    .integer(
      "longest-solution", .step, \.longestSolution, 8...32_768,
      "Sampled tokens, at most, of a solver's response.",
      .fixed("measured: room for three tries of abduction"),
      .both(8_096, "paper table 3: max response; the model's context bounds it"),
      .chat(80, "own choice: a comment and an assertion")),
    .flag(
      "updates", .step, \.updates,
      "Whether the policy learns; without updates a run shows what its base does.",
      .fixed("paper algorithm 1"), .both(nil, "paper algorithm 1")),
    .flag(
      "frozen-proposer", .step, \.frozenProposer,
      "Whether the base model proposes in the policy's place; no proposer row trains.",
      .fixed("off: a control for experiments"), .both(nil, "not in the paper; off")),
    .integer(
      "warmup-steps", .step, \.warmupSteps, 0...1_000_000,
      "Steps at the beginning in which only solver rows train.",
      .fixed("off"), .both(0, "pretrain_pred_steps; off in the scripts")),
    .flag(
      "solver-only", .step, \.solverOnly,
      "Whether only solver rows train; the policy still proposes.",
      .fixed("off"), .both(nil, "ablation of paper table 2 (train_propose False); off")),
  ]

  /// How a step is computed; nothing here changes what the loop is.
  static let machineSettings: [SettingDescriptor] = [
    .integer(
      "checkpoint-interval", .machine, \.checkpointInterval, 1...1_000_000,
      "Steps between checkpoints.",
      .fixed("own choice: a checkpoint is 11 MB"), .both(10, "scripts/selfplay: save_freq 10"),
      .chat(25, "own choice: a checkpoint of 135 M parameters is 1.6 GB")),
    .integer(
      "shards", .machine, \.shards, 1...256,
      "Data shards; results depend on their number, never on the number of threads.",
      .fixed("own choice: one for each of two cores"), .both(nil, "own; as fixed")),
    .integer(
      "rows-at-once", .machine, \.rowsAtOnce, 1...4_096,
      "Rollouts that each shard samples together.",
      .fixed("measured: memory for keys and values against speed"), .both(nil, "own; as fixed"),
      .chat(12, "own choice: half a step's rollouts; memory is keys and values")),
  ]
}
