import Core
import Foundation
import Journal
import Report

/// Two runs that are to be compared.
struct ComparedRuns {
  private let readers: (JournalReader, JournalReader)
  private let configurations: (Data?, Data?)

  init(_ first: RunDirectory, _ second: RunDirectory) throws {
    readers = (
      try JournalReader(path: first.journalPath), try JournalReader(path: second.journalPath)
    )
    func configuration(_ directory: RunDirectory) -> Data? {
      try? Data(contentsOf: URL(fileURLWithPath: directory.configurationPath))
    }
    configurations = (configuration(first), configuration(second))
  }

  /// The tasks that both runs gave to their solvers.
  var shared: [TaskID] { get throws { try TaskComparison.shared(readers.0, readers.1) } }

  /// - Parameters:
  ///   - count: The tasks that are laid side by side, at most.
  ///   - task: The one that is, if only one is asked for.
  ///   - progress: Called with the number of events read since the last time.
  func comparison(
    by alignment: Alignment, tasks count: Int, task: TaskID? = nil,
    progress: (Int) -> Void = { _ in }
  ) throws -> RunComparison {
    var sides: [TaskComparison] = []
    for id in try task.map({ [$0] }) ?? shared where sides.count < max(0, count) {
      if let side = try TaskComparison(id, readers.0, readers.1) { sides.append(side) }
    }
    return RunComparison(
      try RunDigest(readers.0, progress: progress), try RunDigest(readers.1, progress: progress),
      by: alignment, configurations: configurations, tasks: sides)
  }
}
