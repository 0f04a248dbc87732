import Core

extension State {
  /// Selects the next row of the list whose texts hold the query, from the selected one on and
  /// around the end.
  mutating func find(by step: Int) {
    guard !interface.query.isEmpty, rowCount > 0 else { return }
    interface.isFollowing = false
    let query = interface.query.lowercased()
    let skeleton = TextSkeleton.of(query)
    let start = selectedRow ?? (step > 0 ? -1 : 0)
    for distance in 1...rowCount {
      let row = ((start + step * distance) % rowCount + rowCount) % rowCount
      let found = texts(ofRow: row).contains { text in
        text.lowercased().contains(query) || TextSkeleton.of(text).contains(skeleton)
      }
      if found {
        select(row: row)
        return
      }
    }
    interface.notice = .init(
      text: "no row has the text that was searched for", role: .warn, detail: interface.query)
  }

  /// The texts of a row of the list at hand that a search looks at.
  private func texts(ofRow row: Int) -> [String] {
    switch rowID(at: row, in: interface.view) {
    case .proposal(let id): tasks[id].map { texts(of: $0) } ?? []
    case .flag(let id): flags[id]?.texts ?? []
    case .run(let path):
      runs.first { $0.path == path }.map { [$0.name, $0.state, $0.path] } ?? []
    case .moment(let serial):
      timeline.index(of: serial).map { [timeline.entries[$0].text] } ?? []
    case .event(let serial): trace[serial].map { [EventLine.text($0)] } ?? []
    case nil: []
    }
  }

  /// Selects the next line of the log that warns; `step` is 1 for older lines, -1 for newer ones.
  mutating func findWarning(by step: Int) {
    var row = (selectedRow ?? (step > 0 ? -1 : 0)) + step
    while row >= 0, row < rowCount {
      if case .event(let serial)? = rowID(at: row, in: .log), trace[serial]?.isWarning ?? false {
        select(row: row)
        return
      }
      row += step
    }
    interface.notice = .init(
      text: step > 0 ? "no older line warns" : "no newer line warns", role: .warn)
  }

  /// Narrows the list of the view at hand; an empty text shows all of it.
  mutating func filter(by text: String) {
    let view = interface.view
    interface.isFollowing = false
    if text.isEmpty { return narrow(by: nil) }
    do throws(RegularExpression.Fault) {
      interface.filters[view] = try ListFilter(text)
    } catch {
      interface.mode = .filter(LineEditor(text))
      interface.notice = .init(text: "that is no filter:", role: .warn, detail: error.message)
      return
    }
    narrow(by: interface.filters[view])
    if selectedRow == nil { select(row: 0) }
  }

  /// Shows what a filter would leave while it is typed; the selection stays. What is no filter yet
  /// leaves the list as it is.
  mutating func preview(filter text: String) {
    if text.isEmpty {
      narrow(by: nil)
    } else if let filter = try? ListFilter(text) {
      narrow(by: filter)
    }
  }

  mutating func narrow(by filter: ListFilter?) {
    interface.filters[interface.view] = filter
    narrowed.reset(interface.view)
    narrowed.update(from: self)
  }
}
