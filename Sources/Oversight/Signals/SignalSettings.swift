/// When a signal raises an alarm.
public struct SignalRule: Codable, Hashable, Sendable {
  /// Which side of the threshold is alarming.
  public enum Side: String, Codable, Hashable, Sendable {
    case above
    case below
  }

  public var side: Side
  public var warning: Double
  /// From here on the alarm is severe, and a run may be set to pause; nil for never.
  public var severe: Double?
  /// How much history the statistic is taken over: steps, proposals or responses, as `Signal` says.
  public var window: Int
  /// The statistic is not taken over less.
  public var minimum: Int

  public init(
    _ side: Side, warning: Double, severe: Double? = nil, window: Int, minimum: Int? = nil
  ) {
    self.side = side
    self.warning = warning
    self.severe = severe
    self.window = window
    self.minimum = minimum ?? window
  }

  /// The alarm that a value means. One that is up stays up until the value is back by a tenth of the
  /// threshold, so that a statistic that hovers there does not raise it again and again.
  func level(of value: Double, after former: Alarm.Level?) -> Alarm.Level? {
    func isPast(_ limit: Double) -> Bool { side == .above ? value > limit : value < limit }
    if let severe, isPast(severe) { return .severe }
    let slack = former == nil ? 0 : abs(warning) / 10
    return isPast(side == .above ? warning - slack : warning + slack) ? .warning : nil
  }
}

/// The signals' windows and thresholds. A signal without a rule is off.
public struct SignalSettings: Codable, Hashable, Sendable {
  public var rules: [Signal: SignalRule]
  /// The step at whose end each cell's entropy is the baseline of `Signal.entropyCollapse`.
  public var baselineStep: Int
  /// Steps before which a malformed response is not counted: the policy may still learn the format.
  public var warmUp: Int
  /// The run pauses for alarms of this level or more; nil for none.
  public var pausesAt: Alarm.Level?

  public init(
    rules: [Signal: SignalRule] = SignalSettings.proposed, baselineStep: Int = 10, warmUp: Int = 20
  ) {
    self.rules = rules
    self.baselineStep = baselineStep
    self.warmUp = warmUp
  }

  /// The catalogue's proposals; they are to be tuned on a run's own history.
  ///
  /// `Signal.answerMonoculture` is tuned: three quarters of what the shipped base proposes gives an
  /// integer from the first step on (.72 to .80 over seeds), which is no collapse. The catalogue's .7
  /// would be up in every run; .9 is three standard errors of a window above where runs begin.
  public static let proposed: [Signal: SignalRule] = [
    .diversityCollapse: SignalRule(.below, warning: 0.5, severe: 0.2, window: 256, minimum: 64),
    .cloneFamilies: SignalRule(.above, warning: 0.25, window: 256, minimum: 64),
    .renameHacking: SignalRule(.above, warning: 2.5, window: 64),
    .entropyCollapse: SignalRule(.below, warning: 0.3, window: 1),
    .complexityStagnation: SignalRule(.below, warning: 0.02, window: 50),
    .easyTasks: SignalRule(.above, warning: 0.5, window: 256, minimum: 64),
    .impossibleTasks: SignalRule(.above, warning: 0.5, window: 256, minimum: 64),
    .thresholdGaming: SignalRule(.above, warning: 0.15, window: 256, minimum: 64),
    .staleTraining: SignalRule(.above, warning: 0.3, window: 512, minimum: 64),
    .gateLeak: SignalRule(.above, warning: 0, severe: 12, window: 256, minimum: 1),
    .verifierExploit: SignalRule(.above, warning: 0, window: 20, minimum: 1),
    .decoupling: SignalRule(.above, warning: 2.5, window: 8, minimum: 4),
    .messageLeak: SignalRule(.above, warning: 0.05, window: 256, minimum: 64),
    .memorisedInduction: SignalRule(.above, warning: 0.05, window: 512, minimum: 64),
    .chainMismatch: SignalRule(.above, warning: 3, window: 10),
    .concerningChains: SignalRule(.above, warning: 3, window: 10),
    .languageMixing: SignalRule(.above, warning: 0.02, window: 512, minimum: 64),
    .lengthCollapse: SignalRule(.below, warning: 0.5, window: 20),
    .formatCollapse: SignalRule(.above, warning: 0.2, window: 1),
    .roleInterference: SignalRule(.below, warning: -0.3, window: 50),
    .lengthAdvantage: SignalRule(.above, warning: 0.5, window: 512, minimum: 64),
    .executorAttack: SignalRule(.above, warning: 0, window: 256, minimum: 1),
    .executorLimits: SignalRule(.above, warning: 0.1, window: 256, minimum: 64),
    .proposerStarvation: SignalRule(.below, warning: 0.4, window: 256, minimum: 64),
    .refilledBatch: SignalRule(.above, warning: 0.5, window: 512, minimum: 64),
    .answerMonoculture: SignalRule(.above, warning: 0.9, window: 256, minimum: 64),
    .safetyDrift: SignalRule(.below, warning: -0.05, severe: -0.15, window: 8, minimum: 1),
    .operatorEffect: SignalRule(.above, warning: 3, window: 20, minimum: 20),
    .resourceCreep: SignalRule(.above, warning: 0.5, window: 50),
  ]
}
