import Core

extension State {
  /// Does what a typed command asks for.
  mutating func obey(_ command: TypedCommand) throws(TypedCommand.Fault) -> [Effect] {
    if isReadOnly && command.changesRun {
      throw TypedCommand.Fault(message: "this screen is for reading only")
    }
    switch command {
    case .pause: return try send(.pause, when: run.status == .running || run.status == .seeding)
    case .resume: return try send(.resume, when: run.status == .paused || run.status == .pausing)
    case .step: return try send(.step, when: run.status == .paused)
    case .stop: return decide(.confirmQuit)
    case .approve(let typed):
      let record = try record(named: typed)
      guard let task = record.task, record.canApprove else {
        throw TypedCommand.Fault(message: "\(typed) is not held: \(words(for: record).0.text)")
      }
      return review(task, .approve)
    case .veto(let typed, let reason):
      let record = try record(named: typed)
      guard let task = record.task, record.canVeto else {
        throw TypedCommand.Fault(
          message: "\(typed) cannot be vetoed any more: \(words(for: record).0.text)")
      }
      return review(task, .veto, reason: reason)
    case .confirm(let number): return try review(number, .confirm)
    case .dismiss(let number): return try review(number, .dismiss)
    case .flag(let typed, let severity, let detail): return try flag(typed, severity, detail)
    case .edit(let typed, let part, let text): return try edit(typed, part, text)
    case .rule(let pattern): return try tryPattern(pattern)
    case .addRule(let name, let severity, let pattern):
      return try addRule(name, severity, pattern)
    case .saveRules:
      guard rules.isSavable else {
        throw TypedCommand.Fault(message: "no rules were tried that could be saved")
      }
      return saveRules()
    case .why(let words):
      interface.reason = words
      interface.notice = .init(text: "goes with the next act:", role: .prompt, detail: words)
      return []
    case .policy(let policy): return [.send(.setReviewPolicy(policy))]
    case .set(let field, let text): return send(field, text)
    case .rollback(let step, let isConfirmed):
      if let step, isConfirmed { return [.rollBack(checkpoint: step)] }
      return [.planRollback(checkpoint: step)]
    case .go(let typed): return try go(to: typed)
    case .find(let text):
      interface.query = text
      find(by: 1)
      return []
    case .filter(let text):
      filter(by: text)
      return []
    case .oversight(let words):
      var words = words
      // The run may know a whole id that is no longer in memory here.
      if TypedCommand.namesTask(words), words[1].count < TaskID.length,
        let task = try record(named: words[1]).task
      {
        words[1] = task.rawValue
      }
      let bans = constraints.current?.constraints.bannedConstructs ?? []
      return try TypedCommand.oversight(words, oversight, bans: bans).map { [.send($0)] } ?? []
    case .theme(let name):
      guard themes.contains(name) else {
        throw TypedCommand.Fault(
          message: "no theme is named '\(name)'; there are " + themes.joined(separator: ", "))
      }
      interface.theme = name
      interface.chosenTheme = name
      return [.useTheme(name, keeps: true)]
    case .snapshot(let path): return [.saveFrame(path)]
    }
  }

  private func send(
    _ action: RunCommand.Action, when isPossible: Bool
  ) throws(TypedCommand.Fault) -> [Effect] {
    guard isPossible else {
      throw TypedCommand.Fault(message: "not now: the run is \(run.status.word.text.lowercased())")
    }
    return [.send(action)]
  }

  private func review(
    _ number: Int, _ verdict: FlagVerdict
  ) throws(TypedCommand.Fault) -> [Effect] {
    let flag = FlagID(rawValue: number)
    guard let record = flags[flag] else {
      throw TypedCommand.Fault(message: "no flag \(number) is in memory")
    }
    return record.verdict == verdict ? [] : [.send(.reviewFlag(flag, verdict))]
  }

  private mutating func go(to typed: String) throws(TypedCommand.Fault) -> [Effect] {
    let words = typed.split(separator: " ")
    if words.count == 2, words[0] == "flag", let number = Int(words[1]) {
      return open(.flag(FlagID(rawValue: number)))
    }
    guard let task = try record(named: typed).task else {
      throw TypedCommand.Fault(message: "the proposal has no task id yet")
    }
    return open(.task(task))
  }

  /// The proposal of a task that is named by its id or by a beginning that no other has.
  func record(named typed: String) throws(TypedCommand.Fault) -> TaskRecord {
    let wanted = typed.lowercased()
    guard wanted.count >= 3 else {
      throw TypedCommand.Fault(message: "name a task by at least three digits of its id")
    }
    var found: [TaskID: TaskRecord] = [:]
    for id in tasks.order.reversed() {
      guard let record = tasks[id], let task = record.task, task.rawValue.hasPrefix(wanted) else {
        continue
      }
      // Of equal proposals the one that brought the task is meant.
      if found[task] == nil || tasks.owner(of: task) == id { found[task] = record }
    }
    if found.count > 1 {
      throw TypedCommand.Fault(message: "\(found.count) tasks begin with \(typed): type more of it")
    }
    guard let record = found.values.first else {
      throw TypedCommand.Fault(message: "no task in memory begins with \(typed)")
    }
    return record
  }
}
