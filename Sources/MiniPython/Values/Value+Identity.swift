extension Value {
  /// Whether two values are the same to the letter, but for the order in which sets and
  /// dictionaries keep what they hold: unlike for `==`, `True`, `1` and `1.0` differ.
  ///
  /// A value without a literal form is the same as nothing.
  public func isIdentical(to other: Value) -> Bool {
    guard let text = orderlessText else { return false }
    return text == other.orderlessText
  }

  /// The `repr` with the elements of sets and the entries of dictionaries sorted.
  private var orderlessText: String? {
    func list(_ texts: [String?]) -> String? {
      let known = texts.compactMap(\.self)
      return known.count == texts.count ? known.joined(separator: ",") : nil
    }
    func sorted(_ texts: [String?]) -> String? {
      let known = texts.compactMap(\.self)
      return known.count == texts.count ? known.sorted().joined(separator: ",") : nil
    }
    switch self {
    case .none, .ellipsis, .bool, .integer, .bigInteger, .float, .string, .bytes, .range:
      return repr
    case .opaque: return nil
    case .list(let items): return list(items.map(\.orderlessText)).map { "[\($0)]" }
    case .tuple(let items): return list(items.map(\.orderlessText)).map { "(\($0))" }
    case .set(let items): return sorted(items.map(\.orderlessText)).map { "{\($0)}" }
    case .frozenSet(let items): return sorted(items.map(\.orderlessText)).map { "frozen{\($0)}" }
    case .dictionary(let entries):
      return sorted(
        entries.map { entry in
          guard let key = entry.key.orderlessText, let value = entry.value.orderlessText else {
            return nil
          }
          return "\(key):\(value)"
        }
      ).map { "dict{\($0)}" }
    }
  }
}
