extension SettingDescriptor {
  /// What responses earn.
  static let rewardSettings: [SettingDescriptor] = [
    .number(
      "reward-malformed", .rewards, \.rewards.malformed, -100...100,
      "A malformed response, and a proposal that is not a valid task.",
      .fixed("paper equation 6"), .both(-1, "paper equation 6; reward_managers.py")),
    .number(
      "reward-wrong", .rewards, \.rewards.wrong, -100...100,
      "A well-formed answer that is wrong.",
      .fixed("paper equation 6"), .both(-0.5, "paper equation 6; reward_managers.py")),
    .number(
      "reward-unlearnable", .rewards, \.rewards.unlearnable, -100...100,
      "A task that is always or never solved.",
      .fixed("paper equation 4"), .paper(0, "paper equation 4"),
      .code(-0.5, "reward_managers.py: a base reward of 0 counts as wrong (thread 37)")),
    .number(
      "reward-duplicate", .rewards, \.rewards.duplicate, -100...100,
      "A valid proposal that repeats a task to the letter, where repeats are rejected.",
      .fixed("own choice: between wrong and malformed"),
      .both(nil, "repeats are not rejected during self-play")),
    .choice(
      "proposer-reward", .rewards, \.rewards.shape, "What a solve rate is worth to its proposer.",
      .fixed("paper equation 4"),
      .both("learnability", "paper equation 4; generation_accuracy_convertion one_minus")),
    .number(
      "target-rate", .rewards, \.rewards.targetRate, 0...1,
      "The solve rate that the reward shape target aims at.",
      .fixed("used by the shape target alone"), .both(nil, "not in the paper")),
    .share(
      "reward-band", .rewards, \.rewards.band,
      "Solve rates outside earn what the extremes earn; their tasks are admitted.",
      .fixed("off"), .both("0-1", "not in the paper (two-sided clip of SeRL)")),
    .choice(
      "induction-reward", .rewards, \.rewards.induction, "How an induction answer is rewarded.",
      .fixed("paper section 3.2"), .both("all", "code_f_reward_type binary")),
    .number(
      "clone-penalty", .rewards, \.rewards.clonePenalty, 0...10,
      "Cost of the share of the step's proposals that have the same structure.",
      .fixed("off"), .both(0, "not in the paper (R-Zero's cluster share)")),
    .number(
      "complexity-weight", .rewards, \.rewards.intrinsic.complexity, -10...10,
      "Intrinsic reward of cognitive complexity over 15.",
      .fixed("off"), .both(0, "paper appendix D; code_reward.py, disabled")),
    .number(
      "halstead-weight", .rewards, \.rewards.intrinsic.halstead, -10...10,
      "Intrinsic reward of Halstead effort, volume and cyclomatic complexity.",
      .fixed("off"), .both(0, "paper appendix D; code_reward.py, disabled")),
    .number(
      "distance-weight", .rewards, \.rewards.intrinsic.distance, -10...10,
      "Intrinsic reward of the mean distance from the references, names and constants masked.",
      .fixed("off"), .both(0, "paper appendix D (mean_edit_distance), disabled")),
    .number(
      "diversity-weight", .rewards, \.rewards.intrinsic.diversity, -10...10,
      "Intrinsic reward of the answer's surprise.",
      .fixed("off"), .both(0, "paper appendix D (answer_diversity), disabled")),
    .number(
      "intrinsic-maximum", .rewards, \.rewards.intrinsic.maximum, 0...10,
      "The most that one intrinsic reward is worth.",
      .fixed("code_reward.py"), .both(0.5, "code_reward.py: max 0.5")),
    .choice(
      "intrinsic-rule", .rewards, \.rewards.intrinsic.rule,
      "How intrinsic rewards join the base reward.",
      .fixed("paper equation 11"), .both("sum", "paper equations 11 to 14; sum is most stable")),
    .choice(
      "answer-diversity", .rewards, \.rewards.intrinsic.answers,
      "Whether an answer's surprise is counted flat or by type and value.",
      .fixed("code_reward.py"), .both("flat", "code_reward.py; a hierarchical variant exists")),
    .number(
      "guide-weight", .rewards, \.rewards.guideWeight, 0...1,
      "How much of the base reward the Guide's score decides, where there is a Guide.",
      .fixed("own choice"), .both(nil, "not in the paper")),
  ]

