extension State {
  /// Whether keys are letters of a text that the operator types, or answers to a question.
  public var isTyping: Bool { interface.mode != .browse }

  /// The state before the first event, on the same screen and in the same view: what a replay goes
  /// back to.
  public func restarted() -> State {
    var state = State(
      size: size, charset: charset, keyMap: keyMap, themes: themes, theme: interface.theme,
      isReadOnly: isReadOnly, isAttached: isAttached)
    state.runs = runs
    state.pair = pair
    state.replay = replay
    state.interface.view = interface.view
    state.interface.focus = interface.focus
    state.recall(memory)
    return state
  }
}
