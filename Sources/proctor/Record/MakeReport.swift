import ArgumentParser
import Foundation
import Journal
import Report

/// `proctor report`: a run as one HTML file.
struct MakeReport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a run as one self-contained HTML file.",
    discussion: """
      It holds the run's settings, estimates with intervals, curves, flags with their verdicts, \
      operator acts, and the constraint history. It loads nothing and runs no script.
      """)

  @OptionGroup var argument: RunArgument

  @Option(name: .shortAndLong, help: "The file to write (default: the run's name with .html).")
  var output: String?

  mutating func run() throws {
    let directory = try argument.directory()
    let reader = try JournalReader(path: directory.journalPath)
    let progress = ProgressLine("verify", unit: "events")
    let verification = try reader.verify { progress.show($0, of: $1) }
    progress.finish()
    let reading = ProgressLine("read", unit: "events")
    let digest = try RunDigest(reader) { reading.count($0) }
    reading.finish()
    let report = RunReport(
      digest: digest, verification: verification, version: Version.current)
    let path = output ?? directory.name + ".html"
    let html = try report.page().html
    try writeFile(html, to: path)
    print("\(path): \(html.utf8.count / 1024) KiB")
  }
}
