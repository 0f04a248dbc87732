import Core

/// Watches a run by its events and raises the signals' alarms.
///
/// It is a value: the same events give the same alarms, and a panel that was saved with a checkpoint
/// goes on as if there had been no interruption. The event's time is not looked at.
public struct SignalPanel: Codable, Hashable, Sendable {
  public let settings: SignalSettings
  private var history: SignalHistory
  /// The alarms that are up.
  private var levels: [Signal: Alarm.Level] = [:]
  /// How much is kept: several of the largest window, since some signals use a part of what is kept.
  private static let length = 4_096

  public init(settings: SignalSettings = SignalSettings()) {
    self.settings = settings
    history = SignalHistory(length: SignalPanel.length)
  }

  /// Takes an event in. Alarms come at the end of a step.
  public mutating func observe(_ event: RunEvent) -> [Alarm] {
    history.record(event, baselineStep: settings.baselineStep)
    guard case .stepFinished = event.body, event.step > 0 else { return [] }
    return Signal.allCases.compactMap { signal in
      guard let rule = settings.rules[signal], let reading = reading(signal, rule) else {
        return nil
      }
      let level = rule.level(of: reading.value, after: levels[signal])
      defer { levels[signal] = level }
      guard let level, levels[signal].map({ level > $0 }) ?? true else { return nil }
      let threshold = level == .severe ? rule.severe ?? rule.warning : rule.warning
      return Alarm(
        signal: signal, level: level, value: reading.value, threshold: threshold,
        steps: min(reading.firstStep, event.step)...event.step, tasks: reading.tasks,
        message: """
          \(signal.rawValue), \(reading.subject): \(Self.rounded(reading.value)) is \
          \(rule.side.rawValue) \(Self.rounded(threshold))
          """, pauses: settings.pausesAt.map { level >= $0 } ?? false)
    }
  }

  /// A signal's statistic now; nil when there is not enough history for it.
  public func value(of signal: Signal) -> Double? {
    settings.rules[signal].flatMap { reading(signal, $0)?.value }
  }

  private func reading(_ signal: Signal, _ rule: SignalRule) -> SignalReading? {
    history.proposalReading(signal, rule) ?? history.responseReading(signal, rule)
      ?? history.stepReading(signal, rule, settings: settings)
      ?? history.trainingReading(signal, rule)
  }

  private static func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}
