import Core

extension RunComparison {
  /// The names of the two runs, told apart even when they are equal.
  var names: (String, String) {
    let (a, b) = (first.identity.name, second.identity.name)
    return a == b ? (a + " (first)", b + " (second)") : (a, b)
  }

  /// The comparison as a page.
  public func page() throws -> Page {
    Page(
      title: "Runs \(names.0) and \(names.1)",
      sections: [
        Page.Section(title: "Curves", content: charts),
        Page.Section(title: "Settings that differ", content: settingsTable),
        Page.Section(title: "Constraint revisions", content: try revisions()),
        Page.Section(title: "The same tasks", content: taskSides),
      ])
  }

  private var charts: Markup {
    .element(
      "div", ["class": "charts"],
      Curve.Group.allCases.flatMap { group in
        pairs(group).map { pair in
          let chart = LineChart(
            title: group.rawValue + (pair.name == group.rawValue ? "" : ": " + pair.name),
            xTitle: alignment.title,
            series: [
              LineChart.Series(name: names.0, points: pair.first?.points ?? []),
              LineChart.Series(name: names.1, points: pair.second?.points ?? []),
            ], yRange: group.range)
          return .element("figure", [:], [chart.markup])
        }
      })
  }

  private var settingsTable: Markup {
    .table(
      ["setting", names.0, names.1],
      settings.map {
        [
          .foreign($0.name, limit: 120), .foreign($0.first ?? "-", limit: 400),
          .foreign($0.second ?? "-", limit: 400),
        ]
      })
  }

  private func revisions() throws -> Markup {
    .table(
      ["revision", "field", names.0, names.1],
      try revisionDifferences().map { number, change in
        [
          .text("\(number)"), .text(change.field), .foreign(change.before, limit: 600),
          .foreign(change.after, limit: 600),
        ]
      })
  }

  /// What differs between the revisions of the same number, with `before` for the first run. A run
  /// that has no revision of a number keeps its last one.
  public func revisionDifferences() throws -> [(number: Int, change: ConstraintChange)] {
    func revisions(_ digest: RunDigest) -> [Int: Constraints] {
      var sets: [Int: Constraints] = [:]
      if let start = digest.started { sets[0] = start.constraints.constraints }
      for entry in digest.revisions {
        sets[entry.value.revision.number] = entry.value.revision.constraints
      }
      return sets
    }
    let (old, new) = (revisions(first), revisions(second))
    let last = max(old.keys.max() ?? 0, new.keys.max() ?? 0)
    var (left, right) = (Constraints(), Constraints())
    return try (0...last).flatMap { number -> [(number: Int, change: ConstraintChange)] in
      left = old[number] ?? left
      right = new[number] ?? right
      return try ConstraintChange.between(left, right).map { (number, $0) }
    }
  }

  private var taskSides: Markup {
    guard !tasks.isEmpty else {
      return .element("p", ["class": "dim"], text: "The runs have no solved task in common.")
    }
    return tasks.map { task in
      .element("h3", [:], [.text("Task "), .foreign(task.task.rawValue, limit: 40)])
        + .element("pre", [:], [.foreign(task.program + "\n# " + task.input)])
        + .element(
          "div", ["class": "side"], [side(task.first, names.0), side(task.second, names.1)])
    }.joined
  }

  private func side(_ side: TaskComparison.Side, _ name: String) -> Markup {
    let correct = side.rollouts.count { $0.correct }
    let title = "\(name): \(correct) of \(side.rollouts.count) correct"
    return .element(
      "div", [:],
      [.element("h3", [:], [.foreign(title)])]
        + side.rollouts.prefix(3).map { rollout in
          .element(
            "pre", [:],
            [
              .element(
                "span", ["class": rollout.correct ? "good" : "bad"],
                text: rollout.correct ? "correct " : "wrong "),
              .foreign("answer: \(rollout.answer ?? "(malformed)")\n\(rollout.chain)"),
            ])
        })
  }
}
