import Core

extension TypedCommand {
  /// The commands that set how the run is overseen, or decide in another way than approve and veto.
  static let oversightForms: [Form] = [
    Form(usage: "defer TASK", description: "put a held task behind the others", isDecision: true),
    Form(
      usage: "escalate TASK", description: "leave a held task to another reviewer",
      isDecision: true),
    Form(
      usage: "undo TASK", description: "take back a verdict that did not take effect yet",
      isDecision: true),
    Form(
      usage: "purge TASK COUNT",
      description: "veto all that came of a purged task; type how many there are", isDecision: true),
    Form(
      usage: "treatment WHAT",
      description: "what a veto does to learning: interrupt, shadow, or teach teach",
      isDecision: true),
    Form(
      usage: "weights WHAT", description: "survivors count even, or by inverse-propensity",
      isDecision: true),
    Form(
      usage: "mode WHAT",
      description: "quarantine, strict, wait, or approve or veto and steps, or seconds such as 60s",
      isDecision: true),
    Form(
      usage: "fix REWARD CONSTRUCTS",
      description: "another reward for every program with one of these constructs", isDecision: true
    ),
    Form(
      usage: "ban TASK CONSTRUCTS", description: "veto a task and ban constructs from now on",
      isDecision: true),
    Form(usage: "try CONSTRUCTS", description: "preview a ban on the newest proposals"),
    Form(
      usage: "revert REVISION", description: "put an earlier revision's constraints in force",
      isDecision: true),
    Form(
      usage: "audit TASK FINDING", description: "what an audited task is: violation or clean",
      isDecision: true),
    Form(usage: "second FLAG", description: "leave a flag to a second reader", isDecision: true),
  ]

  /// What the words ask of the run; nil when they are none of these commands.
  ///
  /// - Parameter state: what is in force now.
  static func oversight(
    _ words: [String], _ state: OversightState, bans: [Construct]
  ) throws(Fault) -> RunCommand.Action? {
    func task() throws(Fault) -> TaskID {
      guard words.count >= 2 else { throw usage(words[0]) }
      return TaskID(rawValue: words[1])
    }
    switch words.first {
    case "defer": return .review(task: try task(), verdict: .defer, reason: nil)
    case "escalate": return .review(task: try task(), verdict: .escalate, reason: nil)
    case "undo": return .undo(try task())
    case "purge":
      guard words.count == 3, let count = Int(words[2]) else { throw usage("purge") }
      return .purgeDependents(task: try task(), count: count)
    case "treatment": return try treatment(words, state)
    case "weights":
      guard words.count == 2, let weights = SurvivorWeights(rawValue: words[1]) else {
        throw usage("weights")
      }
      var choice = state.treatment
      choice.weights = weights
      return .setTreatment(choice, confirmation: nil, reason: nil)
    case "mode": return .setReviewMode(try mode(words, state.mode))
    case "fix":
      guard words.count >= 3, let reward = Double(words[1]) else { throw usage("fix") }
      let rule = ConstraintDraft(bannedConstructs: words.dropFirst(2).joined(separator: ","))
      return .fixReward(rule: rule, reward: reward, reason: nil)
    case "ban":
      guard words.count >= 3 else { throw usage("ban") }
      return .constrain(
        task: try task(), draft: ban(words.dropFirst(2), bans), reason: .other)
    case "try":
      guard words.count >= 2 else { throw usage("try") }
      return .previewConstraints(ban(words.dropFirst(), bans))
    case "revert":
      guard words.count == 2, let revision = Int(words[1]) else { throw usage("revert") }
      return .revertConstraints(revision: revision)
    case "audit":
      guard words.count == 3, ["violation", "clean"].contains(words[2]) else {
        throw usage("audit")
      }
      return .audit(try task(), isViolation: words[2] == "violation")
    case "second":
      guard words.count == 2, let number = Int(words[1]) else { throw usage("second") }
      return .reviewFlag(FlagID(rawValue: number), .second)
    default: return nil
    }
  }

  /// Whether the second word is a task's id, or the beginning of one.
  static func namesTask(_ words: [String]) -> Bool {
    guard words.count >= 2, let form = oversightForms.first(where: { $0.word == words[0] }) else {
      return false
    }
    return form.usage.hasPrefix("\(form.word) TASK")
  }

  /// The bans in force and those that were typed.
  private static func ban(
    _ words: ArraySlice<String>, _ bans: [Construct]
  ) -> ConstraintDraft {
    ConstraintDraft(
      bannedConstructs: (bans.map(\.rawValue) + words).joined(separator: ", "))
  }

  private static func treatment(
    _ words: [String], _ state: OversightState
  ) throws(Fault) -> RunCommand.Action {
    guard words.count >= 2, let treatment = Treatment(rawValue: words[1]) else {
      throw Fault(message: Treatment.allCases.map(\.explanation).joined(separator: " "))
    }
    guard treatment != .constrain, treatment != .fix else {
      throw Fault(
        message: "\(treatment.explanation) It is chosen for one veto at a time: 'ban' or 'fix'")
    }
    guard treatment != .teach || words.count == 3 else {
      throw Fault(
        message:
          "\(treatment.explanation) \(state.concealment.text) Confirm it: treatment teach teach")
    }
    var choice = state.treatment
    choice.treatment = treatment
    return .setTreatment(choice, confirmation: words.count == 3 ? words[2] : nil, reason: nil)
  }

  private static func mode(_ words: [String], _ current: ReviewMode) throws(Fault) -> ReviewMode {
    var mode = current
    switch (words.dropFirst().first, words.count) {
    case ("strict", 2): mode.isStrict = true
    case ("quarantine", 2): mode.isStrict = false
    case ("wait", 2): mode.timeout = nil
    case (let word?, 3):
      guard let timeout = ReviewTimeout(verdict: word, after: words[2]) else {
        throw usage("mode")
      }
      mode.timeout = timeout
    default: throw usage("mode")
    }
    return mode
  }

  private static func usage(_ word: String) -> Fault {
    let form = oversightForms.first { $0.word == word }
    return Fault(
      message: "write: \(form?.usage ?? word)" + (form.map { ": \($0.description)" } ?? ""))
  }
}
