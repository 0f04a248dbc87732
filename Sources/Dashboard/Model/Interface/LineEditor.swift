/// A text field of one line.
struct LineEditor: Hashable, Sendable {
  private(set) var scalars: [Unicode.Scalar]
  /// Where the next character goes, 0 to the number of scalars.
  private(set) var cursor: Int

  /// Longest text, in scalars.
  static let limit = 1024

  init(_ text: String = "") {
    scalars = Array(text.unicodeScalars.prefix(Self.limit))
    cursor = scalars.count
  }

  var text: String { String(String.UnicodeScalarView(scalars)) }

  /// Takes a key if it edits or moves the cursor; says whether it did.
  mutating func take(_ key: Key) -> Bool {
    switch key {
    case .character(let scalar): insert(scalar)
    case .paste(let text): for scalar in text.unicodeScalars { insert(scalar) }
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(scalars.count, cursor + 1)
    case .home: cursor = 0
    case .end: cursor = scalars.count
    case .backspace:
      if cursor > 0 {
        cursor -= 1
        scalars.remove(at: cursor)
      }
    case .delete: if cursor < scalars.count { scalars.remove(at: cursor) }
    case .control("u"):
      scalars.removeFirst(cursor)
      cursor = 0
    default: return false
    }
    return true
  }

  /// Line ends and other control characters of a paste count as spaces.
  private mutating func insert(_ scalar: Unicode.Scalar) {
    guard scalars.count < Self.limit else { return }
    let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
    scalars.insert(isControl ? " " : scalar, at: cursor)
    cursor += 1
  }
}
