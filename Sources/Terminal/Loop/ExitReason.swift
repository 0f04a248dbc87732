/// Why the dashboard ended.
public enum ExitReason: Hashable, Sendable {
  /// The operator quit, and the run has stopped or the operator didn't want to wait for it.
  case quit
  /// The mailbox was closed: there is nothing more to show.
  case closed
  /// A signal asked for it, or the terminal went away (SIGHUP). `stopped` says whether the run
  /// stopped and saved before; it had ten seconds.
  case signal(Int32, stopped: Bool)
}
