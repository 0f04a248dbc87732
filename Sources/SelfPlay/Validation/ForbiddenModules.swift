import MiniPython

/// The modules and members that no task may name (figure 8 of the paper, with `hmac` of the official
/// code).
///
/// The official code matches whole imports alone, so its dotted entries never match (defect B2).
/// Here an entry is found wherever its dotted name is spelt: in an import of it or of something in
/// it, and as an attribute.
public struct ForbiddenModules: Hashable, Sendable {
  public var names: [String] {
    didSet { roots = Self.roots(of: names) }
  }
  /// The first parts of the names.
  private var roots: [[UInt8]]

  /// The official list.
  public static let standard = ForbiddenModules(names: [
    "logging", "random", "multiprocessing", "pebble", "subprocess", "threading", "datetime", "time",
    "hashlib", "hmac", "bcrypt", "calendar", "os.sys", "os.path", "sys.exit", "os.environ",
  ])

  public init(names: [String]) {
    self.names = names
    roots = Self.roots(of: names)
  }

  private static func roots(of names: [String]) -> [[UInt8]] {
    names.map { Array($0.utf8.prefix { $0 != UInt8(ascii: ".") }) }
  }

  /// The first forbidden name of a program with its line, or nil.
  public func first(in program: Program) -> (name: String, line: Int)? {
    guard spellsAny(program.source) else { return nil }
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

  /// Whether a word of the text begins as the first part of some entry does: else nothing in it
  /// can be forbidden.
  private func spellsAny(_ source: String) -> Bool {
    var source = source
    return source.withUTF8 { bytes in
      var isInside = false
      for place in bytes.indices {
        let byte = bytes[place]
        // An identifier beyond ASCII may stand for one in ASCII.
        if byte >= 128 { return true }
        let isWord = (byte | 32) >= 97 && (byte | 32) <= 122 || byte == UInt8(ascii: "_")
        if isWord, !isInside,
          roots.contains(where: { $0.first == byte && bytes[place...].starts(with: $0) })
        {
          return true
        }
        isInside = isWord || isInside && byte >= 48 && byte <= 57
      }
      return false
    }
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
