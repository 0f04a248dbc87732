import Core
import Dashboard

/// The dashboard on a terminal: keys and run events go into the reducer, its frames come out on the
/// screen, and its commands go to the run.
///
/// Everything happens on the thread that calls `run`; that thread owns the terminal. It sleeps until
/// a key, an event or a signal comes, so a run at rest costs nothing. A key is reduced against the
/// state that was on the screen when it was pressed, and shown at once; events are collected and
/// shown at most thirty times a second.
///
/// With PROCTOR_TEST_IDLE=1 in the environment it tells a test driver when it is about to sleep with
/// nothing left to do, by the private sequence
/// `ESC ] 7777 ; idle ; frame=N ; input=N ; size=COLUMNSxROWS BEL` without the spaces, where `input`
/// counts the bytes read so far: a driver that knows how many it sent needs no pause.
public struct DashboardLoop: Sendable {
  private let theme: Theme
  private let colors: ColorTier?
  private let reportsIdle: Bool
  private let asksForModes: Bool
  private let mailbox: EventMailbox
  private let preferences: DashboardPreferences
  private let services: DashboardServices

  /// A dashboard on events of `mailbox`, whose commands go to `send`; that must not block.
  ///
  /// Where the locale isn't UTF-8 the theme's ASCII characters are used, whatever `theme` says.
  /// `environment` is asked for NO_COLOR, PROCTOR_TEST_IDLE and the terminal's name.
  public init(
    theme: Theme, mailbox: EventMailbox, environment: [String: String],
    send: @escaping @Sendable (RunCommand.Action, String?) -> Void
  ) {
    self.init(
      theme: theme, mailbox: mailbox, environment: environment,
      services: DashboardServices(send: send))
  }

  /// The same with all that an operator may have chosen.
  public init(
    theme: Theme, mailbox: EventMailbox, environment: [String: String],
    preferences: DashboardPreferences = DashboardPreferences(), services: DashboardServices
  ) {
    var theme = theme
    if !TerminalSession.isUTF8 { theme.charset = .ascii }
    self.theme = theme
    let noColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    colors = preferences.colors ?? (noColor ? .monochrome : nil)
    self.reportsIdle = environment["PROCTOR_TEST_IDLE"] == "1"
    // Two terminals that show the end of a question they don't know.
    asksForModes =
      environment["TERM"] != "linux" && environment["TERM_PROGRAM"] != "Apple_Terminal"
    self.mailbox = mailbox
    self.preferences = preferences
    self.services = services
  }

  /// Shows the dashboard until the operator quits, the mailbox is closed or a signal ends it; gives
  /// the terminal back before it returns or throws.
  public func run() throws(TerminalError) -> ExitReason {
    var state = State(
      size: Size(columns: 80, rows: 24), charset: theme.charset, keyMap: preferences.keyMap,
      themes: services.themeNames(), theme: theme.name, isReadOnly: preferences.isReadOnly,
      isAttached: preferences.isAttached)
    state.recall(preferences.memory)
    let session = try TerminalSession(theme: theme, limit: colors)
    var screen = DashboardScreen(
      session: session, state: state, theme: theme, preferences: preferences,
      reportsIdle: reportsIdle)
    screen.start(asksForModes: asksForModes, mailbox: mailbox, services: services)
    while true {
      if let reason = screen.turn(mailbox: mailbox, services: services) {
        services.remember(screen.memory)
        return reason
      }
    }
  }
}
