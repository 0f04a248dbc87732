import MiniPython

extension Expression {
  /// The expression as one spelling for equal literals, whatever quotes and spaces it was written
  /// with; nil for anything but a literal.
  var literalText: String? {
    switch kind {
    case .constant(let constant): "\(constant)"
    case .unary(.negative, let operand): operand.literalText.map { "-" + $0 }
    case .unary(.positive, let operand): operand.literalText
    case .list(let elements): Expression.joined(elements).map { "[\($0)]" }
    case .tuple(let elements): Expression.joined(elements).map { "(\($0))" }
    case .set(let elements):
      elements.isEmpty
        ? "{}" : Expression.texts(elements).map { "{\($0.sorted().joined(separator: ","))}" }
    case .dictionary(let entries):
      Expression.texts(entries.flatMap { [$0.key, $0.value].compactMap(\.self) }).map {
        "dict(\($0.joined(separator: ",")))"
      }
    default: nil
    }
  }

  private static func joined(_ elements: [Expression]) -> String? {
    texts(elements)?.joined(separator: ",")
  }

  private static func texts(_ elements: [Expression]) -> [String]? {
    let texts = elements.compactMap(\.literalText)
    return texts.count == elements.count ? texts : nil
  }

  /// The literals of a task's input: one text a parameter. Nil when it does not parse.
  static func arguments(_ input: String) -> [String]? {
    guard let program = try? Program(parsing: "(\(input),)"), program.module.count == 1,
      case .expression(let value) = program.module[0].kind, case .tuple(let elements) = value.kind
    else { return nil }
    return texts(elements)
  }

  /// The one spelling of a value's `repr`; nil when it does not parse.
  static func literal(_ text: String) -> String? {
    guard let program = try? Program(parsing: "(\(text))"), program.module.count == 1,
      case .expression(let value) = program.module[0].kind
    else { return nil }
    return value.literalText
  }
}
