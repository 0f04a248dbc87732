import Core

/// Takes in one event and says what is to be done about it. Pure: no clock, no input, no output.
public func reduce(_ state: inout State, _ event: DashboardEvent) -> [Effect] {
  defer {
    state.compareHeld()
    state.seatRollouts()
  }
  switch event {
  case .events(let events, let time): return state.take(events, at: time)
  case .key(let key, let time): return state.addReason(to: state.press(key, at: time))
  case .pointer(let pointer, let time): return state.addReason(to: state.point(pointer, at: time))
  case .focused(let time):
    state.interface.movedByItself = time
    return []
  case .resize(let size):
    state.resize(to: size)
    return []
  case .runs(let runs):
    state.list(runs)
    return []
  case .compared(let pair):
    state.pair = pair
    return []
  case .themes(let names, let current):
    state.themes = names
    state.interface.theme = current
    return []
  case .edited(let text): return state.addReason(to: state.take(edited: text))
  case .replay(let place):
    state.replay = place
    return []
  case .rollbackPlanned(let plan):
    state.show(plan)
    return []
  case .notice(let text):
    state.interface.notice = .init(text: "", role: .warn, detail: text)
    return []
  }
}

extension State {
  fileprivate mutating func take(_ events: [RunEvent], at time: Double) -> [Effect] {
    if !behind.isEmpty {
      _ = behind[0].take(events, at: time)
      if case .stopped = behind[0].run.status, interface.isStopping { return [.quit] }
      return []
    }
    let row = decisionRow
    let before = selections
    for event in events { take(event) }
    narrowed.update(from: self)
    settle(after: before)
    follow(at: time)
    if decisionRow != row { interface.movedByItself = time }
    if case .stopped = run.status, interface.isStopping { return [.quit] }
    return []
  }

  fileprivate mutating func resize(to size: Size) {
    self.size = size
    let focusable = layout(size).focusable(in: interface.view)
    if !focusable.contains(interface.focusedPane) {
      interface.focus[interface.view] = interface.view.list
    }
  }

  fileprivate mutating func list(_ runs: [RunListing]) {
    self.runs = runs
    narrowed.update(from: self)
    let path = interface.runPath
    if path == nil || !runs.contains(where: { $0.path == path }) {
      interface.runPath = runs.first { $0.name == run.name }?.path ?? runs.first?.path
    }
  }

  fileprivate mutating func press(_ key: Key, at time: Double) -> [Effect] {
    interface.notice = nil
    if edit(with: key) { return [] }
    if interface.mode == .browse, count(with: key) { return [] }
    let count = interface.count
    interface.count = nil
    guard let action = bindings.first(where: { $0.keys.contains(key) })?.action else {
      if isReadOnly, interface.mode == .browse, keyChangesRun(key) {
        interface.notice = .init(text: "this screen is for reading only", role: .warn)
        return [.bell]
      }
      return []
    }
    return act(action, key: key, count: count, at: time)
  }

  private func keyChangesRun(_ key: Key) -> Bool {
    keyMap.applied(to: keyTable)
      .contains { $0.keys.contains(key) && $0.action.changesRun }
  }

  /// Does what a key or a click asks for, unless it would decide by a slip.
  mutating func act(_ action: Action, key: Key, count: Int? = nil, at time: Double) -> [Effect] {
    if action.isDecision, let refusal = refuses(action, key, at: time) {
      interface.notice = .init(text: refusal, role: .warn)
      return [.bell]
    }
    let row = decisionRow
    let effects = perform(action, count: count)
    // What the operator selects is looked at; what takes its place by itself is not.
    if decisionRow != row, action.isDecision { interface.movedByItself = time }
    return effects
  }

  /// Lets the open text field take a key; says whether it did.
  private mutating func edit(with key: Key) -> Bool {
    switch interface.mode {
    case .editing(let field, var editor):
      guard editor.take(key) else { return false }
      interface.mode = .editing(field, editor)
    case .reason(var editor, let act):
      guard editor.take(key) else { return false }
      interface.mode = .reason(editor, then: act)
    case .flagging(let flag, var editor):
      guard editor.take(key) else { return false }
      interface.mode = .flagging(flag, editor)
    case .search(var editor):
      guard editor.take(key) else { return false }
      interface.mode = .search(editor)
    case .filter(var editor):
      guard editor.take(key) else { return false }
      interface.mode = .filter(editor)
      preview(filter: editor.text)
    case .palette(var editor, _):
      guard editor.take(key) else { return false }
      interface.mode = .palette(editor, 0)
    case .rollback(let plan, var editor):
      // The number is typed; the key that confirms it is none of its digits.
      guard key != "y", editor.take(key) else { return false }
      interface.mode = .rollback(plan, editor)
    case .countMarked(let verdict, var editor):
      guard editor.take(key) else { return false }
      interface.mode = .countMarked(verdict, editor)
      confirmCount(verdict, editor.text)
    case .browse, .help, .bytes, .quitPrompt, .vetoReason, .vetoMarked, .approveMarked,
      .policyMenu, .themes, .ruleTrial:
      return false
    }
    return true
  }

  /// Takes a digit of a count, which `0` begins since the other digits are views; says whether it
  /// did.
  private mutating func count(with key: Key) -> Bool {
    guard case .character(let scalar) = key, ("0"..."9").contains(scalar) else { return false }
    guard interface.count != nil || scalar == "0" else { return false }
    interface.count = min(9_999, (interface.count ?? 0) * 10 + Int(scalar.value - 48))
    return true
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
