extension SettingDescriptor {
  /// What proposers are shown and what they must write.
  static let proposalSettings: [SettingDescriptor] = [
    .integer(
      "references", .proposals, \.references, 0...64,
      "References in a proposer prompt, K; those that do not fit the context are left out.",
      .fixed("own choice: the nano context has room for 2"),
      .both(6, "paper table 3; io_n 6"), .collapse(nil, "as fixed"),
      .chat(1, "own choice: prompts cost most of a step; a worked example follows")),
    .choice(
      "reference-draw", .proposals, \.referenceDraw,
      "Whether references are drawn uniformly or by the weight of their step.",
      .fixed("paper appendix D.3: drawing by recency may collapse"),
      .both("uniform", "paper section 3.3.2; gen_data_probabilities_strategy uniform")),
    .integer(
      "pairs", .proposals, \.pairs, 2...64,
      "Pairs of an induction task, N; the first half is shown.",
      .fixed("own choice: the nano context has room for 6"),
      .both(10, "paper section 3.2; num_inputs 10"),
      .chat(4, "own choice: what a model of 135 M parameters can still list")),
    .integer(
      "seed-factor", .proposals, \.seedFactor, 1...64,
      "Seeds per buffer as a multiple of a type's share of the batch, S.",
      .fixed("paper section 3.3.1"), .both(4, "paper section 3.3.1; seed_batch_factor 4"),
      .chat(2, "own choice: seeding takes as long as a step")),
    .flag(
      "shipped-seeds", .proposals, \.shippedSeeds,
      "Whether the shipped model begins with seeds sampled from it once, where they fit the rest.",
      .fixed("own choice: a run begins at once; the code reads seed files, too"),
      .both(false, "paper section 3.3.1")),
    .flag(
      "reject-repeats", .proposals, \.rejectsRepeats,
      "Whether a proposal that repeats a task to the letter is rejected.",
      .fixed("measured: a tiny policy repeats itself, and repeats are cheap"),
      .both(false, "only seeding removes repeats"),
      .collapse(false, "own choice: lets the buffer fill with repeats")),
    .flag(
      "reject-clones", .proposals, \.rejectsClones,
      "Whether a program that the buffer has but for names and constants is rejected.",
      .fixed("measured: without it programs shrink and repeat each other"),
      .both(false, "not in the paper"),
      .collapse(false, "own choice: lets the buffer fill with clones")),
    .flag(
      "check-messages", .proposals, \.checksMessages,
      "Whether an induction message that gives the program away is refused.",
      .fixed("own choice: the message must not be the answer"),
      .paper(false, "paper section 3.2: no constraint on the message"),
      .code(false, "defect B11: the prompt forbids it and nothing checks it")),
    .flag(
      "single-function", .proposals, \.singleFunction,
      "Whether a program may have one def alone, methods and nested functions included.",
      .fixed("own choice: the prompt invites both"), .paper(false, "not in the paper"),
      .code(true, "defect: reject_multiple_functions counts indented defs, too")),
    .number(
      "composite-probability", .proposals, \.compositeProbability, 0...1,
      "The probability that a proposer must use given functions.",
      .fixed("off"), .both(0, "paper appendix D.2; off")),
    .integer(
      "composite-functions", .proposals, \.compositeFunctions, 1...8,
      "The most functions that a composite proposal must use.",
      .fixed("paper appendix D.2"), .both(3, "paper appendix D.2: c from 1 to 3")),
    .integer(
      "composite-start", .proposals, \.compositeStart, 0...1_000_000,
      "The step after which composites begin and their schedule runs; 0 for at once and all.",
      .fixed("off"), .paper(0, "paper appendix D.2: p = 0.5 throughout"),
      .code(100, "scheduler of master: from step 101, every 50 steps one function and 0.01 more")),
    .choice(
      "guide", .proposals, \.guide,
      "Who scores tasks for relevance, cleanliness and novelty.",
      .fixed("off"), .both("off", "not in the paper (SGS, arXiv 2604.20209)")),
  ]

  /// Which tasks are kept and solved.
  static let taskSettings: [SettingDescriptor] = [
    .integer(
      "buffer-capacity", .tasks, \.bufferCapacity, 1...10_000_000,
      "The largest number of tasks in a buffer.",
      .fixed("paper table 3"), .both(16_384, "paper table 3; max_programs 16384")),
    .choice(
      "eviction", .tasks, \.eviction, "What leaves a full buffer.",
      .fixed("own choice: the oldest leaves"), .paper(nil, "the paper does not say; as fixed"),
      .code("newest", "defect B4: truncate_datasets drops the newest rows")),
    .flag(
      "pin-seeds", .tasks, \.pinsSeeds, "Whether seeds stay in a full buffer.",
      .fixed("off"), .both(nil, "not in the paper; off")),
    .choice(
      "buffer-filter", .tasks, \.bufferFilter, "Which solved tasks enter the buffer.",
      .fixed("paper section 3.3.2"), .both("all", "paper section 3.3.2; valid_program_filter all")),
    .share(
      "target-solve-rate", .tasks, \.targetSolveRate,
      "Tasks whose solve rate falls outside are not admitted and earn what the extremes earn.",
      .fixed("paper: all valid tasks are admitted"), .both("0-1", "paper section 3.3.2")),
  ]

  /// What the executor allows.
  static let executorSettings: [SettingDescriptor] = [
    .integer(
      "executor-steps", .executor, \.executorSteps, 10...100_000_000,
      "Executor steps of one call: the same verdict on every machine.",
      .fixed("own choice in place of wall-clock time"),
      .both(2_000, "own; the official executor allows 10 s of wall-clock time")),
    .integer(
      "executor-seconds", .executor, \.executorSeconds, 1...3_600,
      "Seconds of processor time of one program under --executor cpython; then it is invalid.",
      .fixed("paper section 3.2; timeout_length 10"),
      .both(10, "paper section 3.2; timeout_length 10")),
    .integer(
      "determinism-runs", .executor, \.determinismRuns, 2...16,
      "Independent runs of a proposal, whose outputs must agree.",
      .fixed("paper section 3.3.3: j = 2"), .paper(2, "paper section 3.3.3"),
      .code(2, "the code calls f twice in one process and accepts on failure (B1); not repeated")),
    .flag(
      "strict-types", .executor, \.strictTypes,
      "Whether 1, 1.0 and True are different answers.",
      .fixed("off: Python value equality"), .both(false, "templates.py compares values with ==")),
    .number(
      "verified-share", .executor, \.verifiedShare, 0...1,
      "Share of admitted tasks and of grades that are verified again, independently.",
      .fixed("own choice: 5 % is a fair audit at little cost"),
      .both(nil, "not in the paper; as fixed")),
    .integer(
      "longest-output", .executor, \.longestOutput, 1...100_000,
      "The longest repr of a task's output, in characters; longer ones are rejected.",
      .fixed("own choice: what the nano policy can write"),
      .paper(nil, "the paper sets no limit; as fixed"),
      .code(nil, "as fixed: the code cuts outputs at 400 characters (B6), which is not repeated")),
  ]
}
