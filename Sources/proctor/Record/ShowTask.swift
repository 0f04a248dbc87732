import ArgumentParser
import Core
import Foundation
import Journal

/// `proctor task`: everything that a run did with one task.
struct ShowTask: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task", abstract: "Print everything that a run did with one task.")

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
    for event in try reader.events(about: id) {
      print(try json ? OrderedJSONEncoder().string(event) : PlainLine.text(event))
    }
  }
}
