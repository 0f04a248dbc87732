import Core
import LanguageModel

extension SelfPlayEngine {
  /// What the official code logs of a step, under its names.
  func metrics(of batch: StepBatch, update: PolicyUpdated?) -> StepMetrics {
    var values: [String: Double] = [:]
    for cell in batch.cells {
      let prefix = cell.officialName + "/"
      for (name, value) in metrics(of: cell, in: batch) { values[prefix + name] = value }
    }
    let sampled = batch.proposals.map(\.row) + batch.solutions.map(\.row)
    let tokens = sampled.reduce(0) { $0 + $1.tokens }
    values["actor/entropy"] =
      tokens > 0
      ? sampled.reduce(0.0) { $0 + $1.entropy * Double($1.tokens) } / Double(tokens) : 0
    values["actor/pg_loss"] = update?.loss
    values["actor/grad_norm"] = update?.gradientNorm
    values["actor/pg_clipfrac"] = update?.clipShare
    values["actor/ppo_kl"] = update?.divergence
    let rate = settings.learningRate(after: state.step)
    values["actor/lr"] = update == nil ? 0 : Double(rate.description)
    for (type, counts) in state.answers ?? [:] {
      guard let type = TaskType(rawValue: type) else { continue }
      let prefix = "types/\(type.officialName)/"
      values[prefix + "distinct_types"] = Double(counts.distinctTypes)
      values[prefix + "unique_values"] = Double(counts.distinctValues)
      for (name, count) in counts.countsByType { values[prefix + "count/" + name] = Double(count) }
    }
    return StepMetrics(values: values)
  }

  private func metrics(of cell: Cell, in batch: StepBatch) -> [String: Double] {
    let rows = batch.rows(of: cell)
    var values: [String: Double] = [:]
    func summarise(_ name: String, _ numbers: [Double]) {
      guard let low = numbers.min(), let high = numbers.max(), let mean = numbers.average else {
        return
      }
      values[name + "/mean"] = mean
      values[name + "/max"] = high
      values[name + "/min"] = low
    }
    let rewards = rows.map(\.reward)
    // Without a divergence term in the reward, score and reward are one; with one reward at the end
    // and no discount, so is the return.
    summarise("critic/score", rewards)
    summarise("critic/rewards", rewards)
    summarise("critic/returns", rewards)
    summarise("critic/advantages", batch.advantages(of: cell, whitening: settings.whitening))
    let lengths = rows.map { Double($0.row.tokens) }
    summarise("response_length", lengths)
    summarise("prompt_length", rows.map { Double($0.row.prompt.count) })
    let room = longestPrompt(
      beforeResponseOf: cell.role == .proposer
        ? settings.longestProposal : settings.longestSolution)
    values["prompt_length/clip_ratio"] = rows.map { $0.row.prompt.count < room ? 0 : 1 }.average
    values["response_length/clip_ratio"] =
      rows.map { $0.row.completion.isFinished ? 0 : 1 }.average
    let reflective = rows.filter { $0.row.response.isReflective }
    values["response_length/reflect_ratio"] =
      rows.isEmpty ? nil : Double(reflective.count) / Double(rows.count)
    values["response_length/correct_reflect_ratio"] =
      rows.isEmpty ? nil : reflective.map { $0.reward >= 1 ? 1 : 0 }.average ?? 0
    // Correct, as the official code counts it: a reward of 1 at least.
    values["correct_response_length/mean"] =
      rows.filter { $0.reward >= 1 }.map { Double($0.row.tokens) }.average
    values["incorrect_response_length/mean"] =
      rows.filter { $0.reward < 1 }.map { Double($0.row.tokens) }.average
    values["format_score"] = rows.map { $0.row.response.isWellFormed ? 1 : 0 }.average
    values["entropy"] = rows.map(\.row.entropy).average
    switch cell.role {
    case .solver:
      values["accuracy"] = rows.map { $0.succeeded ? 1 : 0 }.average
      values["none_ratio"] = rows.map { $0.row.response.answer == nil ? 1 : 0 }.average
    case .proposer: values.merge(proposer(cell.type, in: batch)) { $1 }
    }
    return values
  }

  private func proposer(_ type: TaskType, in batch: StepBatch) -> [String: Double] {
    let proposals = batch.proposals.filter { $0.type == type }
    let valid = proposals.filter { $0.validTask != nil }
    let prices = batch.tasks.indices.filter {
      batch.tasks[$0].origin.isNew && batch.tasks[$0].task.content.type == type
    }.compactMap { batch.scores(ofTask: $0).average }
    let lines = valid.map { Double($0.content.program.split(separator: "\n").count) }
    let measures = valid.map(\.measures)
    return [
      "accuracy": prices.average,
      "none_ratio": proposals.map { $0.content.program.isEmpty ? 1 : 0 }.average,
      "num_valid_programs": Double(valid.count), "avg_program_lines": lines.average ?? 0,
      "complexity": measures.map(\.complexity).average,
      "mean_edit_distance": measures.map(\.distance).average,
      "halstead": measures.map(\.halstead).average,
      "answer_diversity": measures.map { $0.answerDiversity(settings.rewards.intrinsic.answers) }
        .average,
      "guide": batch.tasks.filter { $0.task.content.type == type }
        .compactMap { batch.guide[$0.task.id]?.mean }.average,
    ].compactMapValues(\.self)
  }
}

extension StepBatch {
  /// The advantages of a cell's training rows.
  func advantages(of cell: Cell, whitening: Whitening) -> [Double] {
    switch whitening {
    case .responses: return advantages(of: cell)
    case .tokens:
      let rows = rows(of: cell)
      return Advantages.tokenWhitened(rows.map(\.reward), lengths: rows.map(\.row.tokens))
    }
  }
}

extension TaskType {
  /// The official code's name.
  var officialName: String {
    switch self {
    case .deduction: "code_o"
    case .abduction: "code_i"
    case .induction: "code_f"
    case .errorDeduction: "code_e"
    }
  }
}

extension Cell {
  /// The official code's name: `gen_` for the proposer, `pred_` for the solver.
  var officialName: String { (role == .proposer ? "gen_" : "pred_") + type.officialName }
}

extension Response {
  /// Words that say that the writer thinks again.
  private static let reflections = [
    "wait", "recheck", "re-check", "retry", "try again", "alternatively", "however", "hmm",
    "rethink", "reconsider", "re-evaluate", "verify", "double-check", "double check", "check again",
    "let's check", "let me check", "mistake", "correct this", "on second thought", "actually",
    "looking back", "step back", "another way", "instead",
  ]

  /// Whether the response says that its writer thinks again.
  var isReflective: Bool {
    let text = chain.lowercased()
    return Self.reflections.contains { text.contains($0) }
  }
}
