import Core

/// Turns what an operator typed into a constraint set, or says what would be right.
public enum ConstraintParser {
  /// The largest limit on lines that can be set.
  public static let maximumLines = 500
  /// The most names that can be banned.
  public static let maximumNames = 100

  /// The current set with the draft's fields in place of its own. Fields that are nil stay.
  public static func parse(
    _ draft: ConstraintDraft, editing current: Constraints
  ) throws(ConstraintError) -> Constraints {
    var constraints = current
    if let text = draft.text { constraints = try ConstraintFile.parse(text) }
    for field in draft.fields {
      guard let text = draft[field] else { continue }
      try set(field, to: text, in: &constraints)
    }
    if let (field, word) = constraints.contradiction {
      throw ConstraintError(field: field, message: "`\(word)` is banned and required")
    }
    return constraints
  }

  private static func set(
    _ field: ConstraintField, to text: String, in set: inout Constraints
  ) throws(ConstraintError) {
    switch field {
    case .bannedConstructs: set.bannedConstructs = try constructs(text)
    case .requiredConstructs: set.requiredConstructs = try constructs(text, field: field)
    case .bannedNames: set.bannedNames = try names(text)
    case .requiredNames: set.requiredNames = try names(text, field: field)
    case .bannedCalls: set.bannedCalls = try names(text, field: field)
    case .requiredCalls: set.requiredCalls = try names(text, field: field)
    case .bannedImports: set.bannedImports = try names(text, field: field)
    case .requiredImports: set.requiredImports = try names(text, field: field)
    case .maximumLines: set.maximumLines = try count(text, 1...maximumLines, field)
    case .maximumComplexity: set.maximumComplexity = try count(text, 0...1_000, field)
    case .references: set.references = try count(text, 0...64, field)
    case .inputTypes: set.inputTypes = try types(text, field)
    case .outputTypes: set.outputTypes = try types(text, field)
    case .taskMix: set.taskMix = try mix(text)
    case .targetSolveRate: set.targetSolveRate = try range(text)
    case .noveltyFloor: set.noveltyFloor = try share(text, field) ?? 0
    case .driftBound: set.driftBound = try share(text, field)
    case .promptClauses: set.promptClauses = try clauses(text)
    case .rejection: set.rejection = try rejection(text)
    case .masksTokens: set.masksTokens = try toggle(text)
    case .text: break
    }
  }

  /// Construct names, in the order in which `Construct` lists them, each once.
  static func constructs(
    _ text: String, field: ConstraintField = .bannedConstructs
  ) throws(ConstraintError) -> [Construct] {
    var banned: Set<Construct> = []
    for word in items(text) {
      guard let construct = Construct(rawValue: word.lowercased()) else {
        let valid = Construct.allCases.map(\.rawValue)
        let suggestion = NearestWord.suggestion(for: word.lowercased(), among: valid)
        throw ConstraintError(
          field: field,
          message: """
            there is no construct \(quoted(word))\(suggestion.map { ", did you mean `\($0)`?" } ?? ";") \
            the constructs are \(valid.joined(separator: ", "))
            """)
      }
      banned.insert(construct)
    }
    return Construct.allCases.filter(banned.contains)
  }

  static func names(
    _ text: String, field: ConstraintField = .bannedNames
  ) throws(ConstraintError) -> [String] {
    var names: [String] = []
    for word in items(text) where !names.contains(word) {
      for part in word.split(separator: ".", omittingEmptySubsequences: false) {
        try check(name: String(part), in: word, field)
      }
      names.append(word)
    }
    guard names.count <= maximumNames else {
      throw ConstraintError(
        field: field,
        message: "\(names.count) names are too many; at most \(maximumNames) can be given")
    }
    return names
  }

  private static func check(
    name: String, in word: String, _ field: ConstraintField
  ) throws(ConstraintError) {
    let scalars = name.unicodeScalars
    guard let first = scalars.first, first.isWordStart, scalars.allSatisfy(\.isWordPart),
      scalars.count <= 100
    else {
      throw ConstraintError(
        field: field,
        message: """
          \(quoted(word)) is not a name; names are identifiers separated by commas, \
          such as `eval, str.format`
          """)
    }
    guard let keyword = PythonKeyword(rawValue: name) else { return }
    throw ConstraintError(
      field: field,
      message: keyword.construct.map {
        "`\(name)` is a keyword and not a name; ban the construct `\($0.rawValue)` instead"
      } ?? "`\(name)` is a keyword and not a name")
  }

