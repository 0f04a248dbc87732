/// Untrusted text made safe to draw: the only kind of foreign text that a draw call accepts.
///
/// What a policy writes may try to move the cursor, to reorder letters or to hide them from its
/// reviewer. So nothing but plain spacing characters and a few combining marks is left as it is;
/// everything else becomes a visible token, which is marked so that a literal `{U+202E}` in the text
/// looks different from a shown U+202E.
public struct DisplayText: Hashable, Sendable {
  /// Which characters a terminal can be trusted to draw.
  public enum Charset: Hashable, Sendable {
    /// Unicode, in a UTF-8 locale.
    case unicode
    /// ASCII only; anything else is shown as `\u{..}`.
    case ascii
  }

  /// One scalar to draw.
  public struct Element: Hashable, Sendable {
    /// Never a control, format, bidirectional, private-use or unassigned character.
    public let scalar: Unicode.Scalar
    /// Columns: 0 for a combining mark, which belongs to the element before it, else 1 or 2.
    public let width: UInt8
    public fileprivate(set) var kind: Kind
    /// Offset, in Unicode scalars, of the scalar of the original text that it stands for.
    public let source: Int32
  }

  /// Why an element is there.
  public enum Kind: UInt8, Hashable, Sendable {
    /// The text itself.
    case plain
    /// Part of a token for a character that cannot be seen or must not be obeyed.
    case hidden
    /// Part of a token for a visible character that is not drawn as it is: a flag, a cut, or
    /// non-ASCII text on an ASCII terminal.
    case token
    /// A letter that looks like one of another script, in a word of that script.
    case lookalike
  }

  /// The scalars of all lines, one line after the other, without line ends.
  public let elements: [Element]
  /// Index in `elements` of the first element of each line; never empty, the first is 0.
  public let lineStarts: [Int]
  /// How many characters of the text were hidden: control, format, bidirectional, zero-width, tag,
  /// private-use and unassigned ones.
  public let hiddenCount: Int
  /// How many words mix letters of scripts that look alike.
  public let mixedWordCount: Int

  /// Sanitises a text.
  public init(_ text: some StringProtocol, charset: Charset = .unicode) {
    var sanitizer = TextSanitizer(charset: charset, capacity: text.utf8.count)
    // One concrete type, so that the pass is compiled for it and not for any collection.
    sanitizer.take(String(text).unicodeScalars)
    var elements = sanitizer.elements
    mixedWordCount = Self.markLookalikes(in: &elements)
    self.elements = elements
    lineStarts = sanitizer.lineStarts
    hiddenCount = sanitizer.hiddenCount
  }

  /// Marks, in words that have Latin letters, the letters of other scripts that look Latin. Returns
  /// the number of such words.
  private static func markLookalikes(in elements: inout [Element]) -> Int {
    var count = 0
    var word: [Int] = []
    var hasLatin = false
    func end(_ elements: inout [Element]) {
      if hasLatin, !word.isEmpty {
        count += 1
        for index in word { elements[index].kind = .lookalike }
      }
      word.removeAll(keepingCapacity: true)
      hasLatin = false
    }
    for index in elements.indices {
      let scalar = elements[index].scalar
      guard elements[index].kind == .plain else {
        // What is hidden in a word doesn't end it.
        if elements[index].kind != .hidden { end(&elements) }
        continue
      }
      if (0x41...0x5A).contains(scalar.value & ~0x20), scalar.value < 0x80 {
        hasLatin = true
      } else if scalar.value < 0x80 {
        if scalar != "_" { end(&elements) }
      } else if scalar.properties.isAlphabetic, TextSkeleton.lookalike(of: scalar) != nil {
        word.append(index)
      } else if !scalar.properties.isAlphabetic, elements[index].width > 0 {
        end(&elements)
      }
    }
    end(&elements)
    return count
  }

  /// Sanitises bytes that should be UTF-8; each maximal ill-formed part becomes U+FFFD.
  public init(utf8 bytes: some Collection<UInt8>, charset: Charset = .unicode) {
    self.init(String(decoding: bytes, as: UTF8.self), charset: charset)
  }

  /// The elements of a line, counted from 0.
  public func line(_ index: Int) -> Range<Int> {
    let end = index + 1 < lineStarts.count ? lineStarts[index + 1] : elements.count
    return lineStarts[index]..<end
  }

  /// The columns that elements take.
  public func width(of range: Range<Int>) -> Int {
    elements[range].reduce(0) { $0 + Int($1.width) }
  }

  /// The safe text, with line ends, for output that is not a grid of cells.
  public var string: String {
    var result = ""
    for index in lineStarts.indices {
      if index > 0 { result.unicodeScalars.append("\n") }
      for element in elements[line(index)] { result.unicodeScalars.append(element.scalar) }
    }
    return result
  }

  /// The lines broken into rows of at most `columns` columns, as ranges of elements.
  ///
  /// A row ends after a space where one is in its second half, else anywhere; nothing is dropped. A
  /// wide character that does not fit a single column has a row of its own.
  public func rows(columns: Int) -> [Range<Int>] {
    let columns = max(1, columns)
    var rows: [Range<Int>] = []
    rows.reserveCapacity(lineStarts.count + elements.count / columns)
    for index in lineStarts.indices {
      let line = line(index)
      var start = line.lowerBound
      var used = 0
      var breakAt = start
      var position = start
      while position < line.upperBound {
        let width = Int(elements[position].width)
        if width > 0, used + width > columns, position > start {
          let end = breakAt > start + columns / 2 ? breakAt : position
          rows.append(start..<end)
          start = end
          used = self.width(of: start..<position)
          breakAt = start
        }
        used += width
        position += 1
        let marked = position < line.upperBound && elements[position].width == 0
        if elements[position - 1].scalar == " ", !marked { breakAt = position }
      }
      rows.append(start..<line.upperBound)
    }
    return rows
  }

  /// The elements that stand for a range of scalars of the original text.
  public func elements(ofScalars scalars: Range<Int>) -> Range<Int> {
    let start = elements.partition(from: Int32(clamping: scalars.lowerBound))
    let end = elements.partition(from: Int32(clamping: scalars.upperBound))
    return start..<max(start, end)
  }
}

extension [DisplayText.Element] {
  /// The first index whose source is at least `source`; sources never decrease.
  fileprivate func partition(from source: Int32) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].source < source { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
