import ArgumentParser
import Dashboard
import Foundation

/// `proctor theme`: lists, checks and prints themes.
struct ThemeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theme", abstract: "List, check and copy the dashboard's themes.",
    discussion: """
      Your own themes are TOML files in proctor/themes under your XDG configuration folder; a running \
      dashboard shows a change as soon as the file is written. Begin with 'proctor theme show nord'.
      """,
    subcommands: [ListThemes.self, CheckTheme.self, ShowTheme.self])
}

/// `proctor theme list`
struct ListThemes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the themes that can be chosen.")

  func run() throws {
    for name in Theme.names(in: Place.themes) {
      let place = Theme.file(of: name, in: Place.themes)?.path ?? "shipped"
      let theme = try? Theme.load(name: name, directories: Place.themes)
      let kind = theme?.kind.rawValue ?? "broken"
      print(name.column(18) + kind.column(8) + place)
    }
  }
}

/// `proctor theme show`
struct ShowTheme: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a theme's text, to begin your own with.")

  @Argument(help: "The theme's name.")
  var name: String

  func run() throws {
    if let file = Theme.file(of: name, in: Place.themes) {
      print(try String(contentsOf: file, encoding: .utf8), terminator: "")
    } else if let text = Theme.shippedText(name) {
      print(text, terminator: "")
    } else {
      _ = try Theme.load(name: name, directories: Place.themes)
      print(
        "# The compiled-in theme: a file needs to name only what it changes.\nbase = \"\(name)\"")
    }
  }
}

/// `proctor theme check`
struct CheckTheme: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check that a theme can be read, and told apart by everybody.",
    discussion: """
      Computes the contrast of every role by WCAG 2.2 (text needs 4.5, lines and charts 3) and by APCA \
      0.1.9, and simulates protanopia, deuteranopia and tritanopia (Machado et al. 2009). It fails if \
      a text cannot be read. Colours that are alike are only reported: a word or a sign tells every \
      state as well.
      """)

  @Argument(help: "A theme's name or file; without one, all themes.")
  var theme: String?

  @ArgumentParser.Flag(name: .shortAndLong, help: "Print every role, not only the faults.")
  var verbose = false

  func run() throws {
    let folders = Place.themes
    var isReadable = true
    for name in theme.map({ [$0] }) ?? Theme.names(in: folders) {
      let path = name.hasSuffix(".toml") && !name.contains("/") ? "./" + name : name
      let check = ThemeCheck(try Theme.load(name: path, directories: folders))
      print(summary(check))
      for reading in check.readings where verbose || !reading.isEnough { print(line(reading)) }
      for confusion in check.confusions { print(line(confusion)) }
      if verbose, !check.unknown.isEmpty {
        print("  the terminal's own: " + check.unknown.map(\.rawValue).joined(separator: " "))
      }
      if !check.isReadable { isReadable = false }
    }
    if !isReadable { throw ExitCode.failure }
  }

  private func summary(_ check: ThemeCheck) -> String {
    let faults = check.readings.count { !$0.isEnough }
    let least = check.readings.map { $0.ratio }.min()
    var text = check.theme.name.column(18)
    if let least {
      text += faults == 0 ? "readable, least contrast \(least.short)" : "\(faults) roles unreadable"
    } else {
      text += "all colours are the terminal's own"
    }
    text +=
      check.confusions.isEmpty
      ? "" : "; \(check.confusions.count) pairs alike (told apart by words and signs)"
    return text
  }

  private func line(_ reading: ThemeCheck.Reading) -> String {
    "  " + reading.role.rawValue.column(20)
      + "\(reading.text.hexadecimal) on \(reading.background.hexadecimal)  WCAG \(reading.ratio.short)"
      + "  APCA \(reading.lightness.short)"
      + (reading.isEnough ? "" : "  needs \(reading.needed.short)")
  }

  private func line(_ confusion: ThemeCheck.Confusion) -> String {
    "  \(confusion.first.rawValue) and \(confusion.second.rawValue) look alike with "
      + "\(confusion.vision.rawValue) (distance \(confusion.distance.asShare))"
  }
}

extension Double {
  /// One decimal.
  fileprivate var short: String { formatted(.number.precision(.fractionLength(1))) }
}
