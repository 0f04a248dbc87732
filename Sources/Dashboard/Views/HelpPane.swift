extension PaneContext {
  /// The keys that are valid in the view at hand, in as many columns as fit.
  var help: PaneContent {
    let bindings = state.browseBindings
    let columnCount = max(1, columns / 36)
    let perColumn = (bindings.count + columnCount - 1) / columnCount
    var content = PaneContent(title: Line("Keys valid here", .title))
    for row in 0..<perColumn {
      var line = Line()
      for column in 0..<columnCount {
        let index = column * perColumn + row
        guard index < bindings.count else { continue }
        line.pad(to: column * 36)
        line.add(bindings[index].label.aligned(to: 7), .key)
        line.add("  \(bindings[index].description)", .text)
      }
      content.lines.append(line)
    }
    content.lines.append(Line())
    content.lines += words("Decisions are about the task id on the last line. Enter never decides.")
    return content
  }
}
