extension Program {
  /// The program in canonical spelling: four spaces a level, one space around binary operators,
  /// `, ` between elements, single quotes, no comments.
  public var unparsed: String {
    var unparser = Unparser()
    unparser.write(module, indentation: 0)
    return unparser.text
  }

  /// The program's structure: names replaced in order of first appearance, constants masked by
  /// their type. Programs that differ in names and constants only have the same form.
  public var canonicalForm: String {
    var unparser = Unparser()
    unparser.masks = true
    unparser.write(module, indentation: 0)
    return unparser.text
  }
}

extension Expression {
  /// The expression in canonical spelling.
  public var unparsed: String {
    let unparser = Unparser()
    var copy = unparser
    return copy.spell(self)
  }
}

/// Writes syntax trees as source text.
struct Unparser {
  var text = ""
  /// Whether names and constants are masked.
  var masks = false
  private var names: [String: String] = [:]

  mutating func name(_ name: String) -> String {
    guard masks, Builtins.table[name] == nil, !name.hasPrefix("__") else { return name }
    if let known = names[name] { return known }
    names[name] = "v\(names.count)"
    return names[name] ?? name
  }

  mutating func write(_ statements: [Statement], indentation: Int) {
    var index = 0
    while index < statements.count {
      let taken = writeReserved(statements[index...], indentation)
      if taken == 0 { write(statements[index], indentation: indentation) }
      index += max(1, taken)
    }
  }

  mutating func line(_ content: String, _ indentation: Int) {
    text += String(repeating: "    ", count: indentation) + content + "\n"
  }

  private mutating func write(_ statement: Statement, indentation: Int) {
    switch statement.kind {
    case .conditional(let test, let body, let otherwise):
      line("if \(spell(test)):", indentation)
      write(body, indentation: indentation + 1)
      writeElse(otherwise, indentation)
    case .whileLoop(let test, let body, let otherwise):
      line("while \(spell(test)):", indentation)
      write(body, indentation: indentation + 1)
      block("else:", otherwise, indentation)
    case .forLoop(let target, let iterable, let body, let otherwise):
      line("for \(bare(target)) in \(bare(iterable)):", indentation)
      write(body, indentation: indentation + 1)
      block("else:", otherwise, indentation)
    case .function(let definition):
      let name = name(definition.name)
      line("def \(name)(\(spell(definition.parameters))):", indentation)
      write(definition.body, indentation: indentation + 1)
    case .tryBlock(let body, let handlers, let otherwise, let finally):
      line("try:", indentation)
      write(body, indentation: indentation + 1)
      for handler in handlers {
        var head = "except"
        if let type = handler.type { head += " " + spell(type) }
        if let bound = handler.name { head += " as " + name(bound) }
        block(head + ":", handler.body, indentation)
      }
      block("else:", otherwise, indentation)
      block("finally:", finally, indentation)
    default: line(simple(statement), indentation)
    }
  }

  private mutating func block(_ head: String, _ body: [Statement], _ indentation: Int) {
    guard !body.isEmpty else { return }
    line(head, indentation)
    write(body, indentation: indentation + 1)
  }

  private mutating func writeElse(_ otherwise: [Statement], _ indentation: Int) {
    var rest = otherwise
    while rest.count == 1, case .conditional(let test, let body, let next) = rest[0].kind {
      line("elif \(spell(test)):", indentation)
      write(body, indentation: indentation + 1)
      rest = next
    }
    block("else:", rest, indentation)
  }

  private mutating func simple(_ statement: Statement) -> String {
    switch statement.kind {
    case .expression(let value): return bare(value)
    case .assignment(let targets, let value):
      // In evaluation order, so that masked names are numbered as they are met.
      return (targets + [value]).map { bare($0) }.joined(separator: " = ")
    case .augmentedAssignment(let target, let operation, let value):
      return "\(spell(target)) \(operation.rawValue)= \(bare(value))"
    case .annotation(let target, let annotation, let value):
      let tail = value.map { " = " + bare($0) } ?? ""
      return "\(spell(target)): \(spell(annotation))\(tail)"
    case .delete(let targets): return "del " + list(targets)
    case .breakLoop: return "break"
    case .continueLoop: return "continue"
    case .pass: return "pass"
    case .returnValue(let value): return value.map { "return " + bare($0) } ?? "return"
    case .global(let names): return "global " + names.map { name($0) }.joined(separator: ", ")
    case .nonlocal(let names):
      return "nonlocal " + names.map { name($0) }.joined(separator: ", ")
    case .raise(let exception, let cause):
      let head = exception.map { "raise " + spell($0) } ?? "raise"
      return head + (cause.map { " from " + spell($0) } ?? "")
    case .assertion(let test, let message):
      return "assert " + spell(test) + (message.map { ", " + spell($0) } ?? "")
    default: return ""
    }
  }

  mutating func list(_ elements: [Expression]) -> String {
    elements.map { spell($0) }.joined(separator: ", ")
  }

  /// A tuple without parentheses where that reads the same.
  private mutating func bare(_ expression: Expression) -> String {
    if case .tuple(let elements) = expression.kind, elements.count > 1 { return list(elements) }
    return spell(expression)
  }

  mutating func spell(_ parameters: Parameters) -> String {
    var parts: [String] = []
    for (index, parameter) in parameters.positional.enumerated() {
      parts.append(spell(parameter))
      if index + 1 == parameters.positionalOnlyCount { parts.append("/") }
    }
    if let variadic = parameters.variadic {
      parts.append("*" + name(variadic))
    } else if !parameters.keywordOnly.isEmpty {
      parts.append("*")
    }
    for parameter in parameters.keywordOnly { parts.append(spell(parameter)) }
    if let variadic = parameters.keywordVariadic { parts.append("**" + name(variadic)) }
    return parts.joined(separator: ", ")
  }

  private mutating func spell(_ parameter: Parameters.Parameter) -> String {
    let name = name(parameter.name)
    return parameter.defaultValue.map { name + "=" + spell($0) } ?? name
  }
}
