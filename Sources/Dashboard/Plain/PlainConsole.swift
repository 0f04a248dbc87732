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
    /// What further commands have to wait for.
    public var condition: Condition?
    /// What of a rollback is asked for.
    public var rollback: Rollback?
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
    case none
  }

  private var state: State

  public init() { state = State(size: Size(columns: 100, rows: 1_000)) }

  /// Forgets the run: another one is shown from now on.
  public mutating func restart() { state = state.restarted() }

  /// Takes in events of the run.
  public mutating func take(_ events: [RunEvent], at time: Double) {
    _ = reduce(&state, .events(events, at: time))
  }

  /// Whether an event is printed at a level of detail.
  public static func prints(_ event: RunEvent, at detail: Detail) -> Bool {
    switch detail {
    case .all: event.kind != .rolloutText
    case .notable: EventLog.words(event) != nil
    case .none: false
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
    case "help", "?": return Answer(lines: Self.help)
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
      let command = try TypedCommand(line)
      switch command {
      case .go, .find, .filter, .theme, .snapshot:
        return fault("that is for the dashboard; 'show TASK' and 'flag N' show one here")
      default: break
      }
      let effects = try state.obey(command)
      let actions = effects.compactMap { effect in
        if case .send(let action) = effect { action } else { nil }
      }
      for effect in effects {
        switch effect {
        case .planRollback(let step): return Answer(rollback: .plan(checkpoint: step))
        case .rollBack(let step): return Answer(rollback: .go(checkpoint: step))
        default: break
        }
      }
      if let notice = state.interface.notice {
        state.interface.notice = nil
        return Answer(lines: [Self.safe(notice.text.text + " " + notice.detail)], actions: actions)
      }
      let name = line.split(separator: " ").prefix(2).joined(separator: " ")
      return Answer(
        lines: [actions.isEmpty ? "nothing to do: \(Self.safe(name))" : "sent: \(Self.safe(name))"],
        actions: actions)
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

  private func fault(_ message: String) -> Answer {
    Answer(lines: ["cannot: " + Self.safe(message)])
  }

  static func safe(_ text: String) -> String {
    DisplayText(text).string.replacing("\n", with: " / ")
  }
}

extension PlainConsole {
  private static var help: [String] {
    let looking = [
      ("status", "where the run is"), ("queue", "the tasks that wait for review"),
      ("tasks [N]", "the newest tasks"), ("show TASK", "all that is known of a task"),
      ("flags [N]", "the open flags, the gravest first"), ("flag N", "a flag and its text"),
      ("signals", "the statistics of the last step"), ("constraints", "the rules in force"),
      ("safety", "what monitors saw and reviewers said"),
      ("timeline [N]", "what changed the course of the run"), ("log [N]", "the newest events"),
      ("lines all|notable|none", "which events are printed as they happen"),
      ("wait WHAT", "hold further commands until paused, running, queue, flag, stopped or step N"),
    ]
    let acting = TypedCommand.forms.filter { $0.isDecision || $0.word == "rule" }.map {
      ($0.usage, $0.description)
    }
    return (looking + acting).map { usage, words in
      usage + String(repeating: " ", count: max(1, 24 - usage.count)) + words
    } + ["A task is named by its id or the first digits of it."]
  }

  private var status: [String] {
    let run = state.run
    var line = "run \(run.name): \(run.status.word.text.lowercased()), step \(run.step)"
    if let limit = run.stepLimit { line += " of \(limit)" }
    if let checkpoint = run.checkpoint { line += ", checkpoint \(checkpoint)" }
    var lines = [Self.safe(line)]
    lines.append(
      "review: \(run.policy.title); \(state.tasks.held.count) held; \(state.flags.openCount) open "
        + "flags, \(state.flags.openHighCount) of high severity")
    if let alarm = state.alarm {
      lines.append("alarm: " + Self.safe("\(alarm.code): \(alarm.message)"))
    }
    return lines
  }

  private var queue: [String] {
    let held = state.tasks.held.compactMap { state.tasks[$0] }
    if held.isEmpty { return ["nothing waits for review"] }
    return held.map { record in
      let why = record.hold.map { ": \($0.cause)" } ?? ""
      return Self.safe(row(record) + why)
    }
  }

  private func tasks(_ count: Int) -> [String] {
    let rows = state.tasks.order.suffix(max(1, count)).reversed().compactMap { state.tasks[$0] }
    return rows.isEmpty ? ["no task has been proposed yet"] : rows.map { Self.safe(row($0)) }
  }

  private func row(_ record: TaskRecord) -> String {
    var line =
      "\(record.task?.rawValue ?? "rollout \(record.id.rawValue)") \(record.type.rawValue) "
      + "step \(record.step) \(state.words(for: record).0.text)"
    if let rate = record.solveRate { line += ", solve rate \(Chrome.fixed(rate, 2).text)" }
    if let reward = record.reward { line += ", reward \(Chrome.fixed(reward, 2).text)" }
    if !record.flags.isEmpty { line += ", \(record.flags.count) flags" }
    return line
  }

  private func show(_ typed: String) -> Answer {
    do throws(TypedCommand.Fault) {
      let record = try state.record(named: typed)
      var lines = lines(context.proposal(record))
      for index in record.solvers.indices {
        lines.append("rollout \(index + 1) of \(record.solvers.count)")
        lines += self.lines(context.solver(record, index))
      }
      return Answer(lines: lines)
    } catch {
      return fault(error.message)
    }
  }

  private func flags(_ count: Int) -> [String] {
    if state.flags.openCount == 0 {
      return ["no flag is open; that does not show that the tasks are safe"]
    }
    return (0..<min(max(1, count), state.flags.openCount)).compactMap { row in
      guard let record = state.flags.flag(at: row).flatMap({ state.flags[$0] }) else { return nil }
      let flag = record.flag
      return Self.safe(
        "flag \(flag.id) \(flag.severity.rawValue) \(flag.rule) step \(record.step) task "
          + "\(flag.task): \(flag.detail) (\(state.flags.measure(of: flag.rule, flag.quality).text))"
      )
    }
  }

  private mutating func flag(_ number: Int) -> Answer {
    guard state.flags[FlagID(rawValue: number)] != nil else {
      return fault("no flag \(number) is in memory")
    }
    state.interface.flag = FlagID(rawValue: number)
    return Answer(lines: text(of: .flag))
  }

  private var signals: [String] {
    guard let point = state.signals.points.last else { return ["no step is finished yet"] }
    let all = context.series(steps: 20).map { series in
      let trend: String =
        switch series.trend(.ascii).text {
        case "^": ", rising"
        case "v": ", falling"
        default: ""
        }
      return "\(series.name.text) \(series.latest.text)\(trend)"
    }
    return ["step \(point.step): " + all.joined(separator: "; ")] + text(of: .cells)
  }

  private func timeline(_ count: Int) -> [String] {
    state.timeline.entries.suffix(max(1, count)).map { entry in
      Self.safe("\(Chrome.clock(entry.time).text) step \(entry.step) \(entry.text)")
    }
  }

  private func log(_ count: Int) -> [String] {
    state.trace.events.suffix(max(1, count)).map { Self.safe(EventLine.text($0)) }
  }

  /// The text of a pane.
  private func text(of pane: Pane) -> [String] { lines(context.content(of: pane)) }

  private var context: PaneContext {
    PaneContext(
      state: state, glyphs: .ascii, charset: .unicode,
      size: Rect(row: 0, column: 0, rows: 1_000, columns: 100), form: .wide)
  }

  private func lines(_ content: PaneContent) -> [String] {
    content.lines.map(\.plain).filter { !$0.isEmpty }
  }
}

extension Line {
  /// The line as text, without spaces at its end.
  fileprivate var plain: String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .chrome(let chrome, _): text += chrome.text
      case .foreign(let foreign, let range, _, _):
        text.unicodeScalars.append(contentsOf: foreign.elements[range].map(\.scalar))
      }
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}
