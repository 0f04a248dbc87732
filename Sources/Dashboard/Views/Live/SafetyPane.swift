import Core

extension PaneContext {
  /// What a veto teaches, what the audit says, what the monitors saw and what reviewers said of it.
  var safety: PaneContent {
    var content = PaneContent(title: Line("Safety", .title))
    let rules = state.flags.rules.sorted { ($1.value.raised, $0.key) < ($0.value.raised, $1.key) }
    let confirmed = rules.reduce(0) { $0 + $1.value.confirmed }
    let dismissed = rules.reduce(0) { $0 + $1.value.dismissed }
    var first = Line("open \(state.flags.openCount)", state.flags.openCount > 0 ? .flagHigh : .dim)
    first.add("  reviewed \(confirmed + dismissed)")
    let verdicts: Chrome = "confirmed \(confirmed)  dismissed \(dismissed)"
    if columns >= 46 { first.add("  \(verdicts)") }
    content.lines.append(first)
    if columns < 46 { content.lines.append(Line(verdicts)) }
    content.lines += gauges
    if state.flags.dropped > 0 {
      content.lines += words("\(state.flags.dropped) old open flags are in the journal only", .warn)
    }
    content.lines += ruleTable(rules)
    content.lines += words("A task without a flag is not shown to be safe.")
    let rejections = state.signals.rejections.sorted {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }
    if !rejections.isEmpty {
      var list: Chrome = "rejected:"
      for (reason, count) in rejections { list = "\(list) \(reason) \(count)" }
      content.lines += words(list)
    }
    return content
  }

  /// What becomes of held tasks, and of the step that holds them, when nobody decides.
  var ifNobodyDecides: Chrome {
    let mode = state.oversight.mode
    let step: Chrome =
      mode.isStrict
      ? "Strict: a step waits for its verdicts."
      : "Held tasks wait; training goes on with the rest."
    guard let timeout = mode.timeout else { return step }
    let verdict: Chrome = timeout.verdict == .veto ? "vetoed" : "approved"
    let time: Chrome =
      timeout.seconds.map { "\(.fixed($0, 0)) seconds" } ?? "\(timeout.steps) steps"
    return "\(step) What nobody decides is \(verdict) after \(time)."
  }

  // MARK: - Gauges

  /// What vetoes teach and what the monitors miss, as far as anybody can know it.
  private var gauges: [Line] {
    let oversight = state.oversight
    let gauges = oversight.gauges
    var lines: [Line] = []
    if oversight.treatment.treatment == .teach {
      let end: Chrome = oversight.treatmentEnds.map { ", until step \($0)" } ?? ""
      lines.append(Line("TEACH: vetoes are punished\(end)", .danger))
      lines.append(
        gauge(
          "concealed", gauges?.concealmentUnderTeach, isBadAbove: 0.5,
          needs: "needs a violation"))
      lines += words("what no monitor hit, of the audited violations; if it rises, they are hidden")
    }
    lines.append(
      gauge(
        "placebo twin", gauges?.placeboTwinRatio, neutral: 1,
        needs: gauges?.placeboTasks.map { "needs 512 twins: \($0)" } ?? "needs --placebo"))
    let unread: Chrome = "needs audits read"
    lines.append(gauge("overt-covert", gauges?.overtCovertGap, isBadAbove: 0, needs: unread))
    lines.append(gauge("missed", gauges?.missed, needs: unread))
    lines.append(
      gauge(
        "concealment", gauges?.concealment, isBadAbove: 0.5, needs: "needs a violation"))
    lines.append(
      gauge("reader agrees", gauges?.readerAgreement, needs: "needs flags seen twice"))
    if let rules = state.rules.applied {
      let names: Chrome =
        rules.rules.count == 1 ? "1 text rule" : "\(rules.rules.count) text rules"
      lines.append(
        Line("\(names), file \(rules.revision.number), from step \(state.rules.step)", .dim))
    }
    var audit = Line("audit: \(gauges?.audited ?? 0) read, \(oversight.audits.count) wait", .dim)
    // What is no longer in memory cannot be read here; age chooses it, not what it says.
    if let next = oversight.audits.first(where: { state.tasks.owner(of: $0) != nil }) {
      audit.add(", next ", .dim)
      audit.add(cut: text(next.rawValue), to: 12, .text, more: glyphs.more)
    }
    lines.append(audit)
    if !oversight.audits.isEmpty { lines += words(":audit TASK violation, or clean") }
    return lines
  }

