/// What a rollback to a checkpoint would do, as it is told before it is asked for.
public struct RollbackPlan: Hashable, Sendable {
  /// The run that is gone back in. It keeps all that it has.
  public var run: String
  /// The step whose end the checkpoint holds.
  public var checkpoint: Int
  /// What the run did since then, which the branch will not have.
  public var steps: Int
  public var tasks: Int
  public var verdicts: Int
  public var revisions: Int
  public var events: Int
  /// How long that took, in seconds: about as long as doing it again will take.
  public var seconds: Double
  /// What the branch takes on disk to begin with, in bytes.
  public var bytes: Int
  /// Whether the run goes on beside the branch instead of ending.
  public var sourceGoesOn = false

  public init(
    run: String, checkpoint: Int, steps: Int, tasks: Int, verdicts: Int, revisions: Int,
    events: Int, seconds: Double, bytes: Int
  ) {
    self.run = run
    self.checkpoint = checkpoint
    self.steps = steps
    self.tasks = tasks
    self.verdicts = verdicts
    self.revisions = revisions
    self.events = events
    self.seconds = seconds
    self.bytes = bytes
  }

  /// The plan in words, a line each. The run's name may be foreign text.
  public var lines: [String] {
    [
      "\(run) keeps all that it has. "
        + (sourceGoesOn
          ? "It goes on until it is stopped."
          : "If it is running, it stops after the step at hand."),
      "A new run goes on from its checkpoint at step \(checkpoint).",
      "The new run does not have:",
      "  \(steps) steps, \(Self.duration(seconds)) of work, which takes about as long again",
      "  \(tasks) admitted tasks",
      "  \(verdicts) verdicts and \(revisions) constraint revisions",
      "  \(events) events in all",
      "It takes \(max(1, bytes >> 20)) MiB; weights, optimizer state and buffers were checked.",
      "To undo it, go on with \(run) or branch from it again.",
    ]
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(max(0, seconds).rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3_600 { return "\(whole / 60) min" }
    return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
  }
}
