import Core

extension PaneContext {
  /// What the operator's rules would have hit among the newest chains of thought.
  var ruleTrial: PaneContent {
    var content = PaneContent(title: Line("Rules, tried before they are saved", .title))
    guard let tried = state.rules.tried else {
      content.lines = words("The rules are being tried on the newest chains of thought.", .held)
      return content
    }
    if let fault = tried.fault {
      content.lines =
        words("The file cannot be used. E opens it again: it is kept.", .danger)
        + labelled("fault", fault, .danger)
      return content
    }
    for rule in tried.rules {
      var head = Line("\(rule.severity.signs) ", .flag(rule.severity))
      head.add(cut: text(rule.name), to: max(8, columns - 44), .title, more: glyphs.more)
      let share = rule.read == 0 ? 0 : Double(rule.hit) * 1_000 / Double(rule.read)
      head.add("  \(rule.hit) of \(rule.read) chains, \(.fixed(share, 1)) in 1,000", .info)
      content.lines.append(head)
      content.lines += rule.examples.map(example)
    }
    if tried.rules.isEmpty { content.lines = words("The file has no rules.") }
    content.lines += words("What these hits are worth shows as readers confirm and dismiss them.")
    content.lines += words("A rule that hits nothing is not shown to be of any use.")
    content.lines += words(
      state.rules.isSavable
        ? "w saves the file into the run; its rules read texts from the next step on."
        : "Only a try: :add-rule NAME SEVERITY PATTERN puts a rule into the run's file.",
      .held)
    return content
  }

  private func example(_ example: RulesTried.Example) -> Line {
    var line = Line("  #\(example.rollout.rawValue) \(example.role) ", .dim)
    line.add("\(glyphs.gutter) ", .gutter)
    // One scalar for another, so that the hit stays where it is.
    let shown = text(example.text.replacing("\n", with: " "))
    let hit = shown.elements(ofScalars: example.start..<max(example.start, example.end))
    line.add(shown, 0..<shown.elements.count, .chain, hit: hit)
    return line
  }
}
