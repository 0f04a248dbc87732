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
    let labelWidth = 22
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
        let drafted = draftedText(of: field)
        let value = drafted ?? constraints.text(of: field)
        if drafted != nil { line.add("* ", .held) }
        line.add(
          text(value.isEmpty ? field.emptyValue : value),
          drafted != nil ? .held : value.isEmpty ? .dim : .model)
      }
      content.lines.append(line)
      content.lines += editLines(field)
    }
    content.lines += editLines(.text)
    content.lines.append(Line())
    content.lines += words(
      state.constraints.draft.isEmpty
        ? "An applied edit is a new revision, in force from the next step on."
        : "* is drafted and not in force: w applies the draft, D forgets it.",
      state.constraints.draft.isEmpty ? .dim : .held)
    return content
  }

  /// What the draft says of a field, if it says anything.
  private func draftedText(of field: ConstraintField) -> String? {
    let draft = state.constraints.draft
    if let typed = draft[field] { return typed }
    guard draft.text != nil, let set = state.oversight.preview?.constraints,
      set.text(of: field) != state.constraints.current?.constraints.text(of: field)
    else { return nil }
    return set.text(of: field)
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
    case .drafted: return field == .text ? [Line("the text is drafted as a whole", .held)] : []
    case .pending(let typed):
      let sent = field == .text ? "the whole text" : typed
      return labelled("sent", sent, .held) + words("waits to be checked")
    case .refused(_, let message) where field == .text:
      return labelled("refused", message, .danger) + words("E opens the text again: it is kept")
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
    switch field {
    case .bannedConstructs, .requiredConstructs:
      content.lines.append(Line("constructs", .title))
      content.lines += words(list(Construct.allCases.map { "\($0)" }), .info)
    case .inputTypes, .outputTypes:
      content.lines.append(Line("types", .title))
      content.lines += labelled(
        "", ValueType.allCases.map(\.rawValue).joined(separator: ", "), .info)
    case .rejection:
      for choice in ConstraintRejection.allCases { content.lines += words("\(choice)", .warn) }
    default: break
    }
    return content
  }

  private func list(_ items: [Chrome]) -> Chrome {
    items.dropFirst().reduce(items.first ?? "") { "\($0), \($1)" }
  }
}

extension ConstraintField {
  /// What an empty value means.
  var emptyValue: String {
    switch self {
    case .maximumLines, .maximumComplexity, .driftBound: "no limit"
    case .inputTypes, .outputTypes: "all"
    case .references: "as the run's settings say"
    case .taskMix, .targetSolveRate, .noveltyFloor, .rejection, .masksTokens, .text: ""
    default: "none"
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
    case .bannedCalls:
      "Functions and methods that no proposed program may call, such as sorted or list.append. Mentioning them is permitted."
    case .bannedImports:
      "Modules that no proposed program may import, nor anything in them. The construct import bans all."
    case .requiredConstructs: "Syntax that every proposed program must contain."
    case .requiredNames: "Names that every proposed program must mention."
    case .requiredCalls: "Functions and methods of which every proposed program must call each."
    case .requiredImports: "Modules of which every proposed program must import each."
    case .maximumComplexity:
      "The largest number of branches, loops, comprehensions and handlers of a program; empty for no limit."
    case .inputTypes: "The types that an input's values may have; empty for all."
    case .outputTypes: "The types that an output may have; empty for all."
    case .references:
      "How many earlier tasks a proposer is shown, at most; empty for as many as the settings say."
    case .noveltyFloor:
      "How much of a program's structure must be new against the newest tasks of its type: 0 to 1."
    case .driftBound:
      "The distance of the programs' constructs from those of the run's first programs, 0 to 1, above which the run pauses itself; empty for none."
    case .promptClauses:
      "Sentences that are added to a proposer's request, with | between them. Only for a model that is asked in natural language; no word about oversight may be in them."
    case .rejection: "What a proposal earns that these rules forbid: penalty or no-gradient."
    case .masksTokens:
      "Whether a ban that one token decides also keeps that token from being sampled: on or off."
    case .text: "The whole set as TOML."
    }
  }
}
