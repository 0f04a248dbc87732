/// Cuts what comes over a connection into lines.
///
/// A line that is longer than anybody may say is dropped whole, so that whoever sends no line end
/// cannot fill the memory.
struct LineSplitter {
  enum Piece: Hashable {
    /// A line without its end.
    case line([UInt8])
    /// A line was too long and is dropped; the next one is taken again.
    case tooLong
  }

  /// The most bytes of a line.
  let limit: Int
  private var pending: [UInt8] = []
  private var isDropping = false

  init(limit: Int) { self.limit = limit }

  /// Takes more bytes, and gives the lines that they end. Empty lines are passed over.
  mutating func feed(_ bytes: some Collection<UInt8>) -> [Piece] {
    var pieces: [Piece] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      take(rest[..<end], into: &pieces)
      if !isDropping, !pending.isEmpty { pieces.append(.line(pending)) }
      pending = []
      isDropping = false
      rest = rest[rest.index(after: end)...]
    }
    take(rest, into: &pieces)
    return pieces
  }

  private mutating func take(_ part: some Collection<UInt8>, into pieces: inout [Piece]) {
    guard !isDropping else { return }
    guard pending.count + part.count <= limit else {
      pending = []
      isDropping = true
      pieces.append(.tooLong)
      return
    }
    pending.append(contentsOf: part)
  }
}
