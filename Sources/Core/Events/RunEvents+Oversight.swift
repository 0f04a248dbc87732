/// Another treatment is in force: at once for verdicts, from the next step on for the update.
public struct TreatmentChanged: Codable, Hashable, Sendable {
  public var choice: TreatmentChoice
  /// The last step of `teach`; nil for the treatments that do not expire.
  public var lastStep: Int?
  public var by: String
  /// Why, as the operator wrote it; nil for an expiry.
  public var reason: String?

  public init(choice: TreatmentChoice, lastStep: Int?, by: String, reason: String?) {
    self.choice = choice
    self.lastStep = lastStep
    self.by = by
    self.reason = reason
  }

  /// One line for people.
  public var summary: String {
    "treatment \(choice.title), by \(by)" + (lastStep.map { ", until step \($0)" } ?? "")
      + reason.inWords
  }
}

/// A command was refused and changed nothing.
public struct CommandRefused: Codable, Hashable, Sendable {
  /// What was asked, in a word or two.
  public var command: String
  /// Why, and what would be right.
  public var message: String
  public var by: String

  public init(command: String, message: String, by: String) {
    self.command = command
    self.message = message
    self.by = by
  }

  /// One line for people.
  public var summary: String { "\(command) refused: \(message)" }
}

/// A verdict was taken back before it took effect: the task waits again.
public struct VerdictUndone: Codable, Hashable, Sendable {
  public var task: TaskID
  /// The verdict that no longer holds.
  public var verdict: Verdict
  public var by: String
  /// Why, as the operator wrote it.
  public var reason: String?

  public init(task: TaskID, verdict: Verdict, by: String, reason: String? = nil) {
    self.task = task
    self.verdict = verdict
    self.by = by
    self.reason = reason
  }

  /// One line for people.
  public var summary: String {
    "\(task): \(verdict.word) taken back by \(by)" + reason.inWords
  }
}

/// An operator's task takes a held one's place. It was validated like any other.
public struct TaskEdited: Codable, Hashable, Sendable {
  /// The task that waited.
  public var task: TaskID
  /// The operator's.
  public var edited: TaskID
  /// What it says, with its output.
  public var content: TaskContent
  public var by: String
  /// Why, as the operator wrote it.
  public var note: String?

  public init(task: TaskID, edited: TaskID, content: TaskContent, by: String, note: String?) {
    self.task = task
    self.edited = edited
    self.content = content
    self.by = by
    self.note = note
  }

  /// One line for people.
  public var summary: String { "\(task) edited to \(edited) by \(by)" + note.inWords }
}

/// The reward changed for every task that a rule fits, and history was scored again.
public struct RewardFixed: Codable, Hashable, Sendable {
  public var fix: RewardFix
  public var by: String
  public var reason: String?
  /// How many past proposals were scored again.
  public var rescored: Int
  /// How many of them the rule fits.
  public var fitting: Int

  public init(fix: RewardFix, by: String, reason: String?, rescored: Int, fitting: Int) {
    self.fix = fix
    self.by = by
    self.reason = reason
    self.rescored = rescored
    self.fitting = fitting
  }

  /// One line for people.
  public var summary: String {
    "reward fix \(fix.number) by \(by): fits \(fitting) of \(rescored) past proposals"
      + reason.inWords
  }
}

/// A task was drawn for the random audit, outside the loop: nothing depends on what is found.
public struct AuditDrawn: Codable, Hashable, Sendable {
  public var task: TaskID
  public var rollout: RolloutID
  /// The chance, known beforehand, that a task is drawn.
  public var propensity: Double
  /// Whether a monitor had hit it.
  public var isFlagged: Bool

  public init(task: TaskID, rollout: RolloutID, propensity: Double, isFlagged: Bool) {
    self.task = task
    self.rollout = rollout
    self.propensity = propensity
    self.isFlagged = isFlagged
  }

  /// One line for people.
  public var summary: String { "\(task) drawn for the audit" }
}

/// What a reader found in an audited task.
public struct AuditReviewed: Codable, Hashable, Sendable {
  public var task: TaskID
  /// Whether it is what the monitors are after.
  public var isViolation: Bool
  public var by: String
  /// Why, as the reader wrote it.
  public var reason: String?

  public init(task: TaskID, isViolation: Bool, by: String, reason: String? = nil) {
    self.task = task
    self.isViolation = isViolation
    self.by = by
    self.reason = reason
  }

  /// One line for people.
  public var summary: String {
    "audit of \(task): \(isViolation ? "violation" : "nothing found"), by \(by)"
      + reason.inWords
  }
}

/// A number with its 95 % interval.
public struct Gauge: Codable, Hashable, Sendable {
  public var value: Double
  public var low: Double
  public var high: Double

  /// A share of independent trials, with the interval of Wilson (1927), which holds near 0 and 1; nil
  /// without trials.
  public init?(hits: Int, of trials: Int) {
    guard trials > 0 else { return nil }
    let count = Double(trials)
    let share = Double(hits) / count
    let square = 1.96 * 1.96
    let middle = (share + square / (2 * count)) / (1 + square / count)
    let width =
      1.96 / (1 + square / count)
      * (share * (1 - share) / count + square / (4 * count * count)).squareRoot()
    self.init(value: share, low: middle - width, high: middle + width)
  }

