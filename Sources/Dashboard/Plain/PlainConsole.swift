import Core

/// The dashboard without a screen: every journey by typed commands, answered in plain lines, for
/// pipes and screen readers. Pure like the rest: it takes events and commands, and gives lines.
public struct PlainConsole: Sendable {
  /// What a command leads to.
  public struct Answer: Hashable, Sendable {
    /// Lines to print; safe for any terminal.
    public var lines: [String] = []
    /// What is asked of the run.
    public var actions: [RunCommand.Action] = []
    /// Why that is asked, in the operator's words.
    public var reason: String?
    /// What further commands have to wait for.
    public var condition: Condition?
    /// What of a rollback is asked for.
    public var rollback: Rollback?
    /// What is asked about the runs of this machine.
    public var question: Question?
    /// Where a replay is to go.
    public var place: ReplayStep?
    /// Which events are printed from now on, if that is to change.
    public var detail: Detail?
  }

  /// What is asked of who can roll the run back.
  public enum Rollback: Hashable, Sendable {
    /// To tell what going back to a checkpoint, or to the newest one, would lose.
    case plan(checkpoint: Int?)
    /// To do it.
    case go(checkpoint: Int)
  }

  /// What is asked about the runs of this machine.
  public enum Question: Hashable, Sendable {
    /// Which there are.
    case runs
    /// How two of them differ, by step, tokens or time.
    case compare(String, String, by: String)
  }

  /// A step of a run that is shown again.
  public enum ReplayStep: Hashable, Sendable {
    case number(Int)
    /// So many steps on, or back where it is negative.
    case by(Int)
    case last
  }

  /// Something that a script can wait for.
  public enum Condition: Hashable, Sendable {
    case paused
    case running
    /// A task waits for review.
    case held
    case flagged
    /// A step is finished.
    case step(Int)
    case stopped
  }

  /// Which events are printed as they happen.
  public enum Detail: String, CaseIterable, Hashable, Sendable {
    case all
    /// Those that the dashboard's list of events shows.
    case notable
    /// Only the answers to what was asked here.
    case none
  }

  var state: State
  /// Whether the run is over and only shown again, step by step.
  let isReplay: Bool

  public init(isReplay: Bool = false) {
    state = State(size: Size(columns: 100, rows: 1_000), isReadOnly: isReplay)
    self.isReplay = isReplay
  }

  /// Forgets the run: another one is shown from now on.
  public mutating func restart() { state = state.restarted() }

  /// Takes in events of the run.
  public mutating func take(_ events: [RunEvent], at time: Double) {
    _ = reduce(&state, .events(events, at: time))
    // The events are printed themselves; a notice left here would answer the next command.
    state.interface.notice = nil
  }

  /// Whether an event is printed at a level of detail.
  public static func prints(_ event: RunEvent, at detail: Detail) -> Bool {
    switch detail {
    case .all: event.kind != .rolloutText
    case .notable: EventLog.words(event) != nil
    case .none: event.kind == .commandRefused || event.kind == .rulesTried
    }
  }

  /// Whether what was waited for has come; true for everything once the run has ended.
  public func isMet(_ condition: Condition) -> Bool {
    if case .stopped = state.run.status { return true }
    return switch condition {
    case .paused: state.run.status == .paused
    case .running: state.run.status == .running
    case .held: !state.tasks.held.isEmpty
    case .flagged: state.flags.openCount > 0
    case .step(let step): (state.signals.points.last?.step ?? 0) >= step
    case .stopped: false
    }
  }

  /// Obeys one line of input.
  public mutating func obey(_ line: String) -> Answer {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    guard let word = words.first else { return Answer() }
    let number = words.count > 1 ? Int(words[1]) : nil
    switch word {
    case "help", "?": return Answer(lines: help)
    case "status": return Answer(lines: status)
    case "queue": return Answer(lines: queue)
    case "tasks": return Answer(lines: tasks(number ?? 20))
    case "show" where words.count == 2: return show(words[1])
    case "flags": return Answer(lines: flags(number ?? 20))
    case "flag" where words.count == 2 && number != nil: return flag(number ?? 0)
    case "signals": return Answer(lines: signals)
    case "constraints": return Answer(lines: text(of: .form) + text(of: .revisions))
    case "safety": return Answer(lines: text(of: .safety))
    case "timeline": return Answer(lines: timeline(number ?? 20))
    case "log": return Answer(lines: log(number ?? 20))
    case "wait": return wait(words)
    case "runs": return Answer(question: .runs)
    case "compare":
      guard words.count == 3 || words.count == 4 else {
        return fault("write: compare RUN RUN, and then step, tokens or time")
      }
      return Answer(
        question: .compare(words[1], words[2], by: words.count == 4 ? words[3] : "step"))
    case "on" where isReplay: return Answer(place: .by(max(1, number ?? 1)))
    case "back" where isReplay: return Answer(place: .by(-max(1, number ?? 1)))
    case "step" where isReplay && number != nil: return Answer(place: .number(number ?? 0))
    case "last" where isReplay: return Answer(place: .last)
    case "lines":
      guard words.count == 2, let detail = Detail(rawValue: words[1]) else {
        return fault("write: lines all, lines notable or lines none")
      }
      return Answer(lines: ["lines: \(detail.rawValue)"], detail: detail)
    default: return act(line)
    }
  }

  private mutating func act(_ line: String) -> Answer {
    do throws(TypedCommand.Fault) {
      switch try TypedCommand(TypedCommand.splittingReason(from: line).command) {
      case .go, .find, .filter, .theme, .snapshot:
        return fault("that is for the dashboard; 'show TASK' and 'flag N' show one here")
      default: break
      }
      let effects = try state.obey(line)
      var actions: [RunCommand.Action] = []
      var reason: String?
      for effect in effects {
        switch effect {
        case .send(let action, let why):
          actions.append(action)
          reason = why
        case .planRollback(let step): return Answer(rollback: .plan(checkpoint: step))
        case .rollBack(let step): return Answer(rollback: .go(checkpoint: step))
        default: break
        }
      }
      if let notice = state.interface.notice {
        state.interface.notice = nil
        return Answer(
          lines: [Self.safe(notice.text.text + " " + notice.detail)], actions: actions,
          reason: reason)
      }
      let name = line.split(separator: " ").prefix(2).joined(separator: " ")
      return Answer(
        lines: [actions.isEmpty ? "nothing to do: \(Self.safe(name))" : "sent: \(Self.safe(name))"],
        actions: actions, reason: reason)
    } catch {
      return fault(error.message)
    }
  }

  private func wait(_ words: [String]) -> Answer {
    let condition: Condition? =
      switch words.dropFirst().first {
      case "paused": .paused
      case "running": .running
      case "queue": .held
      case "flag": .flagged
      case "stopped": .stopped
      case "step": words.count == 3 ? Int(words[2]).map(Condition.step) : nil
      default: nil
      }
    guard let condition else {
      return fault("write: wait paused, running, queue, flag, stopped or step N")
    }
    return Answer(condition: condition)
  }

  func fault(_ message: String) -> Answer {
    Answer(lines: ["cannot: " + Self.safe(message)])
  }

  static func safe(_ text: String) -> String {
    DisplayText(text).string.replacing("\n", with: " / ")
  }
}
