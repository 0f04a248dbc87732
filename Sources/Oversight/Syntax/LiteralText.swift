import Core
import MiniPython

extension Expression {
  /// The expression as one spelling for equal literals, whatever quotes and spaces it was written
  /// with; nil for anything but a literal.
  var literalText: String? {
    switch kind {
    case .constant(let constant): constant.spelling
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

  /// The types of a task's inputs, one a parameter; nil in place of what is no literal. Nil when the
  /// text does not parse.
  static func types(ofArguments input: String) -> [ValueType?]? {
    guard let program = try? Program(parsing: "(\(input),)"), program.module.count == 1,
      case .expression(let value) = program.module[0].kind, case .tuple(let elements) = value.kind
    else { return nil }
    return elements.map(\.literalType)
  }

  /// Whether a text parses and mentions a name, an attribute or a call, as no value does but `set()`.
  static func namesOrCalls(_ text: String) -> Bool {
    guard let program = try? Program(parsing: "(\(text),)"), program.module.count == 1,
      case .expression(let value) = program.module[0].kind
    else { return false }
    var found = false
    value.walk { part in
      switch part.kind {
      case .attribute, .lambda: found = true
      case .name(let name) where name != "set": found = true
      default: break
      }
    }
    return found
  }

  private var literalType: ValueType? {
    switch kind {
    case .constant(.string): .str
    case .constant(.integer), .constant(.bigInteger): .int
    case .constant(.float): .float
    case .constant(.bool): .bool
    case .constant(.none): ValueType.none
    case .unary(_, let operand): operand.literalType
    case .list: .list
    case .tuple: .tuple
    case .set: .set
    case .call(let function, _): function.dottedName == "set" ? .set : nil
    case .dictionary: .dict
    default: nil
    }
  }

  /// The one spelling of a value's `repr`; nil when it does not parse.
  static func literal(_ text: String) -> String? {
    guard let program = try? Program(parsing: "(\(text))"), program.module.count == 1,
      case .expression(let value) = program.module[0].kind
    else { return nil }
    return value.literalText
  }
}

extension Constant {
  /// A text that no other constant has. The values' own descriptions: that of the whole enumeration
  /// is made by reflection, which is slow where every answer is read.
  fileprivate var spelling: String {
    switch self {
    case .none: "None"
    case .ellipsis: "..."
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): String(value)
    case .bigInteger(let value): value.description
    case .float(let value): "float \(value.description)"
    case .string(let scalars): "'\(scalars.map(String.init).joined(separator: " "))'"
    case .bytes(let bytes): "b'\(bytes.map(String.init).joined(separator: " "))'"
    }
  }
}
