extension PaneContext {
  /// The keys that are valid in the view at hand, or all of its keys, in as many columns as fit.
  var help: PaneContent {
    let showsAll = state.interface.helpShowsAll
    let valid = state.browseBindings
    let bindings =
      (showsAll ? state.keyMap.applied(to: state.keyTable) : valid)
      .filter { !$0.keys.isEmpty }
    let validNames = Set(valid.map(\.name))
    let columnCount = max(1, columns / 38)
    let perColumn = (bindings.count + columnCount - 1) / columnCount
    var content = PaneContent(
      title: Line(showsAll ? "All keys of this view" : "Keys valid here", .title))
    for row in 0..<perColumn {
      var line = Line()
      for column in 0..<columnCount {
        let index = column * perColumn + row
        guard index < bindings.count else { continue }
        line.pad(to: column * 38)
        let isValid = validNames.contains(bindings[index].name)
        line.add(bindings[index].label.aligned(to: 11), isValid ? .key : .dim)
        line.add("  \(bindings[index].description)", isValid ? .text : .dim)
      }
      content.lines.append(line)
    }
    content.lines.append(Line())
    if !showsAll { content.lines += words("? again lists the keys that mean nothing now too.") }
    content.lines += words(
      "0 begins a count: 012j is twelve rows down, 012G is row 12. : lists every command by name.")
    content.lines += words("Decisions are about the task id on the last line. Enter never decides.")
    return content
  }
}
