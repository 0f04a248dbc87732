/// Tokens that are found in a text before anything else is done to it, such as `<|im_end|>`.
struct AddedTokens: Sendable {
  /// One such token.
  struct Token: Sendable {
    let id: Int32
    let content: [UInt8]
    var isSpecial = false
    /// Takes white space on its left or right along.
    var stripsLeft = false
    var stripsRight = false
    /// Only where no word character touches it.
    var isWord = false
    /// Looked for after normalisation.
    var isNormalized = false
  }

  /// A part of a text: a token, or text between tokens.
  enum Part {
    case token(Int32)
    case text(ArraySlice<UInt8>)
  }

  private let byFirstByte: [UInt8: [Token]]

  /// Of tokens that start at the same place, the longest is found.
  init(_ tokens: [Token]) {
    byFirstByte = Dictionary(
      grouping: tokens.filter { !$0.content.isEmpty }, by: { $0.content[0] }
    ).mapValues { $0.sorted { $0.content.count > $1.content.count } }
  }

  /// Cuts a text at its tokens.
  func split(_ text: ArraySlice<UInt8>) -> [Part] {
    guard !byFirstByte.isEmpty else { return text.isEmpty ? [] : [.text(text)] }
    var parts: [Part] = []
    var start = text.startIndex
    var index = start
    while index < text.endIndex {
      guard let token = match(text, index) else {
        index += 1
        continue
      }
      var left = index
      var right = index + token.content.count
      index = right
      if token.isWord,
        AddedTokens.endsInWord(text[text.startIndex..<left])
          || AddedTokens.startsWithWord(text[right...])
      {
        continue
      }
      if token.stripsLeft {
        left = max(start, AddedTokens.trimmedEnd(text[text.startIndex..<left]))
      }
      if token.stripsRight { right = AddedTokens.trimmedStart(text[right...]) }
      if left > start { parts.append(.text(text[start..<left])) }
      parts.append(.token(token.id))
      start = right
      index = max(index, right)
    }
    if start < text.endIndex { parts.append(.text(text[start...])) }
    return parts
  }

  private func match(_ text: ArraySlice<UInt8>, _ index: Int) -> Token? {
    byFirstByte[text[index]]?.first { text[index...].starts(with: $0.content) }
  }

  private static func lastScalar(_ text: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
    var start = text.endIndex - 1
    while start > text.startIndex, text[start] & 0xC0 == 0x80 { start -= 1 }
    guard start >= text.startIndex,
      let scalar = String(decoding: text[start...], as: UTF8.self).unicodeScalars.first
    else { return nil }
    return (scalar, text.endIndex - start)
  }

  private static func firstScalar(_ text: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
    guard let scalar = String(decoding: text.prefix(4), as: UTF8.self).unicodeScalars.first else {
      return nil
    }
    return (scalar, scalar.utf8.count)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar == "_" || scalar.tokenClass == .number
      || scalar.properties.generalCategory == .connectorPunctuation
  }

  private static func endsInWord(_ text: ArraySlice<UInt8>) -> Bool {
    lastScalar(text).map { isWord($0.0) } ?? false
  }

  private static func startsWithWord(_ text: ArraySlice<UInt8>) -> Bool {
    firstScalar(text).map { isWord($0.0) } ?? false
  }

  private static func trimmedEnd(_ text: ArraySlice<UInt8>) -> Int {
    var text = text
    while let (scalar, length) = lastScalar(text), scalar.properties.isWhitespace {
      text = text.dropLast(length)
    }
    return text.endIndex
  }

  private static func trimmedStart(_ text: ArraySlice<UInt8>) -> Int {
    var text = text
    while let (scalar, length) = firstScalar(text), scalar.properties.isWhitespace {
      text = text.dropFirst(length)
    }
    return text.startIndex
  }
}