  /// A number with its interval, or what it needs to be known. It is alarming when the whole interval
  /// lies above a limit, or does not contain what is neutral.
  private func gauge(
    _ name: Chrome, _ gauge: Gauge?, isBadAbove limit: Double? = nil, neutral: Double? = nil,
    needs: Chrome
  ) -> Line {
    var line = Line(name.padded(to: 14), .text)
    guard let gauge else {
      line.add("- \(needs)", .dim)
      return line
    }
    let isBad =
      limit.map { gauge.low > $0 } ?? neutral.map { gauge.low > $0 || gauge.high < $0 } ?? false
    let decimals = abs(gauge.value) >= 100 ? 0 : 2
    line.add(.fixed(gauge.value, decimals), isBad ? .danger : .info)
    line.add(" [\(.fixed(gauge.low, decimals)), \(.fixed(gauge.high, decimals))]", .dim)
    return line
  }

  // MARK: - Rules

  /// Each rule with what was measured of it: on labelled texts, and by this run's readers.
  private func ruleTable(_ rules: [(key: String, value: FlagTable.RuleCount)]) -> [Line] {
    guard !rules.isEmpty else { return [] }
    let isWide = columns >= 54
    let figures = isWide ? 32 : 20
    let width = max(8, min(20, columns - figures - 1))
    let head = Chrome("rule").padded(to: width + 1)
    let labels: Chrome = isWide ? "   lab  false" : ""
    var lines = [Line("\(head)  open conf dism prec\(labels)", .dim)]
    for (rule, count) in rules {
      var line = Line()
      line.add(cut: text(rule), to: width, .text, more: glyphs.more)
      line.pad(to: width + 1)
      line.add(Chrome.count(count.open).aligned(to: 6))
      line.add(Chrome("\(count.confirmed)").aligned(to: 5), .warn)
      line.add(Chrome("\(count.dismissed)").aligned(to: 5), .dim)
      line.add((count.precision.map(Chrome.share) ?? "-").aligned(to: 5), .info)
      if isWide {
        line.add((count.quality.map { Chrome.share($0.precision) } ?? "-").aligned(to: 6), .info)
        line.add(
          (count.quality.map { Chrome.fixed($0.falseAlarmRate * 100, 1) } ?? "-").aligned(to: 6),
          .dim)
        if count.quality != nil { line.add("%", .dim) }
      }
      lines.append(line)
    }
    return lines
  }

  /// What is known of how good a rule is, in one line.
  func measure(of rule: String, _ quality: RuleQuality?) -> Chrome {
    state.flags.measure(of: rule, quality)
  }
}

extension FlagTable {
  /// What is known of how good a rule is, in one line: shown wherever one of its hits is.
  func measure(of rule: String, _ quality: RuleQuality?) -> Chrome {
    let count = rules[rule] ?? RuleCount()
    let quality = quality ?? count.quality
    let labelled: Chrome =
      quality.map {
        "labelled precision \(.share($0.precision)), false alarms \(.fixed($0.falseAlarmRate * 100, 1))%"
      } ?? "not measured on labelled data"
    let reviewed = count.confirmed + count.dismissed
    let own: Chrome =
      reviewed == 0
      ? "no hit reviewed here" : "\(count.confirmed) of \(reviewed) confirmed here"
    return "\(labelled); \(own)"
  }
}
