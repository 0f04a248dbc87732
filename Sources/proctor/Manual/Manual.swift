import ArgumentParser
import Foundation

/// `proctor manual`: the man page, made from the command line's own description.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the man page.",
    discussion: """
      'proctor manual | man -l -' reads it; 'proctor manual > proctor.1' in a folder of your MANPATH \
      installs it. 'proctor --generate-completion-script bash' (or zsh, or fish) prints the \
      completions of a shell.
      """)

  func run() throws {
    let description = try JSONDecoder().decode(
      CommandDescription.Document.self, from: Data(Proctor._dumpHelp().utf8))
    print(ManualPage(description.command, version: Version.current).text, terminator: "")
  }
}

/// A command as the argument parser describes it.
struct CommandDescription: Decodable {
  struct Document: Decodable {
    var command: CommandDescription
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String

      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    var kind: String
    var shouldDisplay: Bool?
    var names: [Name]?
    var valueName: String?
    var isOptional: Bool?
    var abstract: String?
    var defaultValue: String?
  }

  var commandName: String
  var abstract: String?
  var discussion: String?
  var arguments: [Argument]?
  var subcommands: [CommandDescription]?
}
