import Core

/// Takes in one event and says what is to be done about it. Pure: no clock, no input, no output.
public func reduce(_ state: inout State, _ event: DashboardEvent) -> [Effect] {
  switch event {
  case .events(let events, let time): return state.take(events, at: time)
  case .key(let key, let time): return state.press(key, at: time)
  case .focused(let time):
    state.interface.movedByItself = time
    return []
  case .resize(let size):
    state.size = size
    let focusable = state.layout(size).focusable(in: state.interface.view)
    if !focusable.contains(state.interface.focusedPane) {
      state.interface.focus[state.interface.view] = state.interface.view.list
    }
    return []
  }
}

extension State {
  fileprivate mutating func take(_ events: [RunEvent], at time: Double) -> [Effect] {
    let row = decisionRow
    let before = selections
    for event in events { take(event) }
    settle(after: before)
    follow(at: time)
    if decisionRow != row { interface.movedByItself = time }
    if case .stopped = run.status, interface.isStopping { return [.quit] }
    return []
  }

  fileprivate mutating func press(_ key: Key, at time: Double) -> [Effect] {
    interface.notice = nil
    switch interface.mode {
    case .editing(let field, var editor):
      if editor.take(key) {
        interface.mode = .editing(field, editor)
        return []
      }
    case .search(var editor):
      if editor.take(key) {
        interface.mode = .search(editor)
        return []
      }
    case .browse, .help, .quitPrompt, .vetoReason, .policyMenu: break
    }
    guard let action = bindings.first(where: { $0.keys.contains(key) })?.action else { return [] }
    if action.isDecision, let refusal = refuses(action, key, at: time) {
      interface.notice = .init(text: refusal, role: .warn)
      return [.bell]
    }
    return perform(action)
  }

  /// Seconds for which decision keys rest after the selected row changed by itself.
  static let restAfterMove = 0.25
  /// Two presses of a decision key in less than this are one press that repeats itself.
  static let repeatInterval = 0.08

  /// Why a decision key is not obeyed now, or nil.
  private mutating func refuses(_ action: Action, _ key: Key, at time: Double) -> Chrome? {
    let last = interface.lastDecision
    interface.lastDecision = (key, time)
    if let last, last.key == key, time - last.at < Self.repeatInterval {
      return "key repeat does not decide: press once more"
    }
    if action.actsOnSelection, time - interface.movedByItself < Self.restAfterMove {
      return "the selection has just moved: look, then press again"
    }
    return nil
  }
}
