import ArgumentParser
import Core
import Foundation
import Journal
import Report

/// `proctor export`: a run's journal as JSON lines, or as tables.
struct Export: ParsableCommand {
  /// The forms that a journal can be exported in.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case jsonl
    case csv
    case inspect
  }

  static let configuration = CommandConfiguration(
    abstract: "Print a run's journal as JSON lines, its tables as CSV, or its samples.",
    discussion: """
      jsonl: one object a line. The first has seq 0 and the kind 'journal': the run's identity, the \
      number of events, and the last link of the hash chain, so that 'import' can take the file \
      back. The others are the events: seq (counted from 1, without gaps), time (seconds since \
      1970), step, kind, and the event's own fields, which --fields explains. pandas reads it with \
      read_json(FILE, lines=True).

      csv: a table with a line of column names. With --table one table is printed; with --output \
      FOLDER every table is written as a file. Each begins with seq, time and step; then:

      \(tables)

      inspect: the solver's responses as samples, one JSON object a line, which Inspect reads with \
      json_dataset(FILE) and pandas with read_json(FILE, lines=True): id, input (the task in words), \
      target (the known answer) and metadata: \(samples).
      """)

  private static var samples: String {
    SampleLines.metadata.map { "\($0.name) (\($0.meaning))" }.joined(separator: ", ")
  }

  /// The tables with their columns, for the help.
  private static var tables: String {
    RunTable.allCases.map { table in
      let columns = table.columns.dropFirst(3).map { "\($0.name) (\($0.meaning))" }
      return "\(table.rawValue): " + columns.joined(separator: ", ") + "."
    }.joined(separator: "\n\n")
  }

  @Argument(
    help: ArgumentHelp(
      "The run: its name, a unique beginning, its path, or 'latest'.", valueName: "run"))
  var source: String?

  @ArgumentParser.Flag(
    name: .customLong("fields"), help: "Explain the fields of every kind of event.")
  var explainsFields = false

  @Option(help: "The form of the output.")
  var format = Format.jsonl

  @Option(
    help: "The table to print as CSV.",
    transform: { name in
      guard let table = RunTable(rawValue: name) else {
        let names = RunTable.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(name) is none of the tables \(names)")
      }
      return table
    })
  var table: RunTable?

  @Option(name: .shortAndLong, help: "Write to this file; or with csv and no table, this folder.")
  var output: String?

  func validate() throws {
    if source == nil, !explainsFields {
      throw ValidationError("Missing expected argument '<run>'.")
    }
    if format != .csv, table != nil { throw ValidationError("--table goes with --format csv.") }
    if format == .csv, table == nil, output == nil {
      throw ValidationError("--format csv needs --table, or --output with a folder for all tables.")
    }
  }

  func run() throws {
    signal(SIGPIPE, SIG_DFL)
    guard let source, !explainsFields else { return printFields() }
    let directory = try RunDirectory.resolve(source, under: Place.runs)
    let reader = try JournalReader(path: directory.journalPath)
    switch (format, table) {
    case (.jsonl, _):
      try write(to: output) { file, progress in
        try reader.exportJSONLines(to: file.fileDescriptor) { progress.show($0, of: $1) }
      }
    case (.inspect, _):
      try write(to: output) { file, progress in
        try SampleLines.write(reader, progress: { progress.show($0, of: $1) }) { bytes in
          try file.write(contentsOf: Data(bytes))
        }
      }
    case (.csv, let table?): try write(table, of: reader, to: output)
    case (.csv, nil):
      let folder = output ?? "."
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      for table in RunTable.allCases {
        try write(table, of: reader, to: "\(folder)/\(table.rawValue).csv")
      }
    }
  }

  private func printFields() {
    print("every event")
    for field in EventFields.common { print("  \(field.name): \(field.meaning)") }
    for kind in RunEvent.Kind.allCases {
      let fields = EventFields.of(kind)
      if fields.isEmpty { continue }
      print("\n\(kind.rawValue)")
      for field in fields { print("  \(field.name): \(field.meaning)") }
    }
  }

  private func write(_ table: RunTable, of reader: JournalReader, to path: String?) throws {
    try write(to: path) { file, progress in
      try table.write(reader, progress: { progress.show(Int64($0), of: 0) }) { text in
        try file.write(contentsOf: Data(text.utf8))
      }
    }
  }

  /// Opens a file, or takes the standard output, and writes to it.
  private func write(to path: String?, _ body: (FileHandle, ProgressLine) throws -> Void) throws {
    let progress = ProgressLine("export", unit: format == .csv ? "rows" : "events")
    defer { progress.finish() }
    guard let path else { return try body(.standardOutput, progress) }
    let partial = path + ".partial"
    guard FileManager.default.createFile(atPath: partial, contents: nil),
      let file = FileHandle(forWritingAtPath: partial)
    else { throw CommandError(message: "\(path) cannot be written") }
    do {
      try body(file, progress)
      try file.close()
      guard rename(partial, path) == 0 else {
        throw CommandError(
          message: "\(path) cannot be written: \(String(cString: strerror(errno)))")
      }
    } catch {
      try? FileManager.default.removeItem(atPath: partial)
      throw error
    }
  }
}
