extension PaneContext {
  /// The commands that the typed text may mean.
  var palette: PaneContent {
    var content = PaneContent(title: Line("Commands", .title))
    guard case .palette(let editor, let selected) = state.interface.mode else { return content }
    let entries = state.paletteEntries(editor.text)
    if entries.isEmpty { content.lines = words("No command is called that.") }
    let keyWidth = columns < 60 ? 0 : 12
    for (index, entry) in entries.enumerated() {
      if index == selected { content.selected = index }
      var line = Line(index == selected ? Chrome(glyphs.selected) : " ", .accent)
      line.add(text(entry.text), entry.isValid ? .key : .dim)
      line.pad(to: 24)
      if keyWidth > 0 {
        line.add(entry.keys.cut(to: keyWidth - 1), .info)
        line.pad(to: 24 + keyWidth)
      }
      line.add(text(entry.description), entry.isValid ? .text : .dim)
      if !entry.isValid { line.add(" (not now)", .dim) }
      content.lines.append(line)
    }
    return content
  }

  /// The themes, of which the selected one is tried on.
  var themeList: PaneContent {
    var content = PaneContent(title: Line("Themes", .title))
    guard case .themes(let selected) = state.interface.mode else { return content }
    for (index, name) in state.themes.enumerated() {
      if index == selected { content.selected = content.lines.count }
      var line = Line(index == selected ? Chrome(glyphs.selected) : " ", .accent)
      line.add(text(name), .text)
      if name == state.interface.theme { line.add("  in use", .dim) }
      content.lines.append(line)
    }
    content.lines.append(Line())
    var sample = Line("ok ", .ok)
    sample.add("info ", .info)
    sample.add("warn ", .warn)
    sample.add("danger ", .danger)
    sample.add("HELD ", .held)
    sample.add("vetoed ", .vetoed)
    sample.add("{U+200B}", .hidden)
    content.lines.append(sample)
    var heat = Line("cold ", .dim)
    for role in StyleRole.heat { heat.add("   ", role) }
    heat.add(" hot", .dim)
    content.lines.append(heat)
    return content
  }

  /// The bytes of the text that is shown, in hexadecimal and as ASCII.
  var bytes: PaneContent {
    let bytes = Array(state.shownText.utf8.prefix(64 * 1024))
    var content = PaneContent(title: Line("Bytes of the text (\(bytes.count))", .title))
    if bytes.isEmpty { content.lines = words("There is no text here.") }
    let perLine = columns >= 78 ? 16 : columns >= 44 ? 8 : 4
    for start in stride(from: 0, to: bytes.count, by: perLine) {
      let row = bytes[start..<min(bytes.count, start + perLine)]
      var line = Line("\(Chrome.hexadecimal(UInt32(start), digits: 6))  ", .dim)
      for byte in row {
        let isPlain = (0x20..<0x7F).contains(byte) || byte == 0x0A
        line.add("\(Chrome.hexadecimal(UInt32(byte), digits: 2)) ", isPlain ? .text : .hidden)
      }
      line.pad(to: 9 + perLine * 3)
      line.add("\(glyphs.gutter) ", .gutter)
      for byte in row {
        let isPlain = (0x20..<0x7F).contains(byte)
        line.add(Chrome(isPlain ? Unicode.Scalar(byte) : "."), isPlain ? .model : .dim)
      }
      content.lines.append(line)
    }
    return content
  }
}
