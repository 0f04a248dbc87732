import Core

extension PaneContext {
  /// All that is known of a task, or one solver's rollout of it.
  func taskDetail(_ record: TaskRecord?) -> PaneContent {
    guard let record else {
      return PaneContent(
        title: Line("Held task", .title),
        lines: words("Nothing waits for review. h chooses what is held."))
    }
    switch state.shownPage(of: record) {
    case .solver(let id):
      if let index = record.solvers.firstIndex(where: { $0.id == id }) {
        return solver(record, index)
      }
      return proposal(record)
    case .proposal, .automatic: return proposal(record)
    }
  }

  private func title(_ record: TaskRecord, _ page: Chrome) -> Line {
    let type: Chrome = columns < 50 ? record.type.letters : "\(record.type)"
    var title = Line("\(type) ", .title)
    if let task = record.task {
      title.add(cut: text(task.rawValue), to: 12, .title, more: glyphs.more)
    } else {
      title.add("#\(record.id.rawValue)", .title)
    }
    title.add(" > \(page)", .title)
    return title
  }

  func proposal(_ record: TaskRecord) -> PaneContent {
    let count = record.solvers.count
    let isSampling = record.phase == .proposing
    var content = PaneContent(
      title: title(
        record,
        isSampling ? "being proposed" : count == 0 ? "proposal" : "proposal, \(count) rollouts"))
    if isSampling {
      content.lines = section("proposer, as it is sampled", record.chain, .chain)
      content.anchor = .bottom
      return content
    }
    content.lines = standing(record) + comparison(record) + task(record)
    content.lines += section(
      record.wellFormed ? "chain of thought (proposer)" : "malformed response (proposer)",
      record.chain, .chain)
    if !record.references.isEmpty {
      content.lines += labelled(
        "shown", record.references.map(\.rawValue).joined(separator: " "), .dim)
    }
    if record.phase == .held || record.review?.verdict == .veto {
      content.lines += words(treatment)
    }
    return content
  }

  /// Where the proposal stands and why.
  private func standing(_ record: TaskRecord) -> [Line] {
    var lines: [Line] = []
    let (word, role) = state.words(for: record)
    var first = Line(word, role)
    first.add(
      "  step \(record.step)  \(record.tokens) tokens  entropy \(.fixed(record.entropy, 2))", .dim)
    lines.append(first)
    if let rate = record.solveRate, let reward = record.reward {
      lines.append(
        Line("solve rate \(.share(rate))  reward \(.fixed(reward, 2, signed: true))", .solveRate))
    } else if let reward = record.reward {
      lines.append(Line("reward \(.fixed(reward, 2, signed: true))", .warn))
    }
    if case .rejected(let reason) = record.phase {
      lines.append(
        Line("rejected: \(reason)\(record.rejectionLine.map { ", line \($0)" } ?? "")", .warn))
      if !record.rejectionDetail.isEmpty {
        lines += labelled("detail", record.rejectionDetail, .model)
      }
    }
    if let hold = record.hold {
      lines += labelled("held", hold.cause, .held)
      lines += words("review propensity \(.fixed(hold.propensity, 2)) (\(hold.policy))")
    }
    if let review = record.review {
      lines += labelled(
        Chrome(stringLiteral: review.verdict.word),
        "\(review.by)\(review.reason.map { ": \($0.rawValue)" } ?? "")\(review.note.inWords)",
        .vetoed)
    }
    if !record.dependents.isEmpty {
      let count = record.dependents.count
      lines += words(
        "\(count) in the buffers came of it: :purge TASK \(count) vetoes them all", .warn)
      lines += labelled(
        "came", record.dependents.map(\.rawValue).joined(separator: " "), .dim)
    }
    for flag in record.flags.compactMap({ state.flags[$0] }) {
      lines += labelled(
        "flag \(flag.flag.id.rawValue)",
        "\(flag.flag.rule): \(flag.flag.detail)", .flag(flag.flag.severity))
      lines += words(measure(of: flag.flag.rule, flag.flag.quality))
    }
    return lines
  }

  /// What a veto does, in words, wherever one is chosen or was given.
  var treatment: Chrome {
    switch state.oversight.treatment.treatment {
    case .interrupt:
      """
      A veto interrupts: no gradient, never a reference, batch refilled. What is not reviewed is \
      still learned.
      """
    case let other: "\(other)"
    }
  }

  private func task(_ record: TaskRecord) -> [Line] {
    let content = record.content
    var lines: [Line] = []
    if !content.program.isEmpty { lines += section("program", content.program, .model) }
    if content.type == .induction {
      for (index, pair) in content.pairs.enumerated() {
        let label: Chrome = index < content.shownPairCount ? "shown" : "hidden"
        let output = pair.output.isEmpty ? "" : " -> \(pair.output)"
        lines += labelled(label, "f(\(pair.input))\(output)", .output)
      }
      if !content.message.isEmpty { lines += labelled("message", content.message, .model) }
    } else {
      if !content.input.isEmpty { lines += labelled("input", content.input, .model) }
      if !content.output.isEmpty { lines += labelled("output", content.output, .output) }
    }
    return lines
  }

  /// A rollout as it is read: the task, the chain of thought, the answer, and how it was graded. The
  /// end stays in sight.
  func solver(_ record: TaskRecord, _ index: Int) -> PaneContent {
    let solver = record.solvers[index]
    var content = PaneContent(
      title: title(record, "rollout \(index + 1) of \(record.solvers.count)"))
    content.anchor = .bottom
    content.lines = question(record)
    guard let result = solver.result else {
      content.lines += section(
        "solver #\(solver.id.rawValue), as it is sampled", solver.chain, .chain)
      return content
    }
    content.lines += section(
      result.answer == nil
        ? "malformed response #\(solver.id.rawValue)" : "chain of thought #\(solver.id.rawValue)",
      solver.chain, .chain)
    if let answer = result.answer { content.lines += labelled("answer", answer, .model) }
    if record.type != .induction, !result.correct, !record.content.output.isEmpty {
      let label: Chrome = record.type == .deduction ? "correct" : "wanted"
      content.lines += labelled(label, record.content.output, .output)
    }
    var grade = Line(result.correct ? "correct" : "wrong", result.correct ? .ok : .warn)
    grade.add("  reward \(.fixed(result.reward, 2, signed: true))  \(result.tokens) tokens", .dim)
    if result.refill { grade.add("  refill", .dim) }
    content.lines.append(grade)
    return content
  }

  /// The part of a task that the solver is given.
  private func question(_ record: TaskRecord) -> [Line] {
    let content = record.content
    switch record.type {
    case .deduction, .errorDeduction:
      return section("program", content.program, .model) + labelled("input", content.input, .model)
    case .abduction:
      return section("program", content.program, .model)
        + labelled("output", content.output, .output)
    case .induction:
      let pairs = content.pairs.prefix(content.shownPairCount).flatMap {
        labelled("f(x)", "f(\($0.input)) -> \($0.output)", .output)
      }
      return pairs + (content.message.isEmpty ? [] : labelled("message", content.message, .model))
    }
  }
}
