import Core

extension State {
  /// Selects the next row of the list whose texts hold the query, from the selected one on and
  /// around the end.
  mutating func find(by step: Int) {
    guard !interface.query.isEmpty, rowCount > 0 else { return }
    interface.isFollowing = false
    let start = selectedRow ?? 0
    for distance in 1...rowCount {
      let row = ((start + step * distance) % rowCount + rowCount) % rowCount
      if matches(row: row) {
        select(row: row)
        return
      }
    }
    interface.notice = .init(text: "no row has the text that was searched for", role: .warn)
  }

  private func matches(row: Int) -> Bool {
    let texts: [String]
    switch interface.view {
    case .live: texts = tasks[tasks.order[tasks.order.count - 1 - row]]?.searchTexts ?? []
    case .queue: texts = tasks[tasks.held[row]]?.searchTexts ?? []
    case .flags:
      let flag = flags.flag(at: row).flatMap { flags[$0] }?.flag
      texts = flag.map { [$0.task.rawValue, $0.rule, $0.detail, $0.text] } ?? []
    case .constraints: texts = []
    }
    let query = interface.query.lowercased()
    return texts.contains { text in
      text.lowercased().contains(query) || text.skeleton.lowercased().contains(query)
    }
  }
}

extension TaskRecord {
  fileprivate var searchTexts: [String] {
    [
      task?.rawValue ?? "", type.rawValue, content.program, content.input, content.output,
      content.message, chain, rejectionDetail,
    ] + solvers.map(\.chain)
  }
}

extension String {
  /// The text without its hidden characters, so that a zero-width space in a word doesn't hide it
  /// from a search.
  fileprivate var skeleton: String {
    guard utf8.contains(where: { $0 >= 0x80 }) else { return self }
    let plain = DisplayText(self).elements.filter { $0.kind == .plain }
    return String(String.UnicodeScalarView(plain.map(\.scalar)))
  }
}
