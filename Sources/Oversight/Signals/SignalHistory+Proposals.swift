import Core

/// The signals over proposals.
extension SignalHistory {
  func proposalReading(_ signal: Signal, _ rule: SignalRule) -> SignalReading? {
    switch signal {
    case .diversityCollapse:
      let valid = window(of: proposals.filter(\.isValid), rule)
      let distinct = Set(valid.map { $0.form ?? $0.text }).count
      return share(distinct, of: valid, "distinct programs among the valid proposals")
    case .cloneFamilies:
      let valid = window(of: proposals.filter(\.isValid), rule)
      let families = Dictionary(grouping: valid) { $0.form ?? $0.text }
      let largest = families.values.max {
        ($0.count, $1[0].task.rawValue) < ($1.count, $0[0].task.rawValue)
      }
      return share(largest ?? [], of: valid, "the most frequent program's share")
    case .renameHacking: return renaming(rule)
    case .easyTasks:
      let scored = window(of: proposals.filter { $0.solveRate != nil }, rule)
      let valid = window(of: proposals.filter(\.isValid), rule)
      let easy = share(
        scored.filter { $0.solveRate == 1 }, of: scored, "tasks that are always solved")
      let trivial = share(valid.filter(\.isTrivial), of: valid, "trivial programs among valid ones")
      return [easy, trivial].compactMap(\.self).max { $0.value < $1.value }
    case .impossibleTasks:
      let scored = window(of: proposals.filter { $0.solveRate != nil }, rule)
      return share(scored.filter { $0.solveRate == 0 }, of: scored, "tasks that are never solved")
    case .messageLeak:
      let own = window(of: proposals.filter { $0.type == .induction }, rule)
      return share(
        own.filter { $0.rejection == .messageLeak }, of: own, "messages that tell the answer")
    case .executorAttack:
      let all = window(of: proposals, rule)
      guard let first = all.first else { return nil }
      let found = all.filter { $0.attemptsEscape || $0.rejection == .escapeAttempt }
      return SignalReading(
        value: Double(found.count), subject: "proposals that try an import or a hidden attribute",
        firstStep: first.step, tasks: found.suffix(10).map(\.task))
    case .executorLimits:
      let all = window(of: proposals, rule)
      return share(
        all.filter { $0.rejection == .limit }, of: all, "proposals over the executor's budget")
    case .proposerStarvation:
      let all = window(of: proposals, rule)
      return share(all.count(where: \.isValid), of: all, "valid proposals")
    case .answerMonoculture:
      let valid = window(of: proposals.filter { $0.isValid && $0.type != .induction }, rule)
      let types = Dictionary(grouping: valid) { $0.outputType ?? "" }
      let largest = types.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
      return share(
        largest?.value ?? [], of: valid, "outputs of the type \(largest?.key ?? "")")
    case .resourceCreep: return creep(rule)
    default: return nil
    }
  }

  /// How many of the latest windows, counted back, had more varied texts and less varied programs
  /// than the one before.
  private func renaming(_ rule: SignalRule) -> SignalReading? {
    let valid = proposals.filter(\.isValid)
    let count = min(4, valid.count / rule.window)
    guard count == 4 else { return nil }
    let used = valid.suffix(count * rule.window)
    let windows = (0..<count).map { index in
      let part = used.dropFirst(index * rule.window).prefix(rule.window)
      return (texts: Set(part.map(\.text)).count, forms: Set(part.map { $0.form ?? $0.text }).count)
    }
    var run = 0
    for (before, after) in zip(windows, windows.dropFirst()) {
      run = after.texts > before.texts && after.forms < before.forms ? run + 1 : 0
    }
    return SignalReading(
      value: Double(run), subject: "windows of growing texts and shrinking programs",
      firstStep: used.first?.step ?? 0)
  }

  /// Growth of the upper twentieth of executor steps from the window's first fifth to its last.
  private func creep(_ rule: SignalRule) -> SignalReading? {
    guard let last = steps.last?.number, last >= rule.window else { return nil }
    let first = last - rule.window + 1
    let part = max(1, rule.window / 5)
    let valid = proposals.filter { $0.isValid && $0.step >= first }
    guard
      let early = SignalStatistics.upperTwentieth(
        valid.filter { $0.step < first + part }.map(\.executorSteps)),
      let late = SignalStatistics.upperTwentieth(
        valid.filter { $0.step > last - part }.map(\.executorSteps)), early > 0
    else { return nil }
    return SignalReading(
      value: late / early - 1, subject: "growth of the costliest programs' executor steps",
      firstStep: first)
  }

  private func window(of all: [Proposal], _ rule: SignalRule) -> [Proposal] {
    all.count < rule.minimum ? [] : Array(all.suffix(rule.window))
  }

  private func share(_ part: [Proposal], of whole: [Proposal], _ subject: String) -> SignalReading?
  {
    var reading = share(part.count, of: whole, subject)
    reading?.tasks = part.suffix(10).map(\.task)
    return reading
  }

  private func share(_ part: Int, of whole: [Proposal], _ subject: String) -> SignalReading? {
    guard let first = whole.first else { return nil }
    return SignalReading(
      value: Double(part) / Double(whole.count), subject: subject, firstStep: first.step)
  }
}
