/// Forms beyond the core syntax, written as core syntax with names that no program can spell.
///
/// A walk that knows only the core sees every name and expression in them:
/// - `yield x` is the call `yield(x)`, `yield from x` the call `yield from(x)`.
/// - `import m` is `m = import(m)`, `from m import a as b` is `b = import from(m.a)`.
/// - `with e as t:` is a `try` whose first statement is `t = with(e)`.
/// - `match s:` is `match subject = s` and an `if` with the tests `case(match subject, pattern)`;
///   a capture `x` in a pattern is `x := _`, a guard is a third argument.
/// - `@d` before a definition of `f` is `decorator N = d` before it and `f = decorator N(f)` after.
/// - `class C(B):` is `class bases = (B,)` and a `FunctionDefinition` with `isClass`.
enum ReservedForm {
  static let yield = "yield"
  static let yieldFrom = "yield from"
  static let importModule = "import"
  static let importMember = "import from"
  static let with = "with"
  static let caseTest = "case of"
  static let subject = "match subject"
  static let bases = "class bases"
  static let decorator = "decorator "
  /// The built-in type, whatever the program calls `frozenset`.
  static let frozenSet = "frozen set"

  /// The arguments, if the expression is a call of a reserved name.
  static func arguments(of expression: Expression, _ name: String) -> [Argument]? {
    guard case .call(let function, let arguments) = expression.kind,
      case .name(name) = function.kind
    else { return nil }
    return arguments
  }

  /// The dotted name that an expression spells, or nil.
  static func dottedName(_ expression: Expression) -> String? {
    switch expression.kind {
    case .name(let name): name
    case .attribute(let value, let name): dottedName(value).map { $0 + "." + name }
    default: nil
    }
  }

  /// The one target of an assignment, if it is a name, with the value.
  static func assignment(_ statement: Statement) -> (name: String, value: Expression)? {
    guard case .assignment(let targets, let value) = statement.kind, targets.count == 1,
      case .name(let name) = targets[0].kind
    else { return nil }
    return (name, value)
  }

  /// Whether a `yield` stands in the expression, outside functions inside it.
  static func containsYield(_ expression: Expression) -> Bool {
    if arguments(of: expression, yield) != nil || arguments(of: expression, yieldFrom) != nil {
      return true
    }
    switch expression.kind {
    case .constant, .name, .lambda, .comprehension(.generator, _, _): return false
    default: return expression.parts.contains(where: containsYield)
    }
  }

  /// Whether a `yield` stands in the statement, outside functions inside it.
  static func containsYield(_ statement: Statement) -> Bool {
    if case .function = statement.kind { return false }
    return statement.expressions.contains(where: containsYield)
      || statement.blocks.contains { $0.contains(where: containsYield) }
  }
}

extension Statement {
  /// Of an import: the module's dotted name, and the member's after it in `from module import`.
  public var importedName: String? {
    guard let (_, value) = ReservedForm.assignment(self) else { return nil }
    let arguments =
      ReservedForm.arguments(of: value, ReservedForm.importModule)
      ?? ReservedForm.arguments(of: value, ReservedForm.importMember)
    return arguments?.first.flatMap { ReservedForm.dottedName($0.value) }
  }

  /// Of the assignment that stands for the parentheses of a `class` statement: the bases.
  public var classBases: [Expression]? {
    guard let (name, value) = ReservedForm.assignment(self), name == ReservedForm.bases,
      case .tuple(let bases) = value.kind
    else { return nil }
    return bases
  }
}
