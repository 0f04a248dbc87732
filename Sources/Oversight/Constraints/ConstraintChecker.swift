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
/// - `nested-function`: a `def` inside a `def`; a method of a class outside functions is none.
/// - `class`, `import`: the statement; `from` makes an import too. A `with` counts as `try` too, a
///   `match` as `if` too.
/// - `with`, `match`, `yield`, `break`, `continue`, `assert`, `raise`, `del`: the statement or form;
///   `global` is `nonlocal` too.
/// - `f-string`, `named-assignment`: the form itself. `starred`: `*` or `**` before a value.
/// - `comparison`, `arithmetic`, `boolean-operation`: an operator that compares, one with two
///   operands that calculates, and `and`, `or`, `not`.
///
/// A method is known by its name only: one that mentions any attribute of its own name counts as
/// recursion. What an operator calls, as `+` calls `__add__`, is no mention.
public struct ConstraintChecker: Sendable {
  /// The set in force.
  public let constraints: Constraints
  private let constructs: Set<Construct>
  private let names: [BannedName]
  private let required: [BannedName]
  private let calls: [BannedName]
  private let bannedNames: Set<String>
  private let bannedCalls: Set<String>
  private let bannedModules: Set<String>

  public init(constraints: Constraints) {
    self.constraints = constraints
    constructs = Set(constraints.bannedConstructs)
    names = constraints.bannedNames.map(BannedName.init)
    required = constraints.requiredNames.map(BannedName.init)
    calls = (constraints.bannedCalls + constraints.requiredCalls).map(BannedName.init)
    bannedNames = Set(constraints.bannedNames)
    bannedCalls = Set(constraints.bannedCalls)
    bannedModules = Set(constraints.bannedImports)
  }

  /// Whether a program's syntax tree has to be read at all.
  private var readsTree: Bool {
    !constructs.isEmpty || !names.isEmpty || !required.isEmpty || !calls.isEmpty
      || !constraints.bannedImports.isEmpty || !constraints.requiredImports.isEmpty
      || !constraints.requiredConstructs.isEmpty || constraints.maximumComplexity != nil
  }

  /// What the program has that is forbidden, each once a line, in the order of the lines.
  public func violations(of program: Program) -> [ConstraintViolation] {
    var found = lineViolations(of: program.source)
    if readsTree {
      var search = ConstructSearch(
        names: names + required, calls: calls,
        modules: constraints.bannedImports + constraints.requiredImports)
      search.visit(module: program.module)
      found += search.found.filter { violation in
        switch violation.rule {
        case .construct(let construct): constructs.contains(construct)
        case .name(let name): bannedNames.contains(name)
        case .call(let name): bannedCalls.contains(name)
        case .module(let name): bannedModules.contains(name)
        default: true
        }
      }
      found += missing(from: search.found.map(\.rule))
    }
    return ConstraintChecker.ordered(found)
  }

  /// What the whole program lacks, or has too much of.
  private func missing(from found: [ConstraintViolation.Rule]) -> [ConstraintViolation] {
    let present = Set(found)
    var rules = constraints.requiredConstructs.filter { !present.contains(.construct($0)) }
      .map { ConstraintViolation.Rule.missingConstruct($0) }
    rules += constraints.requiredNames.filter { !present.contains(.name($0)) }
      .map { .missingName($0) }
    rules += constraints.requiredCalls.filter { !present.contains(.call($0)) }
      .map { .missingCall($0) }
    rules += constraints.requiredImports.filter { !present.contains(.module($0)) }
      .map { .missingImport($0) }
    if let limit = constraints.maximumComplexity {
      let branches = found.count { rule in
        if case .construct(let construct) = rule { construct.isDecision } else { false }
      }
      if branches > limit { rules.append(.maximumComplexity(limit)) }
    }
    return rules.map { ConstraintViolation(rule: $0, line: 1) }
  }

  /// What is forbidden in a task beside its program: the types of its inputs and outputs, and how much
  /// of its structure must be new.
  ///
  /// - Parameters:
  ///   - structure: the program with names renamed and constants masked.
  ///   - recent: the structures of the newest tasks.
  public func violation(
    of content: TaskContent, structure: String, recent: [String]
  ) -> ConstraintViolation? {
    let floor = constraints.noveltyFloor
    return violation(
      of: content, structure: floor > 0 ? StructureOverlap(structure) : nil,
      recent: floor > 0 ? recent.map(StructureOverlap.init) : [])
  }

  /// The same with the structures' triples; without the task's own, novelty is not looked at.
  func violation(
    of content: TaskContent, structure: StructureOverlap?, recent: [StructureOverlap]
  ) -> ConstraintViolation? {
    let isInduction = content.type == .induction
    let inputs = isInduction ? content.pairs.map(\.input) : [content.input]
    let outputs = isInduction ? content.pairs.map(\.output) : [content.output]
    if !constraints.inputTypes.isEmpty,
      let type = Self.otherType(in: inputs, than: constraints.inputTypes)
    {
      return ConstraintViolation(rule: .inputType(type), line: 1)
    }
    if !constraints.outputTypes.isEmpty,
      let type = Self.otherType(in: outputs, than: constraints.outputTypes)
    {
      return ConstraintViolation(rule: .outputType(type), line: 1)
    }
    guard constraints.noveltyFloor > 0, let structure else { return nil }
    let novelty = structure.novelty(against: recent)
    guard novelty < constraints.noveltyFloor else { return nil }
    return ConstraintViolation(
      rule: .notNovel(novelty, floor: constraints.noveltyFloor), line: 1)
  }

  /// The first type that is not among the permitted ones; a text that is no literal has none of them.
  private static func otherType(in texts: [String], than permitted: [ValueType]) -> String? {
    for text in texts {
      guard let types = Expression.types(ofArguments: text) else { return "unknown" }
      for type in types {
        guard let type else { return "unknown" }
        if !permitted.contains(type) { return type.rawValue }
      }
    }
    return nil
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
