import ArgumentParser
import Dashboard
import Foundation
import Journal
import RunSession
import Synchronization

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

  @Option(
    name: .customLong("from-checkpoint"), help: "The checkpoint's step (default: the newest).")
  var step: Int?

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
      guard readLine()?.trimmingCharacters(in: .whitespaces) == String(plan.checkpoint) else {
        throw CommandError(message: "nothing was done")
      }
    }
    _ = try plan.make(in: directory, by: Place.operatorName)
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
    "\(directory.name):\n" + RollbackPlan(plan).lines.map { "  " + $0 }.joined(separator: "\n")
  }
}

/// A run directory's lock, held until it is released or the value is gone.
final class HeldLock: Sendable {
  private let lock: Mutex<RunLock?>

  init(_ directory: RunDirectory) throws { lock = Mutex(try directory.lock()) }

  /// Lets another process work on the run.
  func release() { lock.withLock { $0 = nil } }
}

extension BranchPlan {
  /// Makes a directory and the branch in it, or nothing at all.
  func make(in directory: RunDirectory, by name: String) throws -> HeldLock {
    try directory.create()
    do {
      let lock = try HeldLock(directory)
      try make(in: directory, by: name, version: Version.current)
      return lock
    } catch {
      try? FileManager.default.removeItem(atPath: directory.path)
      throw error
    }
  }

  /// The same, under the next free name beside the run that it comes from.
  func makeBeside(by name: String) throws -> (RunDirectory, HeldLock) {
    let folder = (source.path as NSString).deletingLastPathComponent
    let directory = RunDirectory.next(under: folder)
    return (directory, try make(in: directory, by: name))
  }

  /// The same, for a run that goes on later. Tells where it is.
  func makeForLater() throws -> String {
    let (branch, lock) = try makeBeside(by: Place.operatorName)
    lock.release()
    return "made \(branch.name): go on with: proctor run --resume \(branch.name)"
  }
}
