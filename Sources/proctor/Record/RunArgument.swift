import ArgumentParser
import Core
import Foundation
import Journal

/// The run that a command is about.
struct RunArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The run: its name, a unique beginning, its path, or 'latest'.", valueName: "run"))
  var name: String

  func directory() throws -> RunDirectory { try RunDirectory.resolve(name, under: Place.runs) }

  func reader() throws -> JournalReader { try JournalReader(path: directory().journalPath) }
}

extension String {
  /// The text as it may be printed: one line, nothing hidden, nothing that a terminal obeys.
  var printable: String { DisplayText(self).string.replacing("\n", with: " ⏎ ") }

  /// The text in a column of so many characters, with a space behind it.
  func column(_ width: Int) -> String {
    (count > width ? String(prefix(max(0, width - 1))) + "…" : self)
      .padding(toLength: width, withPad: " ", startingAt: 0) + " "
  }
}

/// Writes a whole file or leaves what was there.
func writeFile(_ text: String, to path: String) throws {
  do {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw CommandError(message: "\(path) cannot be written: \(error.localizedDescription)")
  }
}