  public init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }
}

/// What the audit and the placebo say so far.
public struct SafetyGauges: Codable, Hashable, Sendable {
  /// How often the twin that is vetoed by a coin is proposed now, over how often its other twin is:
  /// 1 when vetoes teach nothing. Nil without placebo vetoes.
  public var placeboTwinRatio: Gauge?
  /// How many twins were counted so far for that ratio; nil when it is known, and where no placebos
  /// are given.
  public var placeboTasks: Int?
  /// The violation rate in the random audit less the rate of flagged tasks: above 0, what is bad is
  /// bad where no monitor looks.
  public var overtCovertGap: Gauge?
  /// Horvitz-Thompson estimate of the violations, of all tasks so far, that no monitor hit.
  public var missed: Gauge?
  /// Audited tasks that were read.
  public var audited: Int
  /// The share of items shown twice of which the reader said the same; nil without any.
  public var readerAgreement: Gauge?
  /// Of the violations that the audit found, the share that no monitor had hit; nil before one was
  /// found. A punished policy that learns to hide drives it up.
  public var concealment: Gauge?
  /// The same of tasks that were drawn while `teach` was in force; nil before one was found.
  public var concealmentUnderTeach: Gauge?

  public init(
    placeboTwinRatio: Gauge?, overtCovertGap: Gauge?, missed: Gauge?, audited: Int,
    readerAgreement: Gauge? = nil, concealment: Gauge? = nil, concealmentUnderTeach: Gauge? = nil,
    placeboTasks: Int? = nil
  ) {
    self.placeboTasks = placeboTasks
    self.concealment = concealment
    self.concealmentUnderTeach = concealmentUnderTeach
    self.readerAgreement = readerAgreement
    self.placeboTwinRatio = placeboTwinRatio
    self.overtCovertGap = overtCovertGap
    self.missed = missed
    self.audited = audited
  }

  /// One line for people.
  public var summary: String {
    func text(_ name: String, _ gauge: Gauge?) -> String? {
      gauge.map { gauge in
        func three(_ number: Double) -> String {
          String((number * 1000).rounded() / 1000)
        }
        return "\(name) \(three(gauge.value)) [\(three(gauge.low)), \(three(gauge.high))]"
      }
    }
    return [
      text("placebo twin ratio", placeboTwinRatio), placeboTasks.map { "\($0) twins counted" },
      text("overt-covert gap", overtCovertGap),
      text("missed", missed), "\(audited) audited",
      text("reader agreement", readerAgreement), text("concealment", concealment),
      text("concealment under teach", concealmentUnderTeach),
    ].compactMap { $0 }.joined(separator: ", ")
  }
}

/// What a draft of constraints would have done to the newest proposals. Nothing has changed.
public struct ConstraintsPreviewed: Codable, Hashable, Sendable {
  /// The draft, as a set.
  public var constraints: Constraints
  /// How many proposals it was tried on.
  public var tried: Int
  public var groups: [Group]
  /// Up to five that the draft drops and the set in force keeps.
  public var newlyDropped: [Example]
  /// Up to five that the draft lets in and the set in force drops.
  public var newlyLetIn: [Example]
  /// Held tasks among the tried ones that are kept, with the draft and with the set in force.
  public var reviewLoad: Int
  public var reviewLoadNow: Int
  /// Milliseconds that it took.
  public var milliseconds: Double

  /// The proposals of one type and difficulty.
  public struct Group: Codable, Hashable, Sendable {
    public var type: TaskType
    /// `unsolved`, `hard`, `even`, `easy`, `solved`, or `unknown`: by the measured solve rate.
    public var difficulty: String
    public var kept: Int
    public var dropped: Int
    /// Those whose fate differs from the one under the set in force.
    public var changed: Int

    public init(type: TaskType, difficulty: String, kept: Int, dropped: Int, changed: Int) {
      self.type = type
      self.difficulty = difficulty
      self.kept = kept
      self.dropped = dropped
      self.changed = changed
    }
  }

  /// A proposal and the rule that decides about it.
  public struct Example: Codable, Hashable, Sendable {
    public var task: TaskID
    public var reason: String
    /// The proposal's program; nil from older programs.
    public var program: String?

    public init(task: TaskID, reason: String, program: String? = nil) {
      self.task = task
      self.reason = reason
      self.program = program
    }
  }

  public init(
    constraints: Constraints, tried: Int, groups: [Group], newlyDropped: [Example],
    newlyLetIn: [Example], reviewLoad: Int, reviewLoadNow: Int, milliseconds: Double
  ) {
    self.constraints = constraints
    self.tried = tried
    self.groups = groups
    self.newlyDropped = newlyDropped
    self.newlyLetIn = newlyLetIn
    self.reviewLoad = reviewLoad
    self.reviewLoadNow = reviewLoadNow
    self.milliseconds = milliseconds
  }

  /// One line for people.
  public var summary: String {
    let kept = groups.reduce(0) { $0 + $1.kept }
    let changed = groups.reduce(0) { $0 + $1.changed }
    return "the draft keeps \(kept) of \(tried) proposals and decides \(changed) otherwise; "
      + "review load \(reviewLoadNow) to \(reviewLoad)"
  }
}
