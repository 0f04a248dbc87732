import Core
import MiniPython

/// Finds what a program has that a constraint set forbids, in its syntax tree.
///
/// What counts as each construct:
/// - `if`, `while`, `for`, `try`: the statement. An `elif` belongs to its `if`.
/// - `lambda`, `conditional-expression`, `augmented-assignment`, `slice`: the form itself.
/// - `comprehension`: of a list, set or dictionary, or a generator.
/// - `list`, `set`, `dict`, `tuple`: its display, its comprehension, and a call of its type
///   (`frozenset` too). A pattern that unpacks, as in `a, b = p`, makes no tuple and is none.
/// - `string`: a literal, an f-string, or a call of `str`.
/// - `float`: a literal, a call of `float`, or a division with `/`.
/// - `recursion`: a function that mentions itself, or a function that leads back to it. A mention
///   suffices, since a function can be called under another name or by `map`.
/// - `early-return`: a `return` that is not the last statement of its function's body.
/// - `nested-function`: a `def` inside a `def`.
/// - `class`, `import`: the executor's Python has neither, so such a program is never parsed. They
///   are found in the text, by `violations(inSource:)`.
public struct ConstraintChecker: Sendable {
  /// The set in force.
  public let constraints: Constraints
  private let constructs: Set<Construct>
  private let names: [BannedName]

  public init(constraints: Constraints) {
    self.constraints = constraints
    constructs = Set(constraints.bannedConstructs)
    names = constraints.bannedNames.map(BannedName.init)
  }

  /// What the program has that is forbidden, each once a line, in the order of the lines.
  public func violations(of program: Program) -> [ConstraintViolation] {
    var found = lineViolations(of: program.source)
    if !constructs.isEmpty || !names.isEmpty {
      var search = ConstructSearch(names: names)
      search.visit(module: program.module)
      found += search.found.filter { violation in
        if case .construct(let construct) = violation.rule {
          constructs.contains(construct)
        } else {
          true
        }
      }
    }
    return ConstraintChecker.ordered(found)
  }

  /// The same for any text: by its syntax tree where it has one, else by its words.
  ///
  /// By words, only constructs that a keyword shows are found: a statement's keyword at the
  /// beginning of a line, or `lambda`, outside comments and strings; and banned names.
  public func violations(inSource source: String) -> [ConstraintViolation] {
    if let program = try? Program(parsing: source) { return violations(of: program) }
    var found = lineViolations(of: source)
    for word in SourceWords(source).words {
      if let construct = word.construct, constructs.contains(construct) {
        found.append(ConstraintViolation(rule: .construct(construct), line: word.line))
      }
      for name in names where name.matches(word: word.text) {
        found.append(ConstraintViolation(rule: .name(name.text), line: word.line))
      }
    }
    return ConstraintChecker.ordered(found)
  }

  private func lineViolations(of source: String) -> [ConstraintViolation] {
    guard let limit = constraints.maximumLines else { return [] }
    var count = 0
    let lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      count += 1
      if count > limit {
        return [ConstraintViolation(rule: .maximumLines(limit), line: index + 1)]
      }
    }
    return []
  }

  /// By line, then in the order of finding; without repetitions.
  private static func ordered(_ found: [ConstraintViolation]) -> [ConstraintViolation] {
    var seen: Set<ConstraintViolation> = []
    return found.filter { seen.insert($0).inserted }
      .enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }
}
