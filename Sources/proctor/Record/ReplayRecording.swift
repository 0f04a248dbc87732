import Core
import Dashboard
import Foundation
import Journal

/// A screen's size as it is typed.
struct ScreenSize {
  var columns: Int
  var rows: Int

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// Reads `120x36`; nil for anything else and for sizes that no screen has.
  init?(_ text: String) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1],
      (20...500).contains(columns), (5...200).contains(rows)
    else { return nil }
    self.init(columns: columns, rows: rows)
  }
}

/// A replay as a recording: the frames that the screen would show, and when.
///
/// The clock is the events' own, so that the same journal gives the same file.
struct ReplayRecording {
  var reader: JournalReader
  var size: ScreenSize
  var theme: Theme
  /// The view's number.
  var view: Int
  /// How many times as fast as the run was.
  var speed: Double

  /// Seconds between two frames.
  private static let frame = 1.0 / 30

  /// Writes the file, which must not exist. Returns how many seconds it plays.
  func write(
    to path: String, after history: [RunEvent], from first: Int64, upTo last: Int64
  ) throws -> Double {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw CommandError(message: "\(path): there is a file already; choose another name")
    }
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw CommandError(message: "\(path) cannot be written") }
    let progress = ProgressLine("record", unit: "events")
    defer { progress.finish() }
    do {
      let seconds = try write(file, history, first, min(last, reader.lastSeq()), progress)
      try file.close()
      return seconds
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
  }

  private func write(
    _ file: FileHandle, _ history: [RunEvent], _ first: Int64, _ last: Int64,
    _ progress: ProgressLine
  ) throws -> Double {
    let began = try reader.events(from: first, limit: 1).first?.time ?? 0
    try file.write(
      contentsOf: Data(
        """
        {"version":2,"width":\(size.columns),"height":\(size.rows),"timestamp":\(Int(began))}

        """.utf8))
    let screen = Size(columns: size.columns, rows: size.rows)
    var state = State(size: screen, charset: theme.charset, theme: theme.name)
    var stream = FrameStream(theme: theme)
    var clock = 0.0
    var shown = -Double.infinity
    var previous = began
    var isFresh = true
    let speed = speed
    func show(_ seq: Int64) throws {
      _ = reduce(&state, .replay(ReplayPlace(isPlaying: true, speed: speed, seq: seq, last: last)))
      let text = stream.text(render(state, size: screen, theme: theme))
      isFresh = true
      guard !text.isEmpty else { return }
      let time = (clock * 1e6).rounded() / 1e6
      let line = "[\(time),\"o\",\(try OrderedJSONEncoder().string(text))]\n"
      try file.write(contentsOf: Data(line.utf8))
      shown = clock
    }
    _ = reduce(&state, .resize(screen))
    _ = reduce(&state, .events(history, at: 0))
    _ = reduce(&state, .key(.character(Unicode.Scalar(UInt8(48 + view))), at: 0))
    var seq = first - 1
    try show(seq)
    var next = first
    while next <= last {
      let events = try reader.events(from: next, limit: Int(min(512, last - next + 1)))
      guard let end = events.last else { break }
      for event in events {
        let pause = min(ReplayPlayer.longestPause, max(0, event.time - previous) / speed)
        if !isFresh, clock + pause - shown >= Self.frame { try show(seq) }
        clock += pause
        previous = event.time
        _ = reduce(&state, .events([event], at: clock))
        isFresh = false
        seq = event.seq
      }
      next = end.seq + 1
      progress.show(end.seq - first + 1, of: last - first + 1)
    }
    if !isFresh { try show(seq) }
    return clock
  }
}
