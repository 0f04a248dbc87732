extension PaneContext {
  /// The keys that are valid in the view at hand, in as many columns as fit.
  var help: PaneContent {
    let bindings = state.browseBindings.filter { !$0.keys.isEmpty }
    let columnCount = max(1, columns / 38)
    let perColumn = (bindings.count + columnCount - 1) / columnCount
    var content = PaneContent(title: Line("Keys valid here", .title))
    for row in 0..<perColumn {
      var line = Line()
      for column in 0..<columnCount {
        let index = column * perColumn + row
        guard index < bindings.count else { continue }
        line.pad(to: column * 38)
        line.add(bindings[index].label.aligned(to: 11), .key)
        line.add("  \(bindings[index].description)", .text)
      }
      content.lines.append(line)
    }
    content.lines.append(Line())
    content.lines += words(
      "0 begins a count: 012j is twelve rows down, 012G is row 12. : lists every command by name.")
    content.lines += words("Decisions are about the task id on the last line. Enter never decides.")
    return content
  }
}
