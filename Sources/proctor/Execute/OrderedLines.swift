import Foundation

/// Answers the lines of one stream on several threads and writes the answers to another, in order.
///
/// What has arrived is answered at once, so that a peer may wait for an answer before it sends the
/// next line. Reading stops while too many lines wait.
///
/// Unchecked: all state is touched under the condition's lock only.
final class OrderedLines: @unchecked Sendable {
  /// Gives the answer to a line, both without their ends; `number` counts from 1.
  typealias Answer = @Sendable (_ line: [UInt8], _ number: Int) -> [UInt8]

  /// An output that could not be written.
  struct WriteError: Error, CustomStringConvertible {
    var description: String { "the output cannot be written" }
  }

  /// A few lines, so that threads meet seldom.
  private struct Batch {
    var firstNumber: Int
    var lines: [[UInt8]]
  }

  /// The longest line that is read; the rest of a longer one is passed over.
  static let longestLine = 16 << 20

  private static let batchSize = 16
  private static let batchesWaiting = 64

  private let threads: Int
  private let answer: Answer
  private let condition = NSCondition()
  private var waiting: [Batch] = []
  private var isEnded = false
  /// Answers by the number of the batch's first line, until their turn comes.
  private var answered: [Int: (count: Int, bytes: [UInt8])] = [:]
  private var nextToWrite = 1
  private var activeThreads = 0
  private var hasFailed = false

  init(threads: Int, answer: @escaping Answer) {
    self.threads = threads
    self.answer = answer
  }

  /// Runs until the input's end.
  func run(from input: Int32, to output: Int32) throws {
    activeThreads = threads
    for _ in 0..<threads {
      let thread = Thread { self.work(output) }
      thread.stackSize = DeepThread.stackSize
      thread.start()
    }
    read(input)
    condition.lock()
    isEnded = true
    condition.broadcast()
    while activeThreads > 0 { condition.wait() }
    let hasFailed = hasFailed
    condition.unlock()
    if hasFailed { throw WriteError() }
  }

  private func read(_ input: Int32) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var rest: [UInt8] = []
    var number = 1
    /// Of a line beyond the limit, one byte more than the limit is kept, to tell it by.
    func append(_ bytes: ArraySlice<UInt8>) {
      rest += bytes.prefix(max(0, Self.longestLine + 1 - rest.count))
    }
    while true {
      let count = Foundation.read(input, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      var lines: [[UInt8]] = []
      var start = 0
      while let end = buffer[start..<count].firstIndex(of: 0x0A) {
        append(buffer[start..<end])
        lines.append(rest)
        rest = []
        start = end + 1
      }
      append(buffer[start..<count])
      guard submit(lines, &number) else { return }
    }
    if !rest.isEmpty { _ = submit([rest], &number) }
  }

  /// Queues lines, empty ones too, which are answered as any other. False once nobody listens.
  private func submit(_ lines: [[UInt8]], _ number: inout Int) -> Bool {
    var rest = lines[...]
    while !rest.isEmpty {
      let batch = Batch(firstNumber: number, lines: Array(rest.prefix(Self.batchSize)))
      rest = rest.dropFirst(Self.batchSize)
      number += batch.lines.count
      condition.lock()
      defer { condition.unlock() }
      while waiting.count >= Self.batchesWaiting, !hasFailed { condition.wait() }
      if hasFailed { return false }
      waiting.append(batch)
      condition.broadcast()
    }
    return true
  }

  private func work(_ output: Int32) {
    while let batch = take() {
      var bytes: [UInt8] = []
      for (index, line) in batch.lines.enumerated() {
        bytes += answer(line, batch.firstNumber + index)
        bytes.append(0x0A)
      }
      finish(batch, bytes, output)
    }
    condition.withLock {
      activeThreads -= 1
      condition.broadcast()
    }
  }

  private func take() -> Batch? {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty, !isEnded, !hasFailed { condition.wait() }
    guard !waiting.isEmpty, !hasFailed else { return nil }
    defer { condition.broadcast() }
    return waiting.removeFirst()
  }

  /// Writes what is due. The lock is held meanwhile: a slow reader slows the work.
  private func finish(_ batch: Batch, _ bytes: [UInt8], _ output: Int32) {
    condition.lock()
    defer { condition.unlock() }
    answered[batch.firstNumber] = (batch.lines.count, bytes)
    while !hasFailed, let due = answered.removeValue(forKey: nextToWrite) {
      nextToWrite += due.count
      hasFailed = !Self.write(due.bytes, output)
    }
    if hasFailed { condition.broadcast() }
  }

  private static func write(_ bytes: [UInt8], _ output: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          output, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }
}
