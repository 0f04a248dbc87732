/// A man page in roff's man macros.
struct ManualPage {
  let text: String

  init(_ command: CommandDescription, version: String) {
    var page = ".TH PROCTOR 1 \"\" \"proctor \(version)\" \"User Commands\"\n"
    page += ".SH NAME\nproctor \\- \(Self.escaped(command.abstract ?? ""))\n"
    page += ".SH SYNOPSIS\n.B proctor\n[\\fIcommand\\fR] [\\fIoptions\\fR]\n"
    page += ".SH DESCRIPTION\n" + Self.paragraphs(command.discussion)
    page += ".SH COMMANDS\n"
    for subcommand in command.subcommands ?? [] {
      page += Self.section(subcommand, path: "proctor " + subcommand.commandName)
    }
    page += Self.surroundings
    text = page
  }

  private static func section(_ command: CommandDescription, path: String) -> String {
    if command.commandName == "help" { return "" }
    var text = ".SS \(escaped(path))\n"
    if let abstract = command.abstract { text += escaped(abstract) + "\n" }
    if let discussion = command.discussion { text += ".PP\n" + paragraphs(discussion) }
    for argument in command.arguments ?? [] where argument.shouldDisplay ?? true {
      text += item(argument)
    }
    for subcommand in command.subcommands ?? [] {
      text += section(subcommand, path: path + " " + subcommand.commandName)
    }
    return text
  }

  private static func item(_ argument: CommandDescription.Argument) -> String {
    var head = (argument.names ?? []).map { "\\fB" + escaped($0.text) + "\\fR" }
      .joined(separator: ", ")
    if argument.kind != "flag", let value = argument.valueName {
      head += (head.isEmpty ? "" : " ") + "\\fI" + escaped(value) + "\\fR"
    }
    var words = argument.abstract ?? ""
    if let value = argument.defaultValue, argument.kind != "flag" {
      words += " (default: \(value))"
    }
    return ".TP\n\(head)\n\(escaped(words))\n"
  }

  private static let surroundings = """
    .SH FILES
    .TP
    \\fI$XDG_CONFIG_HOME/proctor/config.toml\\fR
    theme, keys, operator, color, mouse, clipboard, threads, runs
    .TP
    \\fI$XDG_CONFIG_HOME/proctor/keys.toml\\fR
    keys by action, in a section [keys]
    .TP
    \\fI$XDG_CONFIG_HOME/proctor/themes/*.toml\\fR
    your own themes; a change is seen at once
    .TP
    \\fI$XDG_DATA_HOME/proctor/runs\\fR
    the run directories
    .SH ENVIRONMENT
    .TP
    PROCTOR_RUNS
    where run directories are kept
    .TP
    PROCTOR_THEMES
    another folder of themes
    .TP
    PROCTOR_OPERATOR
    the name that decisions are signed with
    .TP
    NO_COLOR
    no colours, if it is set and not empty
    .SH EXIT STATUS
    0 if all went well; 64 for a command line that cannot be understood; 1 otherwise.

    """

  private static func paragraphs(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "" }
    return text.split(separator: "\n\n").map { escaped(String($0)) + "\n" }.joined(
      separator: ".PP\n")
  }

  /// Backslashes and hyphens mean something to roff, and so do a dot or a quote that begins a line.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let line = line.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : String(line)
    }.joined(separator: "\n")
  }
}
