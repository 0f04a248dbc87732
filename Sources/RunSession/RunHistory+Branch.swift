import Core
import Foundation
import Journal

extension RunHistory {
  /// Runs that a branch may go back through.
  private static let reach = 32

  /// `eventsForDashboard`, after those that a branch shares with the runs that it comes from.
  ///
  /// Those runs are looked for beside it. One that is gone, or whose journal is not the one that the
  /// branch was made from, is left out.
  public static func eventsWithAncestors(of directory: RunDirectory) throws -> [RunEvent] {
    var events = try RunHistory(directory).eventsForDashboard()
    var directory = directory
    for _ in 0..<reach {
      let reader = try JournalReader(path: directory.journalPath)
      guard case .runStarted(let started)? = try reader.events(limit: 1).first?.body,
        let branch = started.branch
      else { break }
      let folder = (directory.path as NSString).deletingLastPathComponent
      guard let parent = try? RunDirectory(named: branch.run, under: folder), parent.isRun,
        let source = try? JournalReader(path: parent.journalPath),
        let link = try? source.link(of: branch.seq)?.description, link == branch.hash,
        let shared = try? RunHistory(parent).eventsForDashboard(upTo: branch.seq)
      else { break }
      events = shared + events
      directory = parent
    }
    return events
  }
}
