/// Divides Python text into code, comments and string literals without parsing it, so that it works
/// on text that no parser accepts.
///
/// A string literal ends at its closing quotes, or at the end of the line when a single-quoted one
/// has none. The inside of an f-string counts as string.
struct SourceRegions {
  /// What a stretch of the text is.
  enum Kind: Hashable {
    case code
    case comment
    case string
  }

  /// The stretches, in order, as scalar offsets; without gaps.
  private(set) var regions: [(kind: Kind, range: Range<Int>)] = []
  let scalars: [Unicode.Scalar]

  init(_ source: String) {
    scalars = Array(source.unicodeScalars)
    var position = 0
    var start = 0
    func isQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "\"" }
    while position < scalars.count {
      guard scalars[position] == "#" || isQuote(scalars[position]) else {
        position += 1
        continue
      }
      append(.code, start..<position)
      start = position
      let kind: Kind = scalars[position] == "#" ? .comment : .string
      position = kind == .comment ? lineEnd(from: position) : stringEnd(from: position)
      append(kind, start..<position)
      start = position
    }
    append(.code, start..<position)
  }

  private mutating func append(_ kind: Kind, _ range: Range<Int>) {
    if !range.isEmpty { regions.append((kind, range)) }
  }

  private func lineEnd(from start: Int) -> Int {
    scalars[start...].firstIndex(of: "\n") ?? scalars.count
  }

  /// The offset after the literal whose opening quote is at `start`.
  private func stringEnd(from start: Int) -> Int {
    let quote = scalars[start]
    let isTriple =
      start + 2 < scalars.count && scalars[start + 1] == quote && scalars[start + 2] == quote
    var position = start + (isTriple ? 3 : 1)
    while position < scalars.count {
      if scalars[position] == "\\" {
        position += 2
      } else if isTriple, scalars[position...].starts(with: [quote, quote, quote]) {
        return position + 3
      } else if !isTriple, scalars[position] == quote {
        return position + 1
      } else if !isTriple, scalars[position] == "\n" {
        return position
      } else {
        position += 1
      }
    }
    return scalars.count
  }
}
