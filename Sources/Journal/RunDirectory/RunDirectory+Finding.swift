import Foundation

extension RunDirectory {
  /// The runs in the folder `root`, by name; none when there is no such folder.
  public static func all(under root: String) -> [RunDirectory] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().map { RunDirectory(path: root + "/" + $0) }.filter(\.isRun)
  }

  /// The run that an operator means by `argument`: a path, a name, the beginning of just one name,
  /// or `latest` for the run that was written last.
  public static func resolve(
    _ argument: String, under root: String
  ) throws(RunDirectoryError) -> RunDirectory {
    if argument.contains("/") || argument == "." || argument == ".." {
      return try run(at: argument)
    }
    let runs = all(under: root)
    guard !runs.isEmpty else {
      throw RunDirectoryError(
        code: .noRuns, message: "there is no run here yet; `proctor run` starts one", context: root)
    }
    if argument == latest, let run = runs.max(by: { $0.writtenBefore($1) }) { return run }
    if let run = runs.first(where: { $0.name == argument }) { return run }
    let candidates = argument.isEmpty ? [] : runs.filter { $0.name.hasPrefix(argument) }
    if candidates.count == 1 { return candidates[0] }
    guard candidates.isEmpty else {
      throw RunDirectoryError(
        code: .ambiguous,
        message: "several runs begin so: \(listed(candidates)); type more of the name",
        context: argument)
    }
    throw RunDirectoryError(
      code: .notFound,
      message: "no run under \(root) is called so; there are \(listed(runs)), and `latest`",
      context: argument)
  }

  /// A directory under `root` for a new run: `run-0001`, or the number after the highest there is.
  public static func next(under root: String) -> RunDirectory {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let numbers = names.filter { $0.hasPrefix("run-") && $0.count < 16 }
      .compactMap { Int($0.dropFirst(4)) }
    let number = String((numbers.max() ?? 0) + 1)
    let zeros = String(repeating: "0", count: max(0, 4 - number.count))
    return RunDirectory(path: "\(root)/run-\(zeros)\(number)")
  }

  private static func run(at path: String) throws(RunDirectoryError) -> RunDirectory {
    let directory = RunDirectory(path: path)
    guard fileExists(directory.path) else {
      throw RunDirectoryError(
        code: .notFound, message: "there is no such folder", context: directory.path)
    }
    guard directory.isRun else {
      throw RunDirectoryError(
        code: .notARunDirectory,
        message: "this is not a run directory: it holds no journal.sqlite",
        context: directory.path)
    }
    return directory
  }

  /// A few of the runs' names, the newest last.
  private static func listed(_ runs: [RunDirectory]) -> String {
    let shown = runs.suffix(5).map(\.name).joined(separator: ", ")
    return runs.count > 5 ? "… \(shown)" : shown
  }

  /// Orders by when the journal was last written, then by name.
  private func writtenBefore(_ other: RunDirectory) -> Bool {
    let (mine, theirs) = (lastWritten, other.lastWritten)
    return mine == theirs ? name < other.name : mine < theirs
  }

  private var lastWritten: Date {
    [journalPath, journalPath + "-wal"].compactMap { path in
      try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }.max() ?? .distantPast
  }
}
