/// Which keys call which actions: the shipped ones, changed by a keys file.
public struct KeyMap: Hashable, Sendable {
  /// Keys by the action's name, where they differ from the shipped ones.
  private var changed: [String: [Key]] = [:]

  /// The shipped keys.
  public init() {}

  /// Reads a keys file.
  ///
  /// ```toml
  /// [keys]
  /// approve = "o"
  /// down = ["j", "Down", "C-n"]
  /// suspend = []              # no key
  /// ```
  ///
  /// Throws a `SettingsError` that names the line for an unknown action or key, for a key that would
  /// mean two things in one view, and for Enter on an action that decides.
  public init(parsing toml: String, file: String) throws(SettingsError) {
    let document = try SettingsDocument(toml, file: file)
    try document.check(top: [], sections: ["keys": Set(KeyTable.names)])
    var lines: [String: Int] = [:]
    for (name, words) in try document.lists("keys") {
      var keys: [Key] = []
      for word in words {
        guard let key = Key(name: word) else {
          throw document.fault(
            .badValue, "keys.\(name)",
            "'\(word)' is no key; write one character, C-a to C-z, or one of "
              + "Up Down Left Right PgUp PgDn Home End Enter Esc Tab S-Tab Backspace Delete Space")
        }
        keys.append(key)
      }
      changed[name] = keys
      lines[name] = document.line(of: "keys.\(name)")
    }
    for view in View.allCases {
      var owners: [Key: String] = [:]
      for binding in applied(to: KeyTable.of(view)) {
        for key in binding.keys {
          if key == .enter, binding.action.isDecision {
            throw document.fault(
              .badValue, "keys.\(binding.name)", "Enter must not decide; choose another key")
          }
          if let digit = Self.reserved(key) {
            throw document.fault(.conflict, "keys.\(binding.name)", digit)
          }
          guard let other = owners.updateValue(binding.name, forKey: key) else { continue }
          let (first, second) =
            (lines[binding.name] ?? 0) >= (lines[other] ?? 0)
            ? (binding.name, other) : (other, binding.name)
          throw document.fault(
            .conflict, "keys.\(first)",
            "'\(key.label.text)' is also the key of '\(second)' in the \(view.word) view; "
              + "choose another for one of them")
        }
      }
    }
  }

  /// Keys that cannot be bound, and why.
  private static func reserved(_ key: Key) -> String? {
    switch key {
    case .character("0"): "'0' begins a count; choose another key"
    case .control("i"), .control("j"), .control("m"), .control("h"):
      "a terminal sends Tab, Enter or Backspace for it; choose another key"
    default: nil
    }
  }

  /// A table with the keys of this map.
  func applied(to table: [Binding]) -> [Binding] {
    if changed.isEmpty { return table }
    return table.map { binding in
      var binding = binding
      if let keys = changed[binding.name] { binding.keys = keys }
      return binding
    }
  }
}
