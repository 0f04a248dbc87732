import CTerminal
import Core
import Dashboard
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One dashboard on one terminal, and what its loop has to remember from one turn to the next.
struct DashboardScreen: ~Copyable {
  private var session: TerminalSession
  private var state: State
  private var theme: Theme
  private let preferences: DashboardPreferences
  private let reportsIdle: Bool

  private var decoder = KeyDecoder()
  private var clock = FrameClock()
  private var shutdown = Shutdown()
  private var size = Size(columns: 0, rows: 0)
  private var frames = 0
  private var bytesRead = 0
  private var lastInput = -Double.infinity
  /// A key or a resize is waiting to be seen.
  private var mustDraw = true
  private var runHasEnded = false
  private var terminalIsGone = false
  /// Whether the terminal has answered everything that it was asked at the start.
  private var isAnswered = false
  /// The terminal was given back, and the run is still saving itself.
  private var hasLeft = false
  private var quits = false
  /// Nothing more is to be shown.
  private var isClosed = false
  private var inputs: [TerminalInput] = []

  init(
    session: consuming TerminalSession, state: State, theme: Theme,
    preferences: DashboardPreferences, reportsIdle: Bool
  ) {
    self.session = session
    self.state = state
    self.theme = theme
    self.preferences = preferences
    self.reportsIdle = reportsIdle
  }

  /// Seconds that the first frame waits for the terminal's answers: a terminal at hand gives them at
  /// once, and one that is far away is not waited for.
  private static let courtesy = 0.025

  /// Draws the first frame. With `asksForModes`, first asks the terminal what it can do and which
  /// background it has, so that this frame, too, comes whole and in the right theme. Late answers
  /// come with the keys.
  mutating func start(
    asksForModes: Bool, mailbox: EventMailbox, services: DashboardServices
  ) {
    resize()
    if preferences.usesMouse { session.useMouse() }
    if asksForModes {
      session.write("\u{1B}[?2026$p")
      if preferences.followsBackground { session.write("\u{1B}]11;?\u{1B}\\") }
      session.write("\u{1B}[c")
      let deadline = Self.now + Self.courtesy
      while !isAnswered, Self.now < deadline {
        cterminal_wait(max(1, Int32((deadline - Self.now) * 1000)), true)
        readInput(services, mailbox)
      }
    }
    draw(at: Self.now)
  }

  /// Waits for something to happen and deals with it. Returns why the dashboard is to end, or nil.
  mutating func turn(mailbox: EventMailbox, services: DashboardServices) -> ExitReason? {
    takeSignals(services, mailbox)
    readInput(services, mailbox)
    let now = Self.now
    if !mailbox.isEmpty, mustDraw || isDue(at: now) || !isShown {
      take(mailbox.collectAll(), at: now, services, mailbox)
    }
    if mustDraw { draw(at: now) }
    if let reason = ending(at: now) { return reason }
    wait(mailbox: mailbox)
    return nil
  }

  /// Whether there is a screen to draw on and a keyboard to read from.
  private var isShown: Bool { !terminalIsGone && !hasLeft }

  private mutating func take(
    _ delivery: EventMailbox.Delivery, at now: Double, _ services: DashboardServices,
    _ mailbox: EventMailbox
  ) {
    for case .restart(let events) in delivery.news {
      state = state.restarted()
      runHasEnded = false
      apply(.events(events, at: now), services, mailbox)
    }
    if !delivery.events.isEmpty {
      for case .runStopped in delivery.events.lazy.map(\.body) { runHasEnded = true }
      apply(.events(delivery.events, at: now), services, mailbox)
    }
    for news in delivery.news {
      switch news {
      case .runs(let runs): apply(.runs(runs), services, mailbox)
      case .comparison(let pair): apply(.compared(pair), services, mailbox)
      case .notice(let text): apply(.notice(text), services, mailbox)
      case .rollback(let plan): apply(.rollbackPlanned(plan), services, mailbox)
      case .replay(let place): apply(.replay(place), services, mailbox)
      case .theme(let theme) where theme.name == self.theme.name: use(theme)
      case .theme, .restart: break
      }
    }
    isClosed = delivery.isClosed
    // While the screen is held still, events change nothing that is seen.
    mustDraw = mustDraw || !state.isStill || isClosed || !delivery.news.isEmpty
  }

  // MARK: - Signals

