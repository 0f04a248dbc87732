import Core

/// Why the operator does what is done: written before the act, so that the journal has both at once.
extension State {
  /// Keeps what was written for the next act, or does the act that waited for it.
  mutating func give(reason: String, _ act: Action?) -> [Effect] {
    interface.mode = .browse
    let words = reason.trimmed
    guard let act else {
      interface.reason = words.isEmpty ? nil : words
      return []
    }
    interface.reason = words
    let effects = addReason(to: perform(act))
    interface.reason = nil
    return effects
  }

  /// Lets the reason that waits go with the acts, which uses it up.
  mutating func addReason(to effects: [Effect]) -> [Effect] {
    guard let reason = interface.reason else { return effects }
    var isUsed = false
    let reasoned = effects.map { effect in
      guard case .send(let action, nil) = effect, !action.decidesNothing else { return effect }
      isUsed = true
      return Effect.send(action, reason: reason.isEmpty ? nil : reason)
    }
    if isUsed { interface.reason = nil }
    return reasoned
  }

  /// Does what a line of words asks for: a command, with its reason after two hyphens.
  mutating func obey(_ text: String) throws(TypedCommand.Fault) -> [Effect] {
    let (words, reason) = TypedCommand.splittingReason(from: text)
    let command = try TypedCommand(words)
    guard let reason else { return addReason(to: try obey(command)) }
    let waiting = interface.reason
    interface.reason = reason
    defer { interface.reason = waiting }
    return addReason(to: try obey(command))
  }
}
