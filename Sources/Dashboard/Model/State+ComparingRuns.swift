import Core

extension State {
  /// The two runs that are to be compared: the first one that is pinned with the selected one, or
  /// with the second that is pinned.
  var runsToCompare: (String, String)? {
    let pinned = interface.pinnedRuns
    guard let first = pinned.first else { return nil }
    if let selected = interface.runPath, selected != first { return (first, selected) }
    return pinned.count > 1 ? (first, pinned[1]) : nil
  }

  /// Shows two runs side by side, or no longer.
  mutating func toggleComparison() -> [Effect] {
    guard interface.comparedRuns == nil else {
      interface.comparedRuns = nil
      return []
    }
    guard let (first, second) = runsToCompare else {
      interface.notice = .init(
        text: "Space pins a run; then select another one and compare", role: .warn)
      return []
    }
    interface.comparedRuns = [first, second]
    interface.scroll[.run] = nil
    interface.focus[.runs] = .run
    if layout(size).form == .standard { interface.isZoomed = true }
    return [.compareRuns(first, second)]
  }
}
