import Core

/// Everything that can change what the dashboard shows.
public enum DashboardEvent: Hashable, Sendable {
  /// Events of the run, in order, and when they were taken in, in seconds of any monotonic clock.
  /// They come in batches so that a burst costs one render.
  case events([RunEvent], at: Double)
  /// A key and when it was pressed, on the same clock.
  case key(Key, at: Double)
  /// The terminal window got the focus, on the same clock: decision keys rest for a moment.
  case focused(at: Double)
  /// The terminal has another size.
  case resize(Size)
}

/// What the dashboard asks of its surroundings.
public enum Effect: Hashable, Sendable {
  /// Send a command to the run, in the operator's name.
  case send(RunCommand.Action)
  /// Leave the dashboard: the run has stopped, or the operator insists.
  case quit
  /// Suspend the program as Ctrl-Z does.
  case suspend
  /// Draw every cell anew, whatever is believed to be on the screen.
  case repaint
  /// A decision key was refused: ring the bell.
  case bell
}
