import Core

extension PaneContext {
  /// The late tasks by difficulty in each of the six cells: how many, and with what reward.
  var difficultyMap: PaneContent {
    let map = state.difficulty
    var title = Line("Difficulty", .title)
    title.add("  last \(map.taskCount) tasks", .dim)
    var content = PaneContent(title: title)
    guard map.taskCount > 0 else {
      content.lines = words("No task has been scored yet.")
      return content
    }
    let labelWidth = columns < 56 ? 6 : 13
    let width = max(4, min(11, (columns - labelWidth) / DifficultyMap.buckets))
    var head = Line(Chrome(repeating: " ", count: labelWidth), .dim)
    for bucket in 0..<DifficultyMap.buckets {
      let low = Double(bucket) / Double(DifficultyMap.buckets)
      let high = Double(bucket + 1) / Double(DifficultyMap.buckets)
      let range: Chrome =
        width < 7 ? .share(high) : "\(.fixed(low, 1))-\(.fixed(high, 1))"
      head.add(range.aligned(to: width - 1).padded(to: width), .dim)
    }
    content.lines.append(head)
    for cell in Core.Cell.all { content.lines.append(row(of: cell, map, labelWidth, width)) }
    content.lines += words(
      "Difficulty is 1 - solve rate. Proposer: tasks; solver: graded rollouts; beside them the mean reward."
    )
    return content
  }

  private func row(
    of cell: Core.Cell, _ map: DifficultyMap, _ labelWidth: Int, _ width: Int
  ) -> Line {
    let short: Chrome = cell.role == .proposer ? "p" : "s"
    let name: Chrome =
      labelWidth < 13 ? "\(cell.type.letters) \(short)" : "\(cell.type.letters) \(cell.role)"
    var line = Line(name.padded(to: labelWidth))
    let fields = map.fields(of: cell)
    let most = max(1, fields.map(\.count).max() ?? 1)
    for field in fields {
      let level = field.count == 0 ? 0 : 1 + field.count * (StyleRole.heat.count - 2) / most
      var text: Chrome = .count(field.count)
      if width >= 9 {
        let reward = field.reward.map { Chrome.fixed($0, 2, signed: true) } ?? "-"
        text = "\(text.aligned(to: width - 7)) \(reward.aligned(to: 5))"
      } else {
        text = text.aligned(to: width - 1)
      }
      line.add(text, StyleRole.heat[min(level, StyleRole.heat.count - 1)])
      line.add(" ")
    }
    return line
  }
}
