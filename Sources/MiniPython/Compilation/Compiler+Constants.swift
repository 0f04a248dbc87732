/// What CPython knows of a program's strings when it compiles it.
extension Compiler {
  /// Whether CPython has interned one of the strings before it comes to these constants: those of
  /// one character, the names of built-ins and their methods, and the program's own identifiers.
  func hasInternedString(_ elements: [Expression]) -> Bool {
    elements.contains { element in
      guard case .constant(.string(let scalars)) = element.kind,
        scalars.allSatisfy({ $0 < 128 && $0.isIdentifierPart })
      else { return false }
      if scalars.count < 2 { return scalars.count == 1 }
      let text = String(scalars: scalars)
      return Builtins.table[text] != nil || Keyword.table[text] != nil
        || MethodEntries.isKnown(text) || identifiers.contains(text)
    }
  }
}

/// The names that a program spells.
struct Identifiers {
  private(set) var names: Set<String> = []

  init(of program: Program) {
    program.visitStatements { statement in
      switch statement.kind {
      case .function(let definition):
        names.insert(definition.name)
        names.formUnion(definition.parameters.names)
      case .global(let list), .nonlocal(let list): names.formUnion(list)
      default: break
      }
    }
    program.visitExpressions { expression, _ in
      switch expression.kind {
      case .name(let name), .attribute(_, let name), .namedAssignment(let name, _):
        names.insert(name)
      case .lambda(let parameters, _): names.formUnion(parameters.names)
      case .call(_, let arguments):
        for case .keyword(let name, _) in arguments { names.insert(name) }
      default: break
      }
    }
  }
}
