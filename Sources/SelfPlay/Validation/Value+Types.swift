import MiniPython

extension Value {
  /// Whether two equal values have the same type at every depth.
  func hasTypes(of other: Value) -> Bool {
    guard typeName == other.typeName else { return false }
    switch (self, other) {
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.hasTypes(of: $1) }
    case (.set(let a), .set(let b)), (.frozenSet(let a), .frozenSet(let b)):
      return a.allSatisfy { item in b.contains { $0 == item && $0.hasTypes(of: item) } }
    case (.dictionary(let a), .dictionary(let b)):
      return a.allSatisfy { entry in
        b.contains {
          $0.key == entry.key && $0.key.hasTypes(of: entry.key)
            && $0.value.hasTypes(of: entry.value)
        }
      }
    default: return true
    }
  }
}
