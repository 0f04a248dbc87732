import Core

extension PaneContext {
  /// What a held task is like: the nearest task and what differs, how hard it is likely to be, and
  /// how tasks like it were decided.
  func comparison(_ record: TaskRecord) -> [Line] {
    guard let comparison = state.comparison, comparison.rollout == record.id else { return [] }
    guard let first = comparison.nearest.first, let nearest = state.tasks[first.rollout] else {
      return words("No \(record.type) task in memory is like it.")
    }
    var line = neighbourLine("nearest", first, nearest.task)
    let (word, role) = state.words(for: nearest)
    line.add(" \(word)", role)
    if let rate = nearest.solveRate { line.add(" solve \(.share(rate))", .solveRate) }
    var lines = [line]
    lines += difference(from: nearest.content, to: record.content)
    if let rate = comparison.expectedSolveRate {
      lines.append(
        Line("expected solve rate \(.share(rate)), by the nearest that were solved", .dim))
    }
    for neighbour in comparison.decided {
      guard let other = state.tasks[neighbour.rollout], let review = other.review else { continue }
      var line = neighbourLine("decided", neighbour, other.task)
      line.add(" \(Chrome(stringLiteral: review.verdict.word))", .vetoed)
      if let reason = review.reason { line.add(" \(reason)", .warn) }
      lines.append(line)
    }
    return lines
  }

  private func neighbourLine(
    _ label: Chrome, _ neighbour: HeldComparison.Neighbour, _ task: TaskID?
  ) -> Line {
    var line = Line(label.padded(to: 8), .title)
    line.add("\(glyphs.gutter) ", .gutter)
    line.add(cut: text(task?.rawValue ?? ""), to: idWidth, .text, more: glyphs.more)
    line.add(" \(Int((neighbour.likeness * 100).rounded()))% alike", .dim)
    return line
  }

  /// Most lines of a difference that are shown.
  private static let differenceLimit = 12

  /// What the second of two tasks says otherwise, a line each: `-` is the first's, `+` the second's.
  private func difference(from old: TaskContent, to new: TaskContent) -> [Line] {
    func rows(_ content: TaskContent) -> [String] {
      content.program.split(whereSeparator: \.isNewline).map(String.init)
        + (content.input.isEmpty ? [] : ["input \(content.input)"])
        + (content.message.isEmpty ? [] : ["message \(content.message)"])
    }
    let changes = rows(new).difference(from: rows(old))
    // Removals come from the end; people read from the top.
    let ordered = changes.removals.sorted { $0.offset < $1.offset } + changes.insertions
    var lines = ordered.sorted { ($0.offset, $0.sign) < ($1.offset, $1.sign) }
      .prefix(Self.differenceLimit).map { change in
        var line = Line(change.sign == 0 ? "- " : "+ ", change.sign == 0 ? .warn : .ok)
        line.add(cut: text(change.element), to: columns - 2, .model, more: glyphs.more)
        return line
      }
    if changes.count > Self.differenceLimit {
      lines.append(Line("\(changes.count - Self.differenceLimit) more lines differ", .dim))
    }
    return lines
  }
}

extension CollectionDifference.Change where ChangeElement == String {
  fileprivate var offset: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }

  fileprivate var element: String {
    switch self {
    case .insert(_, let element, _), .remove(_, let element, _): element
    }
  }

  /// 0 for what is gone, 1 for what is new.
  fileprivate var sign: Int {
    if case .remove = self { 0 } else { 1 }
  }
}
