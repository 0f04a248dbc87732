import BigInt

extension Value: Hashable {
  /// Python's `==`.
  public static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.none, .none), (.ellipsis, .ellipsis): return true
    case (.string(let left), .string(let right)): return left == right
    case (.bytes(let left), .bytes(let right)): return left == right
    case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
      return left == right
    case (.set(let left), .set(let right)), (.set(let left), .frozenSet(let right)),
      (.frozenSet(let left), .set(let right)), (.frozenSet(let left), .frozenSet(let right)):
      guard left.count == right.count else { return false }
      let members = Set(left)
      return right.allSatisfy(members.contains)
    case (.dictionary(let left), .dictionary(let right)):
      guard left.count == right.count else { return false }
      let values = Dictionary(left.map { ($0.key, $0.value) }) { first, _ in first }
      return right.allSatisfy { values[$0.key] == $0.value }
    case (.range, .range): return left.rangeElements == right.rangeElements
    case (.opaque, _), (_, .opaque): return false
    default:
      guard let left = left.number, let right = right.number else { return false }
      return left == right
    }
  }

  /// Consistent with Python's `==`: equal numbers of different types hash alike.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .none, .ellipsis, .opaque: hasher.combine(0)
    case .bool(let value): hasher.combine(value ? 1.0 : 0.0)
    case .integer(let value): hasher.combine(Double(value))
    case .bigInteger(let value): hasher.combine(Double(value))
    case .float(let value): hasher.combine(value)
    case .string(let scalars): hasher.combine(scalars)
    case .bytes(let bytes): hasher.combine(bytes)
    case .list(let elements), .tuple(let elements): hasher.combine(elements)
    case .set(let elements), .frozenSet(let elements): hasher.combine(elements.count)
    case .dictionary(let entries): hasher.combine(entries.count)
    case .range: hasher.combine(1)
    }
  }

  /// A range's count, first element and step, with the parts that don't matter left out.
  private var rangeElements: [Int] {
    guard case .range(let start, let stop, let step) = self else { return [] }
    let count = RangeBounds.count(start: start, stop: stop, step: step)
    return count == 0 ? [0] : count == 1 ? [1, start] : [count, start, step]
  }

  /// The numeric value, exactly, or nil for other types.
  private var number: Number? {
    switch self {
    case .bool(let value): .integer(value ? 1 : 0)
    case .integer(let value): .integer(value)
    case .bigInteger(let value): .bigInteger(value)
    case .float(let value):
      if let word = Int(exactly: value) {
        .integer(word)
      } else if value.isFinite, let big = BigInt(exactly: value) {
        .bigInteger(big)
      } else {
        .float(value)
      }
    default: nil
    }
  }

  private enum Number: Equatable {
    case integer(Int)
    case bigInteger(BigInt)
    case float(Double)
  }
}

/// The arithmetic of `range`.
enum RangeBounds {
  /// How many elements the range has, saturating at `Int.max`.
  static func count(start: Int, stop: Int, step: Int) -> Int {
    if step > 0 ? start >= stop : start <= stop { return 0 }
    let (low, high) = step > 0 ? (start, stop) : (stop, start)
    let span = UInt(bitPattern: high &- low) - 1
    let count = span / step.magnitude
    return count >= UInt(Int.max) ? Int.max : Int(count) + 1
  }
}
