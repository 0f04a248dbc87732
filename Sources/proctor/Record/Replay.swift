import ArgumentParser
import Core
import Dashboard
import Foundation
import Journal
import RunSession
import Terminal

/// `proctor replay`: a run shown again from its journal.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a run again from its journal, on the same screens.",
    discussion: """
      Space plays and pauses, [ and ] go to the step before and after, { and } ten steps, < and > \
      halve and double the speed, . plays one step. Everything else works as on a run that goes on, \
      except that nothing can be decided. Without a terminal on standard input and output it prints \
      plain lines, at once unless a speed is given.
      """)

  @OptionGroup var argument: RunArgument

  @Option(help: "Begin at this step.")
  var from: Int?

  @Option(help: "How many times as fast as it was, 1 to 100.")
  var speed: Double?

  @OptionGroup(title: "Screen")
  var screen: ScreenOptions

  @ArgumentParser.Flag(help: "Print one line an event.")
  var plain = false

  @ArgumentParser.Flag(help: "The same as --plain.")
  var headless = false

  mutating func validate() throws {
    if let speed, !(1...100).contains(speed) {
      throw ValidationError("--speed must be between 1 and 100.")
    }
    if let from, from < 0 { throw ValidationError("--from must not be negative.") }
  }

  mutating func run() throws {
    let directory = try argument.directory()
    let reader = try JournalReader(path: directory.journalPath)
    var first: Int64 = 1
    if let from, from > 0 {
      guard let seq = try reader.seq(ofStep: from) else {
        throw CommandError(message: "\(directory.name) did not get to step \(from)")
      }
      first = seq
    }
    if plain || headless || isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0 {
      try printLines(reader, from: first)
    } else {
      try show(directory, reader, from: first)
    }
  }

  private func printLines(_ reader: JournalReader, from first: Int64) throws {
    signal(SIGPIPE, SIG_DFL)
    var previous: Double?
    try reader.forEachBatch(from: first) { events in
      for event in events {
        if let speed, let previous {
          let pause = min(ReplayPlayer.longestPause, max(0, event.time - previous) / speed)
          fflush(nil)
          usleep(UInt32(pause * 1e6))
        }
        previous = event.time
        print(PlainLine.text(event))
      }
    }
  }

  private func show(
    _ directory: RunDirectory, _ reader: JournalReader, from first: Int64
  ) throws {
    let face = try screen.face()
    let mailbox = EventMailbox()
    let player = try ReplayPlayer(
      directory: directory, reader: reader, mailbox: mailbox, from: first, speed: speed ?? 1)
    let folders = Place.themes
    var services = DashboardServices(send: { player.take($0) })
    services.themeNames = { Theme.names(in: folders) }
    services.theme = { (name) throws(SettingsError) -> Theme in
      try Theme.load(name: name, directories: folders)
    }
    services.listRuns = { RunCatalog.list(into: $0) }
    services.takesKey = { player.take($0) }
    let loop = DashboardLoop(
      theme: face.theme, mailbox: mailbox, environment: ProcessInfo.processInfo.environment,
      preferences: face.preferences, services: services)
    player.start()
    _ = try loop.run()
  }
}
