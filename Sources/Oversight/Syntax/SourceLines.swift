/// A program's text by lines, to turn a line number into the span that a flag marks.
struct SourceLines {
  private let scalars: [Unicode.Scalar]
  /// Scalar offsets of the first scalar of each line.
  private let starts: [Int]

  init(_ source: String) {
    scalars = Array(source.unicodeScalars)
    var starts = [0]
    for (index, scalar) in scalars.enumerated() where scalar == "\n" { starts.append(index + 1) }
    self.starts = starts
  }

  /// The span of a line, counted from 1, without its indentation and trailing space; empty at 0
  /// when there is no such line.
  func span(ofLine line: Int) -> Range<Int> {
    guard line >= 1, line <= starts.count else { return 0..<0 }
    var start = starts[line - 1]
    var end = line < starts.count ? starts[line] - 1 : scalars.count
    while start < end, scalars[start].properties.isWhitespace { start += 1 }
    while end > start, scalars[end - 1].properties.isWhitespace { end -= 1 }
    return start..<end
  }

  /// The span of the first occurrence of `word`, as a whole word, on a line; the line's without.
  func span(of word: String, onLine line: Int) -> Range<Int> {
    let span = span(ofLine: line)
    let wanted = Array(word.unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= span.count else { return span }
    for start in span.lowerBound...(span.upperBound - wanted.count)
    where scalars[start..<start + wanted.count].elementsEqual(wanted) {
      let end = start + wanted.count
      let isWhole =
        (start == span.lowerBound || !scalars[start - 1].isWordPart)
        && (end == span.upperBound || !scalars[end].isWordPart)
      if isWhole { return start..<end }
    }
    return span
  }

  /// The span from the beginning of one line to the end of another.
  func span(fromLine first: Int, toLine last: Int) -> Range<Int> {
    let start = span(ofLine: first).lowerBound
    return start..<max(start, span(ofLine: last).upperBound)
  }
}

extension Unicode.Scalar {
  /// Whether an identifier can go on with it.
  var isWordPart: Bool { self == "_" || properties.isXIDContinue }

  /// Whether an identifier can begin with it.
  var isWordStart: Bool { self == "_" || properties.isXIDStart }
}
