import Core

/// A line of the palette.
struct PaletteEntry: Hashable, Sendable {
  /// What is typed to call it.
  var text: String
  var description: String
  /// The keys that do the same; empty for a command that takes an argument.
  var keys: Chrome
  /// What it does; nil for a command that takes an argument.
  var action: Action?
  var isValid = true
  var isDecision: Bool
}

extension State {
  static let historyLimit = 50

  /// The entries that a typed text may mean, the best first. Without a text those that were used last
  /// go first.
  func paletteEntries(_ typed: String) -> [PaletteEntry] {
    let all = allPaletteEntries
    let word = typed.prefix { $0 != " " }
    if word.count < typed.count {
      // An argument is being typed: only its own command is left.
      return all.filter { $0.action == nil && $0.text.prefix { $0 != " " } == word }
    }
    if typed.isEmpty {
      let used = interface.history.reversed().compactMap { text in all.first { $0.text == text } }
      return used + all.filter { !used.contains($0) }
    }
    let scored = all.enumerated().compactMap { index, entry -> (Int, Int, PaletteEntry)? in
      let name = FuzzyMatch.score(typed, in: entry.text).map { $0 * 4 }
      let words = FuzzyMatch.score(typed, in: entry.description)
      guard let score = [name, words].compactMap(\.self).max() else { return nil }
      return (score + (entry.isValid ? 6 : 0), -index, entry)
    }
    return scored.sorted { ($0.0, $0.1) > ($1.0, $1.1) }.map(\.2)
  }

  private var allPaletteEntries: [PaletteEntry] {
    let bindings = keyMap.applied(to: keyTable)
      .filter { $0.action != .palette && !$0.name.isEmpty }
    let entries = bindings.map { binding in
      PaletteEntry(
        text: binding.name, description: binding.description.text, keys: binding.label,
        action: binding.action, isValid: isValid(binding.action),
        isDecision: binding.action.isDecision)
    }
    let names = Set(entries.map(\.text))
    let typed = TypedCommand.forms.filter { !names.contains($0.usage) }.map { form in
      PaletteEntry(
        text: form.usage, description: form.description, keys: "", action: nil,
        isDecision: form.isDecision)
    }
    return entries + typed
  }

  /// Takes the selected entry over into the text.
  mutating func complete() {
    guard case .palette(let editor, let selected) = interface.mode else { return }
    let entries = paletteEntries(editor.text)
    guard entries.indices.contains(selected) else { return }
    let entry = entries[selected]
    let word = String(entry.text.prefix { $0 != " " })
    interface.mode = .palette(LineEditor(word == entry.text ? word : word + " "), 0)
  }

  /// Does what was typed or selected. Enter alone decides nothing: a command that decides about the
  /// run has to be typed in full.
  mutating func submit(_ typed: String, _ selected: Int) -> [Effect] {
    let text = typed.trimmed
    let entries = paletteEntries(text)
    if let entry = entries.first(where: { $0.text == text && $0.action != nil }),
      let action = entry.action
    {
      return perform(entry, action)
    }
    let word = String(text.prefix { $0 != " " })
    if let form = TypedCommand.forms.first(where: { $0.word == word }),
      text != form.word || form.usage == form.word
    {
      return perform(text)
    }
    guard entries.indices.contains(selected) else {
      interface.mode = .browse
      interface.notice = .init(text: "no command is called", role: .warn, detail: text)
      return []
    }
    let entry = entries[selected]
    guard let action = entry.action else {
      complete()
      return []
    }
    if entry.isDecision {
      interface.notice = .init(
        text: "it decides: type its name in full, or press \(entry.keys)", role: .prompt)
      return [.bell]
    }
    return perform(entry, action)
  }

  private mutating func perform(_ entry: PaletteEntry, _ action: Action) -> [Effect] {
    interface.mode = .browse
    guard entry.isValid else {
      interface.notice = .init(text: "not now:", role: .warn, detail: entry.description)
      return [.bell]
    }
    if action.actsOnSelection, decisionRow != interface.paletteRow {
      interface.notice = .init(text: "the selection has moved since: look, then again", role: .warn)
      return [.bell]
    }
    note(entry.text)
    return perform(action)
  }

  private mutating func perform(_ text: String) -> [Effect] {
    interface.mode = .browse
    do throws(TypedCommand.Fault) {
      let effects = try obey(text)
      note(TypedCommand.forms.first { text.hasPrefix($0.word) }?.usage ?? text)
      return effects
    } catch {
      interface.mode = .palette(LineEditor(text), 0)
      interface.notice = .init(text: "", role: .warn, detail: error.message)
      return [.bell]
    }
  }

  private mutating func note(_ text: String) {
    interface.history.removeAll { $0 == text }
    interface.history.append(text)
    if interface.history.count > Self.historyLimit { interface.history.removeFirst() }
  }
}

extension String {
  /// Without spaces at both ends.
  var trimmed: String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
