import Core
import Dashboard
import Foundation

/// What the dashboard needs of its surroundings: the run, the themes, the list of runs.
public struct DashboardServices: Sendable {
  /// Sends a command to the run. It must not block.
  public var send: @Sendable (RunCommand.Action, _ reason: String?) -> Void
  /// The names of the themes that can be chosen.
  public var themeNames: @Sendable () -> [String]
  /// Loads a theme.
  public var theme: @Sendable (String) throws(SettingsError) -> Theme
  /// Reads the list of runs and hands it to the mailbox when it is there. It must not block.
  public var listRuns: @Sendable (EventMailbox) -> Void
  /// Reads what two runs, named by their directories, have in common and where they differ, and
  /// hands it to the mailbox. It must not block.
  public var compareRuns: @Sendable (String, String, EventMailbox) -> Void = { _, _, _ in }
  /// The command of the shell that edits a file.
  public var editor: @Sendable () -> String = {
    EditorFile.command(ProcessInfo.processInfo.environment)
  }
  /// Keeps what the next session is to begin with. Called once, at the end.
  public var remember: @Sendable (ScreenMemory) -> Void = { _ in }
  /// Plays a replay otherwise, or at another place. It must not block.
  public var replay: @Sendable (ReplayOrder) -> Void = { _ in }
  /// Finds out what a rollback to a checkpoint, or to the newest one, would do, and hands it to the
  /// mailbox. It must not block.
  public var planRollback: @Sendable (Int?, EventMailbox) -> Void = { _, mailbox in
    mailbox.post(notice: "nothing can be rolled back here")
  }
  /// Rolls back to a checkpoint. It must not block.
  public var rollBack: @Sendable (Int, EventMailbox) -> Void = { _, _ in }

  public init(
    send: @escaping @Sendable (RunCommand.Action, String?) -> Void,
    themeNames: @escaping @Sendable () -> [String] = { [] },
    theme: @escaping @Sendable (String) throws(SettingsError) -> Theme = Theme.compiledIn,
    listRuns: @escaping @Sendable (EventMailbox) -> Void = { $0.post(runs: []) }
  ) {
    self.send = send
    self.themeNames = themeNames
    self.theme = theme
    self.listRuns = listRuns
  }
}

/// What an operator prefers on this terminal.
public struct DashboardPreferences: Sendable {
  public var keyMap = KeyMap()
  /// Whether the mouse is asked for: it then no longer selects text, unless Shift is held.
  public var usesMouse = false
  /// Whether text may be put on the clipboard by OSC 52, on the operator's key alone.
  public var usesClipboard = false
  /// Whether the theme follows the terminal's background, as it answers to a question: of the shipped
  /// themes the dark or the light one.
  public var followsBackground = false
  /// At most this many colours, or nil for what the terminal has.
  public var colors: ColorTier?
  /// Whether nothing may be asked of the run but its end.
  public var isReadOnly = false
  /// Whether the run goes on in another process, and without this screen.
  public var isAttached = false
  /// What the session before left.
  public var memory = ScreenMemory()

  public init() {}
}