  /// How the weights change.
  static let updateSettings: [SettingDescriptor] = [
    .choice(
      "whitening", .update, \.whitening, "Whether responses or tokens are normalised in a cell.",
      .fixed("paper equation 8"), .paper("responses", "paper equation 8"),
      .code("tokens", "torch_functional.masked_whiten: long responses weigh more")),
    .choice(
      "loss-mean", .update, \.lossMean, "What the loss is averaged over.",
      .fixed("the official code's token mean"),
      .paper("responses", "paper equation 9: 1/|o| within each response"),
      .code("tokens", "token mean over the batch")),
    .single(
      "learning-rate", .update, \.learningRate, 1e-9...0.1,
      "Learning rate of AdamW in the first step.",
      .fixed("measured: 2e-4 keeps the base's skill, 8e-4 destroys it"),
      .both(1e-6, "paper table 3; for models of billions of parameters"),
      .collapse(
        6e-4,
        "measured: in 30 steps uniqueness falls from .97 to .56 and lines from 4.7 to 3.5, while the "
          + "solve rate rises"),
      .chat(1e-5, "own choice: ten times that of the paper, whose models are larger")),
    .integer(
      "rate-halving", .update, \.rateHalving, 0...1_000_000,
      "Steps until the rate is half: it falls as 1 / (1 + steps / this); 0 for a constant one.",
      .fixed(
        "measured: at a constant 2e-4 skill is lost again after 100 steps, at 1e-4 it is kept"),
      .both(0, "paper table 3: a constant rate"), .collapse(0, "a falling rate would hold it up"),
      .chat(0, "own choice: runs of chat models are short")),
    .integer(
      "minibatch", .update, \.minibatch, 1...1_000_000,
      "Rows of one optimiser update.",
      .fixed("measured: 192 with 2e-4"),
      .both(384, "main_azr_ppo.py: the whole batch, one optimiser step"),
      .collapse(48, "measured: many noisy updates a step"),
      .chat(48, "own choice: a step is one update")),
    .single(
      "weight-decay", .update, \.weightDecay, 0...1, "Decoupled weight decay of AdamW.",
      .fixed("paper table 3"), .both(0, "paper table 3")),
    .single(
      "gradient-clip", .update, \.gradientClip, 0...1_000,
      "The largest norm of a gradient; 0 for none.",
      .fixed("paper table 3"), .both(1, "paper table 3; grad_clip 1.0")),
    .single(
      "clip", .update, \.clip, 0...10, "How far the probability ratio may fall below 1.",
      .fixed("paper equation 9"), .both(0.2, "paper equation 9; clip_ratio 0.2")),
    .single(
      "clip-high", .update, \.clipHigh, 0...10, "How far the probability ratio may rise above 1.",
      .fixed("paper equation 9"), .both(0.2, "paper equation 9; 0.28 on the code's master")),
    .single(
      "entropy-coefficient", .update, \.entropyCoefficient, -1...1,
      "What a nat of entropy per token is worth.",
      .fixed("measured: none is needed"), .paper(0.001, "paper table 3"),
      .code(0.001, "YAML of the paper branch; 0 on master")),
    .single(
      "divergence-coefficient", .update, \.divergenceCoefficient, 0...100,
      "What a nat of KL divergence from the base model costs, per token (k3 of Schulman 2020).",
      .fixed("paper: no KL term"), .both(0, "paper table 3: no KL in loss or reward")),
  ]
}
