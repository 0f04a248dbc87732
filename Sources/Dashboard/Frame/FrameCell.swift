/// One character cell of a screen: what is drawn and in which role.
///
/// A cell holds one base scalar and at most four combining marks, in 24 bytes without a heap
/// allocation, so that a frame is one flat array that is cheap to fill and to compare.
public struct FrameCell: Hashable, Sendable {
  /// Two marks in each half; 0 stands for none.
  private var firstMarks: UInt64 = 0
  private var lastMarks: UInt64 = 0
  /// The base scalar. It is never a control, format or bidirectional character.
  public private(set) var base: Unicode.Scalar
  /// Columns that the cell takes: 1, 2 for a wide character, or 0 for the column that the wide
  /// character before it covers.
  public private(set) var width: UInt8
  /// The semantic role that a theme turns into colours.
  public var role: StyleRole

  /// A cell of one or two columns without combining marks.
  init(_ base: Unicode.Scalar, width: Int = 1, role: StyleRole = .text) {
    self.base = base
    self.width = UInt8(width)
    self.role = role
  }

  /// An empty cell.
  public static let blank = FrameCell(" ")

  /// The second column of a wide character: nothing is drawn there.
  static func continuation(role: StyleRole) -> FrameCell {
    FrameCell(" ", width: 0, role: role)
  }

  /// Whether the wide character to the left covers this cell, so that nothing is to be written.
  public var isContinuation: Bool { width == 0 }

  /// The combining marks over the base, in order; at most four, mostly none.
  public var marks: [Unicode.Scalar] {
    guard firstMarks != 0 else { return [] }
    return [
      UInt32(truncatingIfNeeded: firstMarks), UInt32(truncatingIfNeeded: firstMarks >> 32),
      UInt32(truncatingIfNeeded: lastMarks), UInt32(truncatingIfNeeded: lastMarks >> 32),
    ].filter { $0 != 0 }.compactMap(Unicode.Scalar.init)
  }

  /// Whether the cell has combining marks: a cheap test before asking for them.
  public var hasMarks: Bool { firstMarks != 0 }

  /// Adds a combining mark; a fifth one is dropped.
  mutating func add(mark: Unicode.Scalar) {
    let value = UInt64(mark.value)
    if firstMarks == 0 {
      firstMarks = value
    } else if firstMarks >> 32 == 0 {
      firstMarks |= value << 32
    } else if lastMarks == 0 {
      lastMarks = value
    } else if lastMarks >> 32 == 0 {
      lastMarks |= value << 32
    }
  }
}
