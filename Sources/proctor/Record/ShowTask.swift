import ArgumentParser
import Core
import Foundation
import Journal

/// `proctor task`: everything that a run did with one task.
struct ShowTask: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task", abstract: "Print everything that a run did with one task.",
    discussion: """
      First where the task comes from: the step, the policy's version, the revision of the \
      constraints and the references that its proposer was shown. Then every event about it, and \
      last the proposals whose proposers were shown it.
      """)

  @OptionGroup var argument: RunArgument

  @Argument(help: "The task's id, or its beginning.")
  var task: String

  @ArgumentParser.Flag(help: "Print the events as JSON, one a line.")
  var json = false

  mutating func run() throws {
    signal(SIGPIPE, SIG_DFL)
    let reader = try argument.reader()
    let tasks = try reader.tasks(beginningWith: task)
    guard let id = tasks.first else {
      throw CommandError(
        message: "\(argument.name.printable): no task begins with \(task.printable)")
    }
    guard tasks.count == 1 else {
      let names = tasks.prefix(5).map(\.rawValue.printable).joined(separator: ", ")
      throw CommandError(message: "several tasks begin so: \(names); type more of the id")
    }
    let events = try reader.events(about: id)
    if !json {
      for event in events {
        guard case .taskProposed(let proposal) = event.body else { continue }
        print(Self.origin(of: proposal, step: event.step))
      }
    }
    for event in events {
      print(try json ? OrderedJSONEncoder().string(event) : PlainLine.text(event))
    }
    for event in try reader.events(of: .taskProposed) {
      guard case .taskProposed(let use) = event.body, use.references.contains(id) else { continue }
      print(
        try json
          ? OrderedJSONEncoder().string(event)
          : "\(event.seq) step \(event.step) shown to the proposer of \(use.task.rawValue.printable)"
      )
    }
  }

  private static func origin(of proposal: TaskProposed, step: Int) -> String {
    let references =
      proposal.references.isEmpty
      ? "no references"
      : "references \(proposal.references.map(\.rawValue.printable).joined(separator: ", "))"
    let version = proposal.policyVersion.map { "version \($0) of the policy" } ?? "the policy"
    return "proposed in step \(step) by \(version) under revision \(proposal.revision), "
      + "shown \(references)"
  }
}
