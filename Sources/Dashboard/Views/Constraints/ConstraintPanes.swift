import Core

extension PaneContext {
  /// One line a field, with what became of its last edit below.
  var constraintForm: PaneContent {
    var title = Line("Constraints", .title)
    if let current = state.constraints.current { title.add("  revision R\(current.number)", .info) }
    var content = PaneContent(title: title)
    guard let constraints = state.constraints.current?.constraints else {
      content.lines = words("The run's constraints are not known yet.")
      return content
    }
    let labelWidth = 20
    for field in ConstraintField.allCases {
      let isSelected = field == state.interface.field
      if isSelected { content.selected = content.lines.count }
      var line = Line(isSelected ? Chrome(glyphs.selected) : " ", .accent)
      line.add(Chrome("\(field)").padded(to: labelWidth - 3), .text)
      line.add("\(glyphs.gutter) ", .gutter)
      if case .editing(field, let editor) = state.interface.mode {
        content.selected = nil
        content.cursor = addEditor(editor, to: &line, line: content.lines.count)
      } else {
        let value = constraints.text(of: field)
        line.add(text(value.isEmpty ? field.emptyValue : value), value.isEmpty ? .dim : .model)
      }
      content.lines.append(line)
      content.lines += editLines(field)
    }
    content.lines.append(Line())
    content.lines += words("An applied edit is a new revision, in force from the next step on.")
    return content
  }

  /// Draws the part of a text field around its cursor and says where the cursor is.
  private func addEditor(_ editor: LineEditor, to line: inout Line, line index: Int) -> (Int, Int) {
    let room = max(1, columns - line.width - 1)
    let before = text(String(String.UnicodeScalarView(editor.scalars.prefix(editor.cursor))))
    let cursor = before.width(of: before.line(0))
    let shown = text(editor.text)
    // The text is scrolled until the cursor is in sight.
    var start = 0
    while cursor - shown.width(of: 0..<start) > room, start < shown.elements.count { start += 1 }
    let column = line.width + cursor - shown.width(of: 0..<start)
    line.add(shown, start..<shown.line(0).upperBound, .editor)
    if line.width < columns { line.add(" ", .editor) }
    return (index, column)
  }

  private func editLines(_ field: ConstraintField) -> [Line] {
    switch state.constraints.edits[field] {
    case .pending(let typed):
      return labelled("sent", typed, .held) + words("waits to be checked")
    case .refused(let typed, let message):
      return labelled("typed", typed, .model) + labelled("refused", message, .danger)
    case .applied(let revision, let step):
      return [Line("applied as R\(revision) from step \(step) on", .ok)]
    case .unchanged: return [Line("no change: that is what is in force", .dim)]
    case nil: return []
    }
  }

  /// What the selected field means and how it is written.
  var constraintField: PaneContent {
    let field = state.interface.field
    var content = PaneContent(title: Line("\(field)", .title))
    content.lines = words(field.explanation, .text)
    if field == .bannedConstructs {
      content.lines.append(Line("constructs", .title))
      var list: Chrome = ""
      for (index, construct) in Construct.allCases.enumerated() {
        list = index == 0 ? "\(construct)" : "\(list), \(construct)"
      }
      content.lines += words(list, .info)
    }
    return content
  }

  /// The revisions, newest first, with the fields that each of them changed.
  var revisions: PaneContent {
    let entries = state.constraints.entries
    var content = PaneContent(title: Line("Revisions (\(entries.count))", .title))
    for (index, entry) in entries.enumerated().reversed() {
      var line = Line("R\(entry.revision.number)", .info)
      line.add(" from step \(entry.step)", .dim)
      if !entry.by.isEmpty {
        line.add(" by ", .dim)
        line.add(cut: text(entry.by), to: 16, .dim, more: glyphs.more)
      }
      content.lines.append(line)
      guard index > 0 else { continue }
      let old = entries[index - 1].revision.constraints
      for field in ConstraintField.allCases {
        let (before, after) = (old.text(of: field), entry.revision.constraints.text(of: field))
        guard before != after else { continue }
        content.lines.append(Line("  \(field)", .text))
        content.lines += labelled("  from", before.isEmpty ? field.emptyValue : before, .dim)
        content.lines += labelled("  to", after.isEmpty ? field.emptyValue : after, .model)
      }
    }
    return content
  }
}

extension ConstraintField {
  /// What an empty value means.
  fileprivate var emptyValue: String {
    switch self {
    case .bannedConstructs, .bannedNames: "none"
    case .maximumLines: "no limit"
    case .taskMix, .targetSolveRate, .text: ""
    }
  }

  fileprivate var explanation: Chrome {
    switch self {
    case .bannedConstructs:
      "Syntax that no proposed program may contain. Names, separated by commas; empty for none."
    case .bannedNames:
      "Variables, functions, methods, attributes and modules that no proposed program may mention. Separated by commas; empty for none."
    case .maximumLines:
      "The largest number of non-blank lines of a proposed program. A positive number; empty for no limit."
    case .taskMix:
      "Relative weights of deduction, abduction and induction in a step. Three numbers, not all zero: 2 1 1."
    case .targetSolveRate:
      "A task whose solve rate falls outside is not admitted and earns no learnability reward. Two numbers between 0 and 1: 0.2-0.8."
    case .text: "The whole set as TOML."
    }
  }
}
