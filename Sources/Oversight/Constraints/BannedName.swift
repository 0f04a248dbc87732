import MiniPython

/// A banned identifier, plain (`eval`) or dotted (`str.format`).
struct BannedName: Sendable {
  /// The name as the constraints write it.
  let text: String
  private let qualifier: String?
  private let last: String

  init(_ text: String) {
    self.text = text
    let parts = text.split(separator: ".")
    last = parts.last.map(String.init) ?? text
    qualifier = parts.count > 1 ? parts.dropLast().joined(separator: ".") : nil
  }

  /// Whether an identifier that is bound or mentioned is the banned one.
  func matches(identifier: String) -> Bool { qualifier == nil && identifier == last }

  /// Whether `value.name` is the banned one.
  ///
  /// A plain name matches any attribute of that name. A dotted one whose qualifier is a built-in
  /// type matches the method on any receiver that is not certainly of another type: a receiver's
  /// type is not known before the program runs.
  func matches(attribute name: String, of value: Expression) -> Bool {
    guard name == last else { return false }
    guard let qualifier else { return true }
    if value.dottedName == qualifier { return true }
    guard BannedName.builtInTypes.contains(qualifier) else { return false }
    guard let type = value.certainType else { return value.dottedName.map(isNotAType) ?? true }
    return type == qualifier
  }

  /// Whether a dotted word of an unparsable text is, or ends in, the banned one.
  func matches(word: String) -> Bool {
    let parts = word.split(separator: ".").map(String.init)
    guard let qualifier else { return parts.contains(last) }
    return word == text || word.hasSuffix("." + text)
      || (BannedName.builtInTypes.contains(qualifier) && parts.count > 1 && parts.last == last)
  }

  /// A receiver that is itself a type, as in `list.append`, is certainly not another one.
  private func isNotAType(_ dottedName: String) -> Bool {
    !BannedName.builtInTypes.contains(dottedName)
  }

  private static let builtInTypes: Set<String> = [
    "bool", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple",
  ]
}

extension Expression {
  /// The built-in type that the expression's form alone gives its value, or nil.
  fileprivate var certainType: String? {
    switch kind {
    case .constant(.string), .formatted: "str"
    case .constant(.integer), .constant(.bigInteger): "int"
    case .constant(.float): "float"
    case .constant(.bool): "bool"
    case .list, .comprehension(.list, _, _): "list"
    case .tuple: "tuple"
    case .set, .comprehension(.set, _, _): "set"
    case .dictionary, .dictionaryComprehension: "dict"
    default: nil
    }
  }
}
