/// What an operator, or a program in an operator's name, asks of a run: the only way in.
///
/// A command is a request. What became of it is told by events, which are journaled before they take
/// effect.
public struct RunCommand: Codable, Hashable, Sendable {
  /// Who asks.
  public var by: String
  public var action: Action
  /// Why, in the asker's own words; nil when nothing was said.
  public var reason: String?

  public init(by: String, action: Action, reason: String? = nil) {
    self.by = by
    self.action = action
    self.reason = reason
  }

  /// Why, wherever it was said; nil when nothing but spaces was.
  public var why: String? {
    let words = [reason, action.note].lazy.compactMap(\.self)
      .first { $0.contains { !$0.isWhitespace } }
    return words.map { String($0.prefix(Self.longestReason)) }
  }

  /// The longest reason that is kept, in characters.
  public static let longestReason = 2_000

  /// What is asked.
  public enum Action: Codable, Hashable, Sendable {
    /// Stop at the next safe point and wait.
    case pause
    /// Go on.
    case resume
    /// When paused, run one step and pause again.
    case step
    /// Stop at the next safe point, save and end.
    case stop
    /// Decide about a task. The first verdict on a held task wins.
    case review(task: TaskID, verdict: Verdict, reason: VetoReason?, note: String? = nil)
    /// Decide about several tasks at once. It is refused unless `count`, which the operator typed, is
    /// how many there are.
    case reviewAll(
      tasks: [TaskID], verdict: Verdict, reason: VetoReason?, note: String?, count: Int)
    /// Take back a verdict that has not taken effect.
    case undo(TaskID)
    /// Put the operator's task in a held one's place.
    case edit(task: TaskID, content: TaskContent, note: String?)
    /// Veto everything admitted whose proposer was shown this purged task, directly or through others.
    /// It is refused unless `count`, which the operator typed, is how many there are.
    case purgeDependents(task: TaskID, count: Int)
    /// Veto a task and make what the draft says a rule.
    case constrain(task: TaskID, draft: ConstraintDraft, reason: VetoReason?)
    /// Give another reward to every proposal that the draft, taken by itself, forbids.
    case fixReward(rule: ConstraintDraft, reward: Double, reason: String?)
    /// Choose what a veto does to learning. `teach` is refused unless `confirmation` is
    /// ``TreatmentChoice/confirmation``, typed by the operator.
    case setTreatment(TreatmentChoice, confirmation: String?, reason: String?)
    /// Choose how held tasks are dealt with.
    case setReviewMode(ReviewMode)
    /// Say what was found in an audited task.
    case audit(TaskID, isViolation: Bool)
    /// Hold other proposals from now on. Tasks that are held stay held.
    case setReviewPolicy(ReviewPolicy)
    /// Check an edit and, if it is valid, apply it at the next step boundary.
    case editConstraints(ConstraintDraft)
    /// Try an edit on the newest proposals; a `constraints.previewed` event answers.
    case previewConstraints(ConstraintDraft)
    /// Put an earlier revision's constraints in force again, as a new revision.
    case revertConstraints(revision: Int)
    /// Try a rule file on the newest chains of thought; a `rules.tried` event answers.
    case tryRules(document: String)
    /// Save a rule file into the run: its rules read texts from the next step boundary on.
    case applyRules(document: String)
    /// Confirm or dismiss a flag.
    case reviewFlag(FlagID, FlagVerdict)
    /// Raise a flag on what a reader saw and no rule did. The run gives it its number; its rule is
    /// ``Flag/byHand``.
    case raiseFlag(Flag)
  }
}

extension RunCommand.Action {
  /// What was written beside it in the command's own place for a reason.
  fileprivate var note: String? {
    switch self {
    case .review(_, _, _, let note), .reviewAll(_, _, _, let note, _), .edit(_, _, let note): note
    case .fixReward(_, _, let reason), .setTreatment(_, _, let reason): reason
    default: nil
    }
  }

  /// Whether it is only a question.
  public var decidesNothing: Bool {
    switch self {
    case .previewConstraints, .tryRules: true
    default: false
    }
  }

  /// Whether a reason goes without saying: nothing is decided, or the act says why by itself. A
  /// pause or a stop must never wait for words.
  public var needsNoReason: Bool {
    switch self {
    case .pause, .resume, .step, .stop, .raiseFlag: true
    case .review(_, _, let code, _), .reviewAll(_, _, let code, _, _), .constrain(_, _, let code):
      code != nil
    default: decidesNothing
    }
  }
}
