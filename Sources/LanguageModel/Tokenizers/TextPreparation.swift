import Foundation

/// How a text is rewritten before it is cut.
enum TextNormalization: Sendable {
  /// Unicode's composed form (NFC).
  case composed
  /// Put before a text that is not empty.
  case prepended(String)
  case replaced(String, by: String)

  func apply(_ text: String) -> String {
    switch self {
    case .composed:
      text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    case .prepended(let prefix): text.isEmpty ? text : prefix + text
    case .replaced(let old, let new): TextNormalization.replace(old, by: new, in: text)
    }
  }

  /// By bytes: characters of Swift would keep a space from being found before a combining mark.
  private static func replace(_ old: String, by new: String, in text: String) -> String {
    let (pattern, replacement) = (Array(old.utf8), Array(new.utf8))
    guard !pattern.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: pattern) {
        result += replacement
        index += pattern.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// One way of cutting a text before merging.
enum TextCut: Sendable {
  /// Each number character by itself.
  case digits
  /// Runs of number characters.
  case numbers
  case pattern(TokenPattern)
  /// Puts a space before pieces that do not start with one.
  case prefixedSpace
  /// Spaces become U+2581, which is put before the text as `prepending` says, and which starts a
  /// new piece where the text `splits`.
  case marked(prepending: MarkPlacement, splits: Bool)

  /// Where a mark is put that stands for no space.
  enum MarkPlacement: String, Sendable {
    case always, first, never
  }

  static let mark: Unicode.Scalar = "\u{2581}"

  /// Cuts pieces further. `isStart` says whether the first piece is where the whole text begins.
  func apply(
    _ pieces: [ArraySlice<Unicode.Scalar>], isStart: Bool
  ) -> [ArraySlice<Unicode.Scalar>] {
    switch self {
    case .digits: return pieces.flatMap { TextCut.numbers($0, runs: false) }
    case .numbers: return pieces.flatMap { TextCut.numbers($0, runs: true) }
    case .pattern(let pattern): return pieces.flatMap { pattern.split($0) }
    case .prefixedSpace:
      return pieces.map { $0.first == " " ? $0 : ArraySlice([" "] + $0) }
    case .marked(let placement, let splits):
      return pieces.enumerated().flatMap { index, piece in
        TextCut.marked(
          piece, placement, splits: splits, isStart: isStart && index == 0)
      }
    }
  }

  private static func numbers(
    _ text: ArraySlice<Unicode.Scalar>, runs: Bool
  ) -> [ArraySlice<Unicode.Scalar>] {
    var pieces: [ArraySlice<Unicode.Scalar>] = []
    var start = text.startIndex
    while start < text.endIndex {
      let isNumber = text[start].tokenClass == .number
      var end = start + 1
      while end < text.endIndex, runs || !isNumber,
        (text[end].tokenClass == .number) == isNumber
      {
        end += 1
      }
      pieces.append(text[start..<end])
      start = end
    }
    return pieces
  }

  private static func marked(
    _ text: ArraySlice<Unicode.Scalar>, _ placement: MarkPlacement, splits: Bool, isStart: Bool
  ) -> [ArraySlice<Unicode.Scalar>] {
    var scalars = text.map { $0 == " " ? mark : $0 }
    let prepends = placement == .always || (placement == .first && isStart)
    if prepends, scalars.first != mark { scalars.insert(mark, at: 0) }
    guard splits else { return [scalars[...]] }
    var pieces: [ArraySlice<Unicode.Scalar>] = []
    var start = 0
    for index in scalars.indices where index > start && scalars[index] == mark {
      pieces.append(scalars[start..<index])
      start = index
    }
    if start < scalars.count { pieces.append(scalars[start...]) }
    return pieces
  }
}
