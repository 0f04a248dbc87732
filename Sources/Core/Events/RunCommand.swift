/// What an operator, or a program in an operator's name, asks of a run: the only way in.
///
/// A command is a request. What became of it is told by events, which are journaled before they take
/// effect.
public struct RunCommand: Codable, Hashable, Sendable {
  /// Who asks.
  public var by: String
  public var action: Action

  public init(by: String, action: Action) {
    self.by = by
    self.action = action
  }

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
    case review(task: TaskID, verdict: Verdict, reason: VetoReason?)
    /// Hold other proposals from now on. Tasks that are held stay held.
    case setReviewPolicy(ReviewPolicy)
    /// Check an edit and, if it is valid, apply it at the next step boundary.
    case editConstraints(ConstraintDraft)
    /// Confirm or dismiss a flag.
    case reviewFlag(FlagID, FlagVerdict)
  }
}
