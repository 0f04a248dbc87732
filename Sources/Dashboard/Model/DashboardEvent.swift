import Core

/// Everything that can change what the dashboard shows.
public enum DashboardEvent: Hashable, Sendable {
  /// Events of the run, in order, and when they were taken in, in seconds of any monotonic clock.
  /// They come in batches so that a burst costs one render.
  case events([RunEvent], at: Double)
  /// A key and when it was pressed, on the same clock.
  case key(Key, at: Double)
  /// A click or a turn of the wheel, on the same clock.
  case pointer(Pointer, at: Double)
  /// The terminal window got the focus, on the same clock: decision keys rest for a moment.
  case focused(at: Double)
  /// The terminal has another size.
  case resize(Size)
  /// The runs of this machine, as `Effect.listRuns` asked for them.
  case runs([RunListing])
  /// Two runs side by side, as `Effect.compareRuns` asked for them.
  case compared(RunPair)
  /// The themes that can be chosen, and the one in use.
  case themes([String], current: String)
  /// What came of `Effect.edit`.
  case edited(EditorText)
  /// The dashboard shows a replay, which is at this place.
  case replay(ReplayPlace)
  /// What a rollback would do, as `Effect.planRollback` asked for it.
  case rollbackPlanned(RollbackPlan)
  /// Something that could not be done, in one line.
  case notice(String)
}

/// What a mouse did and where.
public struct Pointer: Hashable, Sendable {
  /// What was done.
  public enum Kind: Hashable, Sendable {
    /// The left button was pressed.
    case press
    case wheelUp, wheelDown
  }

  public var kind: Kind
  public var place: Position

  public init(_ kind: Kind, at place: Position) {
    self.kind = kind
    self.place = place
  }
}

/// What the dashboard asks of its surroundings.
public enum Effect: Hashable, Sendable {
  /// Send a command to the run, in the operator's name, with why if that was said.
  case send(RunCommand.Action, reason: String? = nil)
  /// Leave the dashboard: the run has stopped, or the operator insists.
  case quit
  /// Suspend the program as Ctrl-Z does.
  case suspend
  /// Draw every cell anew, whatever is believed to be on the screen.
  case repaint
  /// A decision key was refused: ring the bell.
  case bell
  /// Draw in the theme of this name from now on; `keeps` says that it is no longer only tried on.
  case useTheme(String, keeps: Bool)
  /// Give the terminal to the operator's editor with a text, and hand what is left of it over as
  /// `DashboardEvent.edited`.
  case edit(EditorText)
  /// Play a replay otherwise, or at another place.
  case replay(ReplayOrder)
  /// Find out what a rollback to a checkpoint, or to the newest one, would do, and hand it over as
  /// `DashboardEvent.rollbackPlanned`.
  case planRollback(checkpoint: Int?)
  /// Roll back: the run ends, and another one goes on from the checkpoint.
  case rollBack(checkpoint: Int)
  /// Read the list of runs and hand it over as `DashboardEvent.runs`.
  case listRuns
  /// Compare two runs, named by their directories, and hand the result over as
  /// `DashboardEvent.compared`.
  case compareRuns(String, String)
  /// Write the next frame to a new file of this path: a picture if it ends in `.svg`, else text.
  case saveFrame(String)
  /// Put a text, which has passed the sanitiser, on the clipboard.
  case copy(String)
}
