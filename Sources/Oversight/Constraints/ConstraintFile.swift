import Core
import TOMLKit

/// A constraint set as a TOML file, one a revision.
///
/// Keys: `banned-constructs`, `banned-names`, `required-constructs`, `required-names`,
/// `maximum-lines`, `maximum-complexity`, `input-types`, `output-types`, `solve-rate`, `references`,
/// `novelty-floor`, `drift-bound`, `rejection`, `mask`, and a table `[task-mix]` with a weight a task type.
/// What is left out forbids nothing.
public enum ConstraintFile {
  private enum Key: String, CaseIterable {
    case bannedConstructs = "banned-constructs"
    case bannedNames = "banned-names"
    case requiredConstructs = "required-constructs"
    case requiredNames = "required-names"
    case maximumLines = "maximum-lines"
    case maximumComplexity = "maximum-complexity"
    case inputTypes = "input-types"
    case outputTypes = "output-types"
    case solveRate = "solve-rate"
    case references
    case noveltyFloor = "novelty-floor"
    case driftBound = "drift-bound"
    case rejection
    case mask
    case taskMix = "task-mix"
  }

  private static let mixKeys = ["deduction", "abduction", "induction", "error-deduction"]

  /// Reads a set.
  ///
  /// - Throws: `ConstraintError` on `.text`, which names the line and the key.
  public static func parse(
    _ text: String, file: String = "constraints"
  ) throws(ConstraintError) -> Constraints {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw ConstraintError(
        field: .text, message: "\(file):\(error.source.begin.line): \(error.description)")
    } catch {
      throw ConstraintError(field: .text, message: "\(file): \(error)")
    }
    let reader = Reader(table: table, file: file, lines: TOMLKeyLines(text))
    try reader.refuseUnknown(Key.allCases.map(\.rawValue))
    var set = Constraints()
    set.bannedConstructs = try reader.constructs(Key.bannedConstructs.rawValue)
    set.bannedNames = try reader.names(Key.bannedNames.rawValue)
    set.requiredConstructs = try reader.constructs(Key.requiredConstructs.rawValue)
    set.requiredNames = try reader.names(Key.requiredNames.rawValue)
    set.maximumLines = try reader.count(
      Key.maximumLines.rawValue, 1...ConstraintParser.maximumLines)
    set.maximumComplexity = try reader.count(Key.maximumComplexity.rawValue, 0...1_000)
    set.inputTypes = try reader.types(Key.inputTypes.rawValue)
    set.outputTypes = try reader.types(Key.outputTypes.rawValue)
    set.references = try reader.count(Key.references.rawValue, 0...64)
    set.noveltyFloor = try reader.share(Key.noveltyFloor.rawValue) ?? 0
    set.driftBound = try reader.share(Key.driftBound.rawValue)
    if let range = try reader.range(Key.solveRate.rawValue) { set.targetSolveRate = range }
    if let mix = try reader.mix(Key.taskMix.rawValue, mixKeys) { set.taskMix = mix }
    if let word = try reader.string(Key.rejection.rawValue) {
      guard let rejection = ConstraintRejection(rawValue: word) else {
        throw reader.error(Key.rejection.rawValue, "must be \"penalty\" or \"no-gradient\"")
      }
      set.rejection = rejection
    }
    if let mask = try reader.flag(Key.mask.rawValue) { set.masksTokens = mask }
    for construct in set.requiredConstructs where set.bannedConstructs.contains(construct) {
      throw reader.error(
        Key.requiredConstructs.rawValue, "`\(construct.rawValue)` is banned and required")
    }
    for name in set.requiredNames where set.bannedNames.contains(name) {
      throw reader.error(Key.requiredNames.rawValue, "`\(name)` is banned and required")
    }
    return set
  }

  /// A set as the text of a file, which `parse` reads back as the same set.
  public static func text(of set: Constraints) -> String {
    func list(_ items: [String]) -> String {
      "[" + items.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    }
    var lines = [
      "\(Key.bannedConstructs.rawValue) = \(list(set.bannedConstructs.map(\.rawValue)))",
      "\(Key.bannedNames.rawValue) = \(list(set.bannedNames))",
      "\(Key.requiredConstructs.rawValue) = \(list(set.requiredConstructs.map(\.rawValue)))",
      "\(Key.requiredNames.rawValue) = \(list(set.requiredNames))",
    ]
    func optional(_ key: Key, _ value: String?) {
      lines.append(value.map { "\(key.rawValue) = \($0)" } ?? "# \(key.rawValue) is not set")
    }
    optional(.maximumLines, set.maximumLines.map(String.init))
    optional(.maximumComplexity, set.maximumComplexity.map(String.init))
    lines.append("\(Key.inputTypes.rawValue) = \(list(set.inputTypes.map(\.rawValue)))")
    lines.append("\(Key.outputTypes.rawValue) = \(list(set.outputTypes.map(\.rawValue)))")
    let rate = set.targetSolveRate
    lines.append("\(Key.solveRate.rawValue) = [\(rate.lowerBound), \(rate.upperBound)]")
    optional(.references, set.references.map(String.init))
    lines.append("\(Key.noveltyFloor.rawValue) = \(set.noveltyFloor)")
    optional(.driftBound, set.driftBound.map { String($0) })
    lines.append("\(Key.rejection.rawValue) = \"\(set.rejection.rawValue)\"")
    lines.append("\(Key.mask.rawValue) = \(set.masksTokens)")
    lines += ["", "[\(Key.taskMix.rawValue)]"]
    let mix = set.taskMix
    let weights = [mix.deduction, mix.abduction, mix.induction, mix.errorDeduction]
    lines += zip(mixKeys, weights).map { "\($0) = \($1)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What differs between two sets: the lines of the one's file and of the other's.
  public static func difference(
    from old: Constraints, to new: Constraints
  ) -> [(old: String, new: String)] {
    let (before, after) = (lines(of: old), lines(of: new))
    return zip(before, after).filter { $0 != $1 }.map { (old: $0, new: $1) }
  }

  private static func lines(of set: Constraints) -> [String] {
    text(of: set).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