  private mutating func takeSignals(_ services: DashboardServices, _ mailbox: EventMailbox) {
    let signals = cterminal_take_signals()
    guard signals != 0 else { return }
    if !hasLeft {
      if signals & CTERMINAL_SUSPEND != 0 {
        suspend(wholeJob: false)
      } else if signals & CTERMINAL_CONTINUED != 0 {
        session.retake()
        resize()
      }
      if signals & CTERMINAL_RESIZED != 0 { resize() }
    }
    if signals & CTERMINAL_HANGUP != 0 { end(by: SIGHUP, services, mailbox) }
    if signals & CTERMINAL_INTERRUPT != 0 { end(by: SIGINT, services, mailbox) }
    if signals & CTERMINAL_TERMINATE != 0 { end(by: SIGTERM, services, mailbox) }
  }

  private mutating func end(
    by signal: Int32, _ services: DashboardServices, _ mailbox: EventMailbox
  ) {
    // A run that goes on in another process goes on without this screen.
    let isOver = runHasEnded || preferences.isAttached
    switch shutdown.receive(signal, at: Self.now, runHasEnded: isOver) {
    case .stopRun:
      services.send(.stop, nil)
      // A step can take long, and whoever ends the program wants the shell back.
      hasLeft = true
      session.leave(note: terminalIsGone ? "" : "proctor: the run is saved after this step\n")
    case .leave: quits = true
    case .wait: break
    }
  }

  private mutating func suspend(wholeJob: Bool) {
    session.suspend(wholeJob: wholeJob)
    resize()
  }

  private mutating func resize() {
    size = session.fit()
    _ = reduce(&state, .resize(size))
    mustDraw = true
  }

  private func ending(at now: Double) -> ExitReason? {
    if let signal = shutdown.signal, quits || runHasEnded || shutdown.isOverdue(at: now) {
      return .signal(signal, stopped: runHasEnded)
    }
    if isClosed { return .closed }
    return quits ? .quit : nil
  }

  // MARK: - Input

