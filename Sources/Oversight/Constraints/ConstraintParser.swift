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
    if let text = draft.bannedConstructs { constraints.bannedConstructs = try constructs(text) }
    if let text = draft.bannedNames { constraints.bannedNames = try names(text) }
    if let text = draft.maximumLines { constraints.maximumLines = try lines(text) }
    if let text = draft.taskMix { constraints.taskMix = try mix(text) }
    if let text = draft.targetSolveRate { constraints.targetSolveRate = try range(text) }
    return constraints
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

  static func names(_ text: String) throws(ConstraintError) -> [String] {
    var names: [String] = []
    for word in items(text) where !names.contains(word) {
      for part in word.split(separator: ".", omittingEmptySubsequences: false) {
        try check(name: String(part), in: word)
      }
      names.append(word)
    }
    guard names.count <= maximumNames else {
      throw ConstraintError(
        field: .bannedNames,
        message: "\(names.count) names are too many; at most \(maximumNames) can be banned")
    }
    return names
  }

  private static func check(name: String, in word: String) throws(ConstraintError) {
    let scalars = name.unicodeScalars
    guard let first = scalars.first, first.isWordStart, scalars.allSatisfy(\.isWordPart),
      scalars.count <= 100
    else {
      throw ConstraintError(
        field: .bannedNames,
        message: """
          \(quoted(word)) is not a name; names are identifiers separated by commas, \
          such as `eval, str.format`
          """)
    }
    guard let keyword = PythonKeyword(rawValue: name) else { return }
    throw ConstraintError(
      field: .bannedNames,
      message: keyword.construct.map {
        "`\(name)` is a keyword and not a name; ban the construct `\($0.rawValue)` instead"
      } ?? "`\(name)` is a keyword and not a name")
  }

  private static func lines(_ text: String) throws(ConstraintError) -> Int? {
    let word = text.trimmedSpace
    if word.isEmpty { return nil }
    guard let lines = Int(word), (1...maximumLines).contains(lines) else {
      throw ConstraintError(
        field: .maximumLines,
        message: """
          \(quoted(word)) is not a limit; type a whole number from 1 to \(maximumLines), \
          or nothing for no limit
          """)
    }
    return lines
  }

  private static func mix(_ text: String) throws(ConstraintError) -> TaskMix {
    let words = text.split { $0.isWhitespace || $0 == "," || $0 == "/" }
    let weights = words.compactMap { Double($0) }.filter { $0.isFinite && $0 >= 0 }
    guard words.count == 3, weights.count == 3 else {
      throw ConstraintError(
        field: .taskMix,
        message: """
          \(quoted(text.trimmedSpace)) is not a mix; type three weights that are 0 or more, for \
          deduction, abduction and induction, such as `1 1 2`
          """)
    }
    guard weights.contains(where: { $0 > 0 }), weights.reduce(0, +).isFinite else {
      throw ConstraintError(
        field: .taskMix,
        message:
          "the weights \(quoted(text.trimmedSpace)) leave no tasks; at least one must be above 0")
    }
    return TaskMix(deduction: weights[0], abduction: weights[1], induction: weights[2])
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
