import Core
import Dashboard
import Foundation
import Journal
import RunSession

/// A replay by typed commands: each goes to a step, or asks about the run as it was then.
struct ReplayCommands {
  private let directory: RunDirectory
  private let starts: [Int64]
  private let last: Int64
  private var console = PlainConsole(isReplay: true)
  /// How many steps are shown whole.
  private var step: Int

  /// - Parameter step: How many steps of the run are shown to begin with.
  init(_ directory: RunDirectory, _ reader: JournalReader, step: Int) throws {
    self.directory = directory
    starts = try reader.stepStarts()
    last = try reader.lastSeq()
    self.step = step
  }

  /// Obeys what standard input says, until it ends.
  mutating func run() throws {
    if isatty(STDIN_FILENO) != 0 { print("type 'help' for the commands; 'quit' leaves") }
    try go(to: step)
    while let line = readLine() {
      if ["quit", "q", "exit"].contains(line.trimmingCharacters(in: .whitespaces)) { return }
      let answer = console.obey(line)
      for line in answer.lines { print(line) }
      if let question = answer.question {
        for line in RunQuestions.answer(question) { print(line) }
      }
      switch answer.place {
      case .number(let number)?: try go(to: number)
      case .by(let steps)?: try go(to: step + steps)
      case .last?: try go(to: starts.count)
      case nil: break
      }
      fflush(nil)
    }
  }

  /// Shows the run as it was at the end of a step.
  private mutating func go(to wanted: Int) throws {
    step = max(0, min(starts.count, wanted))
    let end = step < starts.count ? starts[step] - 1 : last
    console.restart()
    console.take(
      try RunHistory(directory).eventsForDashboard(upTo: end),
      at: ProcessInfo.processInfo.systemUptime)
    print("replay: step \(step) of \(starts.count), event \(end) of \(last)")
    fflush(nil)
  }
}
