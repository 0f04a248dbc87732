import Core
import Dashboard

/// An event as one line of plain text: sequence number, step, kind, and what it says.
///
/// Model text passes the sanitiser and loses its line ends, so a line is always one event.
enum PlainLine {
  static func text(_ event: RunEvent) -> String { safe(EventLine.text(event)) }

  /// A text on one line, without anything that a terminal would obey.
  static func safe(_ text: String) -> String {
    DisplayText(text).string.replacing("\n", with: " ⏎ ")
  }
}
