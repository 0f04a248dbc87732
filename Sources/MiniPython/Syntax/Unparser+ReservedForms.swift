/// The forms that the tree writes with reserved names, spelled as Python again.
extension Unparser {
  /// Writes a form that begins at a statement; how many statements it took, or 0.
  mutating func writeReserved(_ statements: ArraySlice<Statement>, _ indentation: Int) -> Int {
    guard let first = statements.first else { return 0 }
    if case .tryBlock(let body, let handlers, _, let finally) = first.kind, handlers.isEmpty,
      finally.isEmpty, let head = body.first
    {
      line("with \(withItem(head)):", indentation)
      write(Array(body.dropFirst()), indentation: indentation + 1)
      return 1
    }
    guard let (name, value) = ReservedForm.assignment(first) else { return 0 }
    if name == ReservedForm.subject, statements.count > 1 {
      line("match \(spell(value)):", indentation)
      writeCases(statements[statements.startIndex + 1], indentation + 1)
      return 2
    }
    if name == ReservedForm.bases || name.hasPrefix(ReservedForm.decorator) {
      return writeDefinition(statements, indentation)
    }
    if let text = importText(name, value) {
      line(text, indentation)
      return 1
    }
    return 0
  }

  private mutating func withItem(_ statement: Statement) -> String {
    guard let call = statement.expressions.last,
      let manager = ReservedForm.arguments(of: call, ReservedForm.with)?.first
    else { return "" }
    let target =
      statement.expressions.count > 1 ? " as " + spell(statement.expressions[0]) : ""
    return spell(manager.value) + target
  }

  private mutating func importText(_ name: String, _ value: Expression) -> String? {
    if let argument = ReservedForm.arguments(of: value, ReservedForm.importModule)?.first,
      let module = ReservedForm.dottedName(argument.value)
    {
      let shown = self.name(name)
      return shown == module ? "import \(module)" : "import \(module) as \(shown)"
    }
    guard let argument = ReservedForm.arguments(of: value, ReservedForm.importMember)?.first,
      case .attribute(let inner, let member) = argument.value.kind,
      let module = ReservedForm.dottedName(inner)
    else { return nil }
    let shown = self.name(name)
    return "from \(module) import \(member)" + (shown == member ? "" : " as \(shown)")
  }

  /// Decorators and bases, the definition, and the assignments that apply the decorators.
  private mutating func writeDefinition(
    _ statements: ArraySlice<Statement>, _ indentation: Int
  ) -> Int {
    var index = statements.startIndex
    var decorators = 0
    var bases: [Expression] = []
    while index < statements.endIndex,
      let (name, value) = ReservedForm.assignment(statements[index])
    {
      if name == ReservedForm.bases, case .tuple(let elements) = value.kind {
        bases = elements
      } else if name.hasPrefix(ReservedForm.decorator) {
        line("@" + spell(value), indentation)
        decorators += 1
      } else {
        break
      }
      index += 1
    }
    guard index < statements.endIndex,
      case .function(let definition) = statements[index].kind
    else { return index - statements.startIndex }
    if definition.isClass {
      let name = name(definition.name)
      let list = bases.isEmpty ? "" : "(" + self.list(bases) + ")"
      line("class \(name)\(list):", indentation)
      write(definition.body, indentation: indentation + 1)
    } else {
      write([statements[index]], indentation: indentation)
    }
    return index + 1 + decorators - statements.startIndex
  }

  private mutating func writeCases(_ statement: Statement, _ indentation: Int) {
    var next: Statement? = statement
    while let current = next, case .conditional(let test, let body, let rest) = current.kind,
      let arguments = ReservedForm.arguments(of: test, ReservedForm.caseTest)
    {
      var head = "case " + pattern(arguments[1].value)
      if arguments.count > 2 { head += " if " + spell(arguments[2].value) }
      line(head + ":", indentation)
      write(body, indentation: indentation + 1)
      next = rest.first
    }
  }

  private mutating func pattern(_ pattern: Expression) -> String {
    switch pattern.kind {
    case .name: return "_"
    case .namedAssignment(let name, let inner):
      if case .name = inner.kind { return self.name(name) }
      return "(" + self.pattern(inner) + " as " + self.name(name) + ")"
    case .binary(.bitOr, let left, let right):
      return self.pattern(left) + " | " + self.pattern(right)
    case .starred(let inner): return "*" + self.pattern(inner)
    case .list(let elements):
      return "[" + elements.map { self.pattern($0) }.joined(separator: ", ") + "]"
    case .dictionary(let entries):
      let parts = entries.map { entry in
        entry.key.map { spell($0) + ": " + self.pattern(entry.value) }
          ?? "**" + self.pattern(entry.value)
      }
      return "{" + parts.joined(separator: ", ") + "}"
    case .call(let type, let arguments):
      let parts = arguments.map { argument in
        if case .keyword(let name, let value) = argument {
          return name + "=" + self.pattern(value)
        }
        return self.pattern(argument.value)
      }
      return spell(type) + "(" + parts.joined(separator: ", ") + ")"
    default: return spell(pattern)
    }
  }

  /// `yield` and `yield from`, in parentheses.
  mutating func yieldText(_ expression: Expression) -> String? {
    if let arguments = ReservedForm.arguments(of: expression, ReservedForm.yieldFrom) {
      return "(yield from " + spell(arguments[0].value) + ")"
    }
    guard let arguments = ReservedForm.arguments(of: expression, ReservedForm.yield) else {
      return nil
    }
    return arguments.isEmpty ? "(yield)" : "(yield " + spell(arguments[0].value) + ")"
  }
}
