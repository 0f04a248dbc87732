import Core
import MiniPython

/// A Guide of fixed rules: what a frozen judge can say of a program without a model.
///
/// The Guide role (SGS, arXiv 2604.20209) scores proposals so that a proposer cannot earn by
/// needless complexity. Being fixed, it cannot drift with the policy.
struct RuleGuide {
  /// Scores a task.
  ///
  /// - Parameter others: Structures of tasks in the buffer.
  func score(_ task: AdmittedTask, among others: [String]) -> GuideScore? {
    guard let program = try? Program(parsing: task.content.program) else { return nil }
    let sequence = SyntaxSequence(program)
    let nearest = others.map { sequence.distance(to: SyntaxSequence(canonicalForm: $0)) }.min()
    return GuideScore(
      relevance: program.shareOfUsedBindings, cleanliness: program.shareOfPlainStatements,
      novelty: nearest ?? 1)
  }
}

extension Program {
  /// Share of the bound names and parameters that something reads; 1 without any.
  fileprivate var shareOfUsedBindings: Double {
    var bound: Set<String> = []
    var read: [String: Int] = [:]
    visitStatements { statement in
      switch statement.kind {
      case .function(let definition): bound.formUnion(definition.parameters.names)
      case .assignment(let targets, _):
        for target in targets {
          guard case .name(let name) = target.kind else { continue }
          bound.insert(name)
          read[name, default: 0] -= 1
        }
      case .forLoop(let target, _, _, _):
        guard case .name(let name) = target.kind else { break }
        bound.insert(name)
        read[name, default: 0] -= 1
      default: break
      }
    }
    visitExpressions { expression, _ in
      if case .name(let name) = expression.kind { read[name, default: 0] += 1 }
    }
    guard !bound.isEmpty else { return 1 }
    return Double(bound.count { (read[$0] ?? 0) > 0 }) / Double(bound.count)
  }

  /// Share of the statements that do something: no `pass`, no expression whose value nobody takes,
  /// nothing after a `return` of the same block.
  fileprivate var shareOfPlainStatements: Double {
    var (all, idle) = (0, 0)
    func count(_ block: [Statement]) {
      var hasEnded = false
      for statement in block {
        all += 1
        switch statement.kind {
        case .pass: idle += 1
        case .expression(let value):
          if case .call = value.kind {} else { idle += 1 }
        default: if hasEnded { idle += 1 }
        }
        if case .returnValue = statement.kind { hasEnded = true }
        for inner in statement.blocks { count(inner) }
      }
    }
    count(module)
    return all > 0 ? 1 - Double(idle) / Double(all) : 1
  }
}