  private static func count(
    _ text: String, _ range: ClosedRange<Int>, _ field: ConstraintField
  ) throws(ConstraintError) -> Int? {
    let word = text.trimmedSpace
    if word.isEmpty { return nil }
    guard let number = Int(word), range.contains(number) else {
      throw ConstraintError(
        field: field,
        message: """
          \(quoted(word)) is not a limit; type a whole number from \(range.lowerBound) to \
          \(range.upperBound), or nothing for none
          """)
    }
    return number
  }

  private static func share(
    _ text: String, _ field: ConstraintField
  ) throws(ConstraintError) -> Double? {
    let word = text.trimmedSpace
    if word.isEmpty { return nil }
    guard let number = Double(word), (0...1).contains(number) else {
      throw ConstraintError(
        field: field,
        message: "\(quoted(word)) is not a share; type a number from 0 to 1, or nothing for none")
    }
    return number
  }

  private static func types(
    _ text: String, _ field: ConstraintField
  ) throws(ConstraintError) -> [ValueType] {
    var types: [ValueType] = []
    for word in items(text) {
      guard let type = ValueType(rawValue: word.lowercased()) else {
        let all = ValueType.allCases.map(\.rawValue).joined(separator: ", ")
        throw ConstraintError(
          field: field, message: "\(quoted(word)) is no type; the types are \(all)")
      }
      if !types.contains(type) { types.append(type) }
    }
    return types
  }

  private static func clauses(_ text: String) throws(ConstraintError) -> [String] {
    let clauses = text.split(separator: Constraints.clauseSeparator)
      .map { String($0).trimmedSpace }.filter { !$0.isEmpty }
    if let fault = PromptClause.fault(clauses) {
      throw ConstraintError(field: .promptClauses, message: fault)
    }
    return clauses
  }

  private static func rejection(_ text: String) throws(ConstraintError) -> ConstraintRejection {
    guard let rejection = ConstraintRejection(rawValue: text.trimmedSpace) else {
      let all = ConstraintRejection.allCases.map(\.explanation).joined(separator: " ")
      throw ConstraintError(
        field: .rejection,
        message: "\(quoted(text.trimmedSpace)) is neither `penalty` nor `no-gradient`. \(all)")
    }
    return rejection
  }

  private static func toggle(_ text: String) throws(ConstraintError) -> Bool {
    switch text.trimmedSpace {
    case "on", "true": return true
    case "off", "false": return false
    default:
      throw ConstraintError(
        field: .masksTokens, message: "\(quoted(text.trimmedSpace)) is neither `on` nor `off`")
    }
  }

  private static func mix(_ text: String) throws(ConstraintError) -> TaskMix {
    let words = text.split { $0.isWhitespace || $0 == "," || $0 == "/" }
    let weights = words.compactMap { Double($0) }.filter { $0.isFinite && $0 >= 0 }
    guard (3...4).contains(words.count), weights.count == words.count else {
      throw ConstraintError(
        field: .taskMix,
        message: """
          \(quoted(text.trimmedSpace)) is not a mix; type three weights that are 0 or more, for \
          deduction, abduction and induction, such as `1 1 2`, and a fourth for error deduction
          """)
    }
    guard weights.contains(where: { $0 > 0 }), weights.reduce(0, +).isFinite else {
      throw ConstraintError(
        field: .taskMix,
        message:
          "the weights \(quoted(text.trimmedSpace)) leave no tasks; at least one must be above 0")
    }
    return TaskMix(
      deduction: weights[0], abduction: weights[1], induction: weights[2],
      errorDeduction: weights.count > 3 ? weights[3] : 0)
  }

  private static func range(_ text: String) throws(ConstraintError) -> ClosedRange<Double> {
    let bounds = text.trimmedSpace.split(separator: "-", omittingEmptySubsequences: false)
      .map { Double(String($0).trimmedSpace) }
    guard bounds.count == 2, let low = bounds[0], let high = bounds[1], low >= 0, high <= 1,
      low < high
    else {
      throw ConstraintError(
        field: .targetSolveRate,
        message: """
          \(quoted(text.trimmedSpace)) is not a range; type `low-high` with 0 <= low < high <= 1, \
          such as `0.2-0.8`, or `0-1` for no limit
          """)
    }
    return low...high
  }

  /// The parts between the commas; blank ones, as after a trailing comma, do not count.
  private static func items(_ text: String) -> [String] {
    text.split(separator: ",").map { String($0).trimmedSpace }.filter { !$0.isEmpty }
  }

  /// The operator's text as a message repeats it, cut to a readable length.
  private static func quoted(_ text: String) -> String {
    text.count > 40 ? "`\(text.prefix(40))…`" : "`\(text)`"
  }
}
