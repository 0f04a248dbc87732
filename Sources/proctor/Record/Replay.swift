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
      Space plays and pauses, h and l go a step back and on, ( and ) ten steps, < and > halve and \
      double the speed. R makes a run that goes on from a checkpoint. Everything else works as on a \
      run that goes on, except that nothing can be decided. Without a terminal on standard input and \
      output it prints plain lines, at once unless a speed is given; --commands reads typed ones, \
      which go from step to step and ask about the run as it was then. With --asciicast it writes \
      what the screen would show to a file that asciinema and its players play.
      """)

  @OptionGroup var argument: RunArgument

  @Option(help: "Begin at this step.")
  var from: Int?

  @Option(help: "End after this step.")
  var to: Int?

  @Option(help: "How many times as fast as it was, 1 to 100.")
  var speed: Double?

  @Option(
    help: ArgumentHelp("Record the screens to this file, in asciicast's format.", valueName: "file")
  )
  var asciicast: String?

  @Option(help: ArgumentHelp("The recording's screen.", valueName: "columnsxrows"))
  var size = "120x36"

  @Option(help: "The view that is recorded, 1 to 7.")
  var view = 1

  @OptionGroup(title: "Screen")
  var screen: ScreenOptions

  @ArgumentParser.Flag(help: "Print one line an event.")
  var plain = false

  @ArgumentParser.Flag(
    name: .customLong("commands"),
    help: "Take typed commands on plain lines, as for a screen reader; 'help' lists them.")
  var takesCommands = false

  @ArgumentParser.Flag(help: "The same as --plain.")
  var headless = false

  mutating func validate() throws {
    if let speed, !(1...100).contains(speed) {
      throw ValidationError("--speed must be between 1 and 100.")
    }
    if ScreenSize(size) == nil {
      throw ValidationError("--size takes columns and rows, such as 120x36.")
    }
    if !(1...7).contains(view) { throw ValidationError("--view must be between 1 and 7.") }
    if to != nil, asciicast == nil { throw ValidationError("--to goes with --asciicast.") }
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
    if let asciicast {
      let recording = ReplayRecording(
        reader: reader, size: ScreenSize(size) ?? ScreenSize(columns: 120, rows: 36),
        theme: try screen.face().theme, view: view, speed: speed ?? 1)
      let history =
        first > 1 ? try RunHistory(directory).eventsForDashboard(upTo: first - 1) : []
      let end = try to.flatMap { try reader.seq(ofStep: $0 + 1) }.map { $0 - 1 }
      let seconds = try recording.write(
        to: asciicast, after: history, from: first, upTo: end ?? .max)
      print(
        "\(asciicast): \(Int(seconds.rounded(.up))) s; play it with: asciinema play \(asciicast)")
    } else if takesCommands {
      signal(SIGPIPE, SIG_DFL)
      var commands = try ReplayCommands(directory, reader, step: max(0, (from ?? 1) - 1))
      try commands.run()
    } else if plain || headless || isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0 {
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
    var services = DashboardServices.ofThisMachine { action, _ in player.take(action) }
    services.replay = { player.take($0) }
    services.planRollback = { step, mailbox in
      Self.inBackground(mailbox) {
        mailbox.post(
          rollback: RollbackPlan(try BranchPlan(of: directory, fromCheckpoint: step)))
      }
    }
    services.rollBack = { step, mailbox in
      Self.inBackground(mailbox) {
        mailbox.post(notice: try BranchPlan(of: directory, fromCheckpoint: step).makeForLater())
      }
    }
    let loop = DashboardLoop(
      theme: face.theme, mailbox: mailbox, environment: ProcessInfo.processInfo.environment,
      preferences: face.preferences, services: services)
    player.start()
    ThemeWatch.start(Place.themes, mailbox: mailbox)
    _ = try loop.run()
  }

  /// Does something on a thread of its own, and tells why it could not be done.
  private static func inBackground(
    _ mailbox: EventMailbox, _ body: @escaping @Sendable () throws -> Void
  ) {
    onThread("replay-task") {
      do { try body() } catch { mailbox.post(notice: "\(error)") }
    }
  }
}
