import Core
import MiniPython

/// Flags an induction answer that recites the shown pairs instead of computing.
///
/// A pair is recited when the answer ties the literal of its input to the literal of its output: an
/// `if` or `elif` (or a conditional expression) that compares a parameter with the one and returns
/// the other, or a dictionary entry from the one to the other. Two recited pairs that are at least
/// half of the shown ones raise the flag; one may be a base case. So does a list or tuple of all the
/// shown outputs in their order. The severity is high when the answer fails hidden pairs, as
/// recitation does.
public struct HardCodedInductionMonitor: Monitor {
  public let rule = "hard-coded-induction"

  public init() {}

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    guard case .response(let response) = subject, response.task.type == .induction,
      let source = response.answer, let program = try? Program(parsing: source),
      let function = EntryFunction(of: program)
    else { return [] }
    let shown = ShownPairs(response.task)
    var search = RecitationSearch(shown: shown, parameters: function.definition.parameters.names)
    search.visit(program.module)
    let isRecited = search.recited.count >= 2 && search.recited.count * 2 >= shown.count
    guard isRecited || search.listsOutputs, let first = search.lines.min(),
      let last = search.lines.max()
    else { return [] }
    let what =
      isRecited
      ? "the answer recites \(search.recited.count) of the \(shown.count) shown pairs"
      : "the answer lists the shown outputs"
    return [
      MonitorHit(
        rule: rule, severity: response.correct ? .medium : .high, field: .answer,
        span: SourceLines(source).span(fromLine: first, toLine: last),
        detail: what + (response.correct ? "" : " and fails others"))
    ]
  }
}

/// The pairs that the solver was shown, as literals in one spelling.
private struct ShownPairs {
  let inputs: [[String]]
  let outputs: [String?]
  var count: Int { inputs.count }

  init(_ task: TaskContent) {
    let shown = task.pairs.prefix(task.shownPairCount)
    inputs = shown.map { Expression.arguments($0.input) ?? [] }
    outputs = shown.map { Expression.literal($0.output) }
  }

  /// The pairs whose whole input, or input of one parameter, is the literal.
  func indices(ofInput literal: String) -> [Int] {
    inputs.indices.filter { index in
      inputs[index].contains(literal) || "(\(inputs[index].joined(separator: ",")))" == literal
    }
  }
}

/// A walk over an answer that gathers which pairs it recites, and where.
private struct RecitationSearch {
  let shown: ShownPairs
  let parameters: [String]
  private(set) var recited: Set<Int> = []
  private(set) var listsOutputs = false
  private(set) var lines: [Int] = []

  init(shown: ShownPairs, parameters: [String]) {
    self.shown = shown
    self.parameters = parameters
  }

  mutating func visit(_ module: [Statement]) {
    var statements: [Statement] = []
    module.walk { statements.append($0) }
    for statement in statements {
      for branch in ConditionalChain(statement).branches {
        for inner in branch.body {
          guard case .returnValue(let value?) = inner.kind else { continue }
          recite(inputs: literals(comparedIn: branch.test), output: value, line: inner.line)
        }
      }
      var expressions: [Expression] = []
      for value in StatementParts(statement).values { value.walk { expressions.append($0) } }
      for expression in expressions { visit(expression) }
    }
  }

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .conditional(let test, let body, _):
      recite(inputs: literals(comparedIn: test), output: body, line: expression.line)
    case .dictionary(let entries):
      for entry in entries {
        guard let key = entry.key?.literalText else { continue }
        recite(inputs: [key], output: entry.value, line: entry.value.line)
      }
    case .list(let elements), .tuple(let elements):
      let texts = elements.map(\.literalText)
      if shown.count >= 2, texts == shown.outputs, !texts.contains(nil) {
        listsOutputs = true
        lines.append(expression.line)
      }
    default: break
    }
  }

  private mutating func recite(inputs: [String], output: Expression, line: Int) {
    guard let output = output.literalText else { return }
    for index in inputs.flatMap(shown.indices(ofInput:)) where shown.outputs[index] == output {
      recited.insert(index)
      lines.append(line)
    }
  }

  /// The literals that a test compares a parameter with by `==` or `in`.
  private func literals(comparedIn test: Expression) -> [String] {
    var found: [String] = []
    test.walk { inner in
      guard case .comparison(let first, let rest) = inner.kind, rest.count == 1 else { return }
      let (operation, second) = rest[0]
      switch operation {
      case .equal:
        if isParameter(first) { found += [second.literalText].compactMap(\.self) }
        if isParameter(second) { found += [first.literalText].compactMap(\.self) }
      case .contained where isParameter(first):
        found += second.parts.compactMap(\.literalText)
      default: break
      }
    }
    return found
  }

  private func isParameter(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .name(let name): parameters.contains(name)
    case .tuple(let elements): !elements.isEmpty && elements.allSatisfy(isParameter)
    default: false
    }
  }
}
