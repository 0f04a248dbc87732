import MiniPython

/// Which functions of a program lead to which.
///
/// Nodes are names: of each `def`, of each variable that a `lambda` is assigned to, and of each
/// class. There is an edge from a function to every function that its body mentions, a method by
/// any attribute of its name; and from a class, which a mention may call, to its special methods
/// and its bases. Functions of one name in different scopes are one node, so the graph can only
/// have too many edges.
struct CallGraph {
  /// For each function, the functions that it mentions, each with the line of the first mention.
  private var mentions: [String: [String: Int]] = [:]
  private var classes: Set<String> = []

  init(module: [Statement]) {
    var methods: Set<String> = []
    var found: [(from: String, to: String, line: Int)] = []
    var bases: [Expression] = []
    module.walk { statement in
      if let list = statement.classBases { bases = list }
      switch statement.kind {
      case .function(let definition):
        mentions[definition.name, default: [:]] = [:]
        guard definition.isClass else { return }
        classes.insert(definition.name)
        for case .name(let base) in bases.map(\.kind) {
          found.append((definition.name, base, statement.line))
        }
        for inner in definition.body {
          guard case .function(let method) = inner.kind else { continue }
          methods.insert(method.name)
          if method.name.hasPrefix("__") {
            found.append((definition.name, method.name, inner.line))
          }
        }
      case .assignment(let targets, let value):
        guard case .lambda = value.kind else { return }
        for target in targets {
          if case .name(let name) = target.kind { mentions[name] = [:] }
        }
      default: break
      }
    }
    let functions = Set(mentions.keys)
    func note(_ expression: Expression, from function: String) {
      expression.walk { inner in
        switch inner.kind {
        case .name(let name) where functions.contains(name),
          .attribute(_, let name) where methods.contains(name):
          found.append((function, name, inner.line))
        default: break
        }
      }
    }
    module.walk { statement in
      switch statement.kind {
      case .function(let definition) where !definition.isClass:
        definition.body.walk { inner in
          for value in StatementParts(inner).values { note(value, from: definition.name) }
          for target in StatementParts(inner).targets {
            if case .name = target.kind { continue }
            note(target, from: definition.name)
          }
        }
      case .assignment(let targets, let value):
        guard case .lambda(_, let body) = value.kind else { return }
        for target in targets {
          if case .name(let name) = target.kind { note(body, from: name) }
        }
      default: break
      }
    }
    for mention in found where mentions[mention.from]?[mention.to] == nil {
      mentions[mention.from]?[mention.to] = mention.line
    }
  }

  /// For each function that leads back to itself, the line where it first does, in rising order.
  var recursionLines: [Int] {
    mentions.filter { !classes.contains($0.key) }.compactMap { function, mentioned in
      mentioned.filter { reaches($0.key, function) }.map(\.value).min()
    }.sorted()
  }

  private func reaches(_ start: String, _ goal: String) -> Bool {
    var seen: Set<String> = [start]
    var open = [start]
    while let function = open.popLast() {
      if function == goal { return true }
      for next in (mentions[function] ?? [:]).keys where seen.insert(next).inserted {
        open.append(next)
      }
    }
    return false
  }
}
