/// How a chain of thought writes executed steps: one a line, a statement, an arrow, what it gave.
public struct ChainFormat: Hashable, Sendable {
  /// What stands between the statement and its value, with its spaces.
  public var arrow: String
  /// How a line begins that starts another attempt at the task, if chains have such lines. Only the
  /// last attempt is what the answer came from; the ones before it were given up.
  public var attempt: String?

  public init(arrow: String, attempt: String? = nil) {
    self.arrow = arrow
    self.attempt = attempt
  }

  /// A step that a chain states.
  struct StatedLine {
    /// The whole line, without space at its ends.
    var text: String
    /// Scalar offsets of the line in the chain.
    var span: Range<Int>
  }

  /// The lines of the chain's last attempt that have an arrow, in order; the rest is prose.
  func statedLines(in chain: String) -> [StatedLine] {
    let lines = SourceLines(chain)
    let scalars = Array(chain.unicodeScalars)
    let wanted = Array(arrow.unicodeScalars)
    let count = scalars.reduce(1) { $1 == "\n" ? $0 + 1 : $0 }
    let begin = attempt.map { Array($0.unicodeScalars) }
    let first = begin.flatMap { begin in
      (1...count).last { scalars[lines.span(ofLine: $0)].starts(with: begin) }
    }
    return ((first ?? 1)...count).compactMap { number in
      let span = lines.span(ofLine: number)
      guard scalars[span].contains(subsequence: wanted) else { return nil }
      return StatedLine(text: String(scalars[span]), span: span)
    }
  }

  /// The value that a line states for a statement; nil when the line is about another one.
  func value(statedFor statement: String, in line: StatedLine) -> String? {
    let head = statement + arrow
    return line.text.hasPrefix(head) ? String(line.text.dropFirst(head.count)) : nil
  }

  /// The statement and the value of a line, divided at the first arrow.
  func divide(_ line: StatedLine) -> (statement: String, value: String) {
    let scalars = Array(line.text.unicodeScalars)
    let wanted = Array(arrow.unicodeScalars)
    let start = scalars[...].firstIndex(ofSubsequence: wanted) ?? scalars.count
    let end = min(scalars.count, start + wanted.count)
    return (String(scalars[..<start]), String(scalars[end...]))
  }
}

extension ArraySlice<Unicode.Scalar> {
  fileprivate func firstIndex(ofSubsequence wanted: [Unicode.Scalar]) -> Int? {
    guard !wanted.isEmpty, wanted.count <= count else { return nil }
    return (startIndex...(endIndex - wanted.count)).first { start in
      self[start..<start + wanted.count].elementsEqual(wanted)
    }
  }

  fileprivate func contains(subsequence wanted: [Unicode.Scalar]) -> Bool {
    firstIndex(ofSubsequence: wanted) != nil
  }
}