  private mutating func readInput(_ services: DashboardServices, _ mailbox: EventMailbox) {
    guard isShown else { return }
    inputs.removeAll(keepingCapacity: true)
    let now = Self.now
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4096) { buffer in
      // A terminal that never stops sending must not keep the screen from being drawn.
      for _ in 0..<16 {
        let count = Int(cterminal_read(buffer.baseAddress, Int32(buffer.count)))
        if count < 0 { terminalIsGone = true }
        guard count > 0 else { break }
        decoder.feed(buffer[..<count], into: &inputs)
        bytesRead += count
        lastInput = now
      }
    }
    if let patience = decoder.patience, now - lastInput >= Double(patience) / 1000 {
      decoder.timeOut(into: &inputs)
    }
    for input in inputs { apply(input, at: now, services, mailbox) }
    if terminalIsGone { end(by: SIGHUP, services, mailbox) }
  }

  private mutating func apply(
    _ input: TerminalInput, at now: Double, _ services: DashboardServices, _ mailbox: EventMailbox
  ) {
    switch input {
    case .key(let key):
      apply(.key(key, at: now), services, mailbox)
      mustDraw = true
    case .focused:
      apply(.focused(at: now), services, mailbox)
      mustDraw = true
    case .pointer(let pointer):
      apply(.pointer(pointer, at: now), services, mailbox)
      mustDraw = true
    case .mode(2026, let isKnown): session.synchronizesFrames = isKnown
    case .background(let color):
      guard preferences.followsBackground else { return }
      let isLight = Contrast.ratio(Color(rgb: 0), on: color) > 7
      if isLight { useTheme(named: "default-light", keeps: true, services, mailbox) }
    case .attributes: isAnswered = true
    case .unfocused, .mode: break
    }
  }

  private mutating func apply(
    _ event: DashboardEvent, _ services: DashboardServices, _ mailbox: EventMailbox
  ) {
    for effect in reduce(&state, event) {
      switch effect {
      case .send(let action, let reason): services.send(action, reason)
      case .quit: quits = true
      case .suspend: suspend(wholeJob: true)
      case .repaint:
        session.invalidate()
        mustDraw = true
      case .bell: session.ringBell()
      case .useTheme(let name, let keeps): useTheme(named: name, keeps: keeps, services, mailbox)
      case .listRuns: services.listRuns(mailbox)
      case .compareRuns(let first, let second): services.compareRuns(first, second, mailbox)
      case .replay(let order): services.replay(order)
      case .planRollback(let step): services.planRollback(step, mailbox)
      case .rollBack(let step): services.rollBack(step, mailbox)
      case .edit(let text): edit(text, services, mailbox)
      case .saveFrame(let path): saveFrame(path, services, mailbox)
      case .copy(let text): copy(text, services, mailbox)
      }
    }
  }

  private mutating func useTheme(
    named name: String, keeps: Bool, _ services: DashboardServices, _ mailbox: EventMailbox
  ) {
    do throws(SettingsError) {
      use(try services.theme(name))
      if keeps {
        apply(.themes(services.themeNames(), current: name), services, mailbox)
      }
    } catch {
      apply(.notice("\(error)"), services, mailbox)
    }
  }

  /// Lets the operator change a text in an editor. The run goes on meanwhile.
  private mutating func edit(
    _ text: EditorText, _ services: DashboardServices, _ mailbox: EventMailbox
  ) {
    do {
      let sheet = try EditorFile(text.text)
      defer { sheet.remove() }
      let status = session.lend(to: services.editor(), path: sheet.path)
      resize()
      guard status == 0 else {
        let why = status.map { "ended with status \($0)" } ?? "could not be started"
        apply(
          .notice("the editor \(why): nothing was changed; EDITOR names another"), services, mailbox
        )
        return
      }
      apply(
        .edited(EditorText(subject: text.subject, text: try sheet.contents())), services, mailbox)
    } catch {
      apply(.notice("\(error.localizedDescription): nothing was changed"), services, mailbox)
    }
  }

  /// What the next session is to begin with.
  var memory: ScreenMemory { state.memory }

  /// Writes the screen to a new file.
  private mutating func saveFrame(
    _ path: String, _ services: DashboardServices, _ mailbox: EventMailbox
  ) {
    let frame = render(state, size: size, theme: theme)
    let text = path.hasSuffix(".svg") ? FrameImage(frame, theme: theme).svg : frame.text
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
      apply(.notice("written: \(path)"), services, mailbox)
    } catch {
      apply(.notice("\(path) is not written: \(error.localizedDescription)"), services, mailbox)
    }
  }

  private mutating func use(_ theme: Theme) {
    var theme = theme
    theme.charset = self.theme.charset
    self.theme = theme
    session.use(theme)
    mustDraw = true
  }

  /// Longest text for the clipboard, in bytes of base64; terminals drop longer ones whole.
  private static let clipboardLimit = 74_994

  private mutating func copy(
    _ text: String, _ services: DashboardServices, _ mailbox: EventMailbox
  ) {
    guard preferences.usesClipboard else {
      apply(
        .notice("the clipboard is off: 'clipboard = true' in the configuration turns it on"),
        services, mailbox)
      return
    }
    let encoded = Data(text.utf8.prefix(Self.clipboardLimit / 4 * 3)).base64EncodedString()
    session.write("\u{1B}]52;c;\(encoded)\u{1B}\\")
  }

  // MARK: - Output

  private mutating func draw(at now: Double) {
    mustDraw = false
    guard isShown else { return }
    let bytes = session.present(render(state, size: size, theme: theme))
    frames += 1
    clock.drew(at: now, bytes: bytes)
  }

  /// Seconds after a key during which its consequences are shown as fast as they come.
  private static let attention = 0.5

  private func isUrgent(at now: Double) -> Bool { now - lastInput < Self.attention }

  private func isDue(at now: Double) -> Bool { clock.isDue(at: now, isUrgent: isUrgent(at: now)) }

  // MARK: - Waiting

  private mutating func wait(mailbox: EventMailbox) {
    let now = Self.now
    var limits: [Int32] = []
    if !mailbox.isEmpty {
      limits.append(clock.milliseconds(from: now, isUrgent: isUrgent(at: now)))
    }
    if isShown, let patience = decoder.patience {
      limits.append(max(0, patience - Int32((now - lastInput) * 1000)))
    }
    if let left = shutdown.milliseconds(from: now) { limits.append(left) }
    if reportsIdle, mailbox.isEmpty, decoder.patience == nil, isShown { reportIdle() }
    cterminal_wait(limits.min() ?? -1, isShown)
  }

  private mutating func reportIdle() {
    session.write(
      "\u{1B}]7777;idle;frame=\(frames);input=\(bytesRead);size=\(size.columns)x\(size.rows)\u{7}")
  }

  /// Seconds of a clock that never goes back.
  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
