import ArgumentParser
import Foundation
import Journal
import RunSession

/// `proctor branch`: roll back to a checkpoint, as a run of its own.
struct Branch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Go back to a checkpoint: make a new run that goes on from it.",
    discussion: """
      The run that is gone back in stays as it is and can be looked at; the branch's first event \
      names it, the checkpoint and the link of its hash chain there. Going back once more, from the \
      other run, undoes a rollback. 'proctor run --resume' goes on with the branch.
      """)

  @OptionGroup var argument: RunArgument

  @Option(name: .customLong("from-checkpoint"), help: "The checkpoint's step.")
  var step: Int

  @Option(help: "The new run's name (default: the next free one).")
  var into: String?

  @ArgumentParser.Flag(help: "Do not ask.")
  var yes = false

  mutating func run() throws {
    let source = try argument.directory()
    let plan = try BranchPlan(of: source, fromCheckpoint: step)
    let directory = try destination()
    print(text(of: plan, into: directory))
    if !yes {
      print("Type the checkpoint's step to make the branch: ", terminator: "")
      fflush(nil)
      guard readLine()?.trimmingCharacters(in: .whitespaces) == String(step) else {
        throw CommandError(message: "nothing was done")
      }
    }
    try directory.create()
    do {
      let lock = try directory.lock()
      try withExtendedLifetime(lock) {
        try plan.make(in: directory, by: Place.operatorName, version: Version.current)
      }
    } catch {
      try? FileManager.default.removeItem(atPath: directory.path)
      throw error
    }
    print("\(directory.name): go on with: proctor run --resume \(directory.name)")
  }

  private func destination() throws -> RunDirectory {
    guard let into else { return RunDirectory.next(under: Place.runs) }
    if into.contains("/") { return RunDirectory(path: into) }
    let directory = try RunDirectory(named: into, under: Place.runs)
    guard !directory.isRun else {
      throw CommandError(message: "\(into): there is a run of this name already")
    }
    return directory
  }

  private func text(of plan: BranchPlan, into directory: RunDirectory) -> String {
    """
    \(directory.name) will go on from \(plan.source.name)'s checkpoint at step \(plan.checkpoint).
    It does not have what \(plan.source.name) did since then:
      \(plan.steps) steps (\(Int(plan.seconds)) s), \(plan.tasks) admitted tasks, \
    \(plan.verdicts) verdicts, \(plan.revisions) constraint revisions; \(plan.events) events in all
    \(plan.source.name) keeps all of it. The branch takes \(max(1, plan.size >> 20)) MiB; \
    weights, optimizer and buffers are there and whole.
    """
  }
}
