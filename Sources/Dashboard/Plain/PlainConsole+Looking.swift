import Core

extension PlainConsole {
  var help: [String] {
    let looking = [
      ("status", "where the run is"), ("queue", "the tasks that wait for review"),
      ("tasks [N]", "the newest tasks"), ("show TASK", "all that is known of a task"),
      ("flags [N]", "the open flags, the gravest first"), ("flag N", "a flag and its text"),
      ("signals", "the statistics of the last step"), ("constraints", "the rules in force"),
      ("safety", "what monitors saw and reviewers said"),
      ("timeline [N]", "what changed the course of the run"), ("log [N]", "the newest events"),
      ("lines all|notable|none", "which events are printed as they happen"),
      ("runs", "the runs of this machine"),
      ("compare RUN RUN [BY]", "how two runs differ, by step, tokens or time"),
      ("wait WHAT", "hold further commands until paused, running, queue, flag, stopped or step N"),
    ]
    let scrubbing = [
      ("on [N]", "so many steps on"), ("back [N]", "so many steps back"),
      ("step N", "to the end of a step"), ("last", "to the end of the run"),
    ]
    let acting =
      isReplay
      ? scrubbing
      : TypedCommand.forms.filter {
        $0.isDecision || ["rule", "add-rule", "why"].contains($0.word)
      }.map {
        ($0.usage, $0.description)
      }
    return (looking + acting).map { usage, words in
      usage + String(repeating: " ", count: max(1, 24 - usage.count)) + words
    } + ["A task is named by its id or the first digits of it."]
  }

  var status: [String] {
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

  var queue: [String] {
    let held = state.tasks.held.compactMap { state.tasks[$0] }
    if held.isEmpty { return ["nothing waits for review"] }
    return held.map { record in
      let why = record.hold.map { ": \($0.cause)" } ?? ""
      return Self.safe(row(record) + why)
    }
  }

  func tasks(_ count: Int) -> [String] {
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

  func show(_ typed: String) -> Answer {
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

  func flags(_ count: Int) -> [String] {
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

  mutating func flag(_ number: Int) -> Answer {
    guard state.flags[FlagID(rawValue: number)] != nil else {
      return fault("no flag \(number) is in memory")
    }
    state.interface.flag = FlagID(rawValue: number)
    return Answer(lines: text(of: .flag))
  }

  var signals: [String] {
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

  func timeline(_ count: Int) -> [String] {
    state.timeline.entries.suffix(max(1, count)).map { entry in
      Self.safe("\(Chrome.clock(entry.time).text) step \(entry.step) \(entry.text)")
    }
  }

  func log(_ count: Int) -> [String] {
    state.trace.events.suffix(max(1, count)).map { Self.safe(EventLine.text($0)) }
  }

  /// The text of a pane.
  func text(of pane: Pane) -> [String] { lines(context.content(of: pane)) }

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
