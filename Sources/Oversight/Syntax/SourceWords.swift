import Core

/// The words of Python text outside comments and strings, found without parsing it.
struct SourceWords {
  /// A dotted run of identifiers.
  struct Word {
    var text: String
    /// Counted from 1.
    var line: Int
    var isFirstOnLine: Bool

    /// The construct that the word shows at its place, if any.
    var construct: Construct? {
      guard let keyword = PythonKeyword(rawValue: text), let construct = keyword.construct,
        isFirstOnLine || keyword == .lambda, keyword != .return
      else { return nil }
      return construct
    }
  }

  private(set) var words: [Word] = []

  init(_ source: String) {
    let regions = SourceRegions(source)
    var line = 1
    var isFirst = true
    for region in regions.regions {
      var position = region.range.lowerBound
      while position < region.range.upperBound {
        let scalar = regions.scalars[position]
        if scalar == "\n" {
          line += 1
          isFirst = true
        } else if region.kind == .code, scalar.isWordStart {
          let start = position
          while position < region.range.upperBound,
            regions.scalars[position].isWordPart
              || regions.scalars[position] == "."
          {
            position += 1
          }
          var text = String.UnicodeScalarView()
          text.append(contentsOf: regions.scalars[start..<position])
          words.append(Word(text: String(text), line: line, isFirstOnLine: isFirst))
          isFirst = false
          continue
        } else if !scalar.properties.isWhitespace {
          isFirst = false
        }
        position += 1
      }
    }
  }
}
