extension TerminalDriver {
  /// Waits until the header shows a run status, such as `PAUSED`.
  func waitUntil(status: String) throws {
    try wait(for: "status \(status)") { $0.lines[0].contains(status) }
  }

  /// Pauses the run and waits until the safe point is reached.
  func pause() throws {
    try waitUntil(status: "RUNNING")
    try decide("p", until: "PAUS")
    try waitUntil(status: "PAUSED")
  }

  /// Runs one step of a paused run and waits until it is paused again.
  func singleStep() throws {
    guard let before = step else {
      throw DriverError(code: .ended, message: "the header shows no step", screen: lines)
    }
    try decide(".", until: "step \(before + 1)")
    try waitUntil(status: "PAUSED")
  }

  /// Presses a decision key until it is obeyed. The dashboard refuses one that comes just after the
  /// selection moved by itself, and says so; a person looks and presses again.
  func decide(_ key: String, until text: String) throws {
    try type(key)
    try wait(for: "\(text.debugDescription) after \(key)") { screen in
      !screen.text.contains(/press (again|once more)/) || screen.text.contains(text)
    } otherwise: {
      try self.look()
      try self.type(key)
    }
    try waitUntil(contains: text)
  }

  /// Answers the question that `q` asks, and waits for the end.
  func quit() throws -> Exit {
    try type("q")
    try waitUntil(contains: "save and quit?")
    try press("y")
    return try waitForExit()
  }

  /// How many tasks wait for review, as the tab of the queue says.
  var queueCount: Int {
    text.firstMatch(of: /2 Queue\((\d+)\)/).flatMap { Int($0.1) } ?? 0
  }

  /// The flag that the last line names, or nil.
  var promptedFlag: Int? {
    guard let found = lines.last?.firstMatch(of: /flag (\d+)/) else { return nil }
    return Int(found.1)
  }

  /// The step in the header, or nil.
  var step: Int? {
    guard let found = lines[0].firstMatch(of: /step (\d+)/) else { return nil }
    return Int(found.1)
  }
}
