import Core

extension State {
  /// The foreign text that the detail pane shows first of all: what is copied and whose bytes can be
  /// looked at.
  var shownText: String {
    switch interface.view {
    case .live, .queue:
      guard let record = decisionTask else { return "" }
      if case .solver(let id) = shownPage(of: record),
        let solver = record.solvers.first(where: { $0.id == id })
      {
        return solver.chain
      }
      let content = record.content
      return [content.program, content.input, content.message, record.chain]
        .filter { !$0.isEmpty }.joined(separator: "\n\n")
    case .flags: return interface.flag.flatMap { flags[$0] }?.flag.text ?? ""
    case .constraints:
      return constraints.current?.constraints.text(of: interface.field) ?? ""
    case .runs: return shownRun?.path ?? ""
    case .timeline: return shownMoment?.text ?? ""
    case .log: return shownEvent.map(EventLine.text) ?? ""
    }
  }

  /// Puts the shown text, made safe, on the clipboard.
  mutating func copy() -> [Effect] {
    let text = DisplayText(shownText).string
    if text.isEmpty { return [] }
    interface.notice = .init(
      text: "\(text.unicodeScalars.count) characters offered to the clipboard", role: .dim)
    return [.copy(text)]
  }
}
