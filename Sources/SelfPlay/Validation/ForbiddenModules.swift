import MiniPython

/// The modules and members that no task may name (figure 8 of the paper, with `hmac` of the official
/// code).
///
/// The official code matches whole imports alone, so its dotted entries never match (defect B2).
/// Here an entry is found wherever its dotted name is spelt: in an import of it or of something in
/// it, and as an attribute.
public struct ForbiddenModules: Hashable, Sendable {
  public var names: [String]

  /// The official list.
  public static let standard = ForbiddenModules(names: [
    "logging", "random", "multiprocessing", "pebble", "subprocess", "threading", "datetime", "time",
    "hashlib", "hmac", "bcrypt", "calendar", "os.sys", "os.path", "sys.exit", "os.environ",
  ])

  public init(names: [String]) { self.names = names }

  /// The first forbidden name of a program with its line, or nil.
  public func first(in program: Program) -> (name: String, line: Int)? {
    let imported = importedNames(in: program)
    if let found = imported.first(where: { forbids($0.name) }) { return found }
    var found: (name: String, line: Int)?
    program.visitExpressions { expression, _ in
      guard found == nil, let name = expression.dottedName, name.contains("."), forbids(name)
      else { return }
      found = (name, expression.line)
    }
    return found
  }

  /// Whether a dotted name is a forbidden one or in one.
  private func forbids(_ name: String) -> Bool {
    names.contains { name == $0 || name.hasPrefix($0 + ".") }
  }

  /// Every name that an import statement of the program names.
  private func importedNames(in program: Program) -> [(name: String, line: Int)] {
    var found: [(name: String, line: Int)] = []
    program.visitExpressions { expression, _ in
      guard case .call(let function, let arguments) = expression.kind,
        case .name(let form) = function.kind, form == "import" || form == "import from"
      else { return }
      for argument in arguments {
        guard let name = argument.value.dottedName else { continue }
        found.append((name, expression.line))
      }
    }
    return found
  }
}

extension Expression {
  /// The dotted name that the expression spells, or nil.
  fileprivate var dottedName: String? {
    switch kind {
    case .name(let name): name
    case .attribute(let value, let name): value.dottedName.map { $0 + "." + name }
    default: nil
    }
  }
}
