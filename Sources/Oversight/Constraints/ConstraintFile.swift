import Core
import TOMLKit

/// A constraint set as a TOML file, one a revision.
///
/// Keys: `banned-` and `required-` before `constructs`, `names`, `calls` and `imports`;
/// `maximum-lines`, `maximum-complexity`, `input-types`, `output-types`, `solve-rate`, `references`,
/// `novelty-floor`, `drift-bound`, `prompt-clauses`, `rejection`, `mask`, and a table `[task-mix]`
/// with a weight a task type.
/// What is left out forbids nothing.
public enum ConstraintFile {
  private typealias Key = ConstraintKey

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
    set.bannedCalls = try reader.names(Key.bannedCalls.rawValue)
    set.bannedImports = try reader.names(Key.bannedImports.rawValue)
    set.requiredConstructs = try reader.constructs(Key.requiredConstructs.rawValue)
    set.requiredNames = try reader.names(Key.requiredNames.rawValue)
    set.requiredCalls = try reader.names(Key.requiredCalls.rawValue)
    set.requiredImports = try reader.names(Key.requiredImports.rawValue)
    set.maximumLines = try reader.count(
      Key.maximumLines.rawValue, 1...ConstraintParser.maximumLines)
    set.maximumComplexity = try reader.count(Key.maximumComplexity.rawValue, 0...1_000)
    set.inputTypes = try reader.types(Key.inputTypes.rawValue)
    set.outputTypes = try reader.types(Key.outputTypes.rawValue)
    set.references = try reader.count(Key.references.rawValue, 0...64)
    set.noveltyFloor = try reader.share(Key.noveltyFloor.rawValue) ?? 0
    set.driftBound = try reader.share(Key.driftBound.rawValue)
    set.promptClauses = try reader.clauses(Key.promptClauses.rawValue)
    if let range = try reader.range(Key.solveRate.rawValue) { set.targetSolveRate = range }
    if let mix = try reader.mix(Key.taskMix.rawValue, ConstraintKey.mix) { set.taskMix = mix }
    if let word = try reader.string(Key.rejection.rawValue) {
      guard let rejection = ConstraintRejection(rawValue: word) else {
        throw reader.error(Key.rejection.rawValue, "must be \"penalty\" or \"no-gradient\"")
      }
      set.rejection = rejection
    }
    if let mask = try reader.flag(Key.mask.rawValue) { set.masksTokens = mask }
    if let (field, word) = set.contradiction {
      let key =
        switch field {
        case .requiredConstructs: Key.requiredConstructs
        case .requiredNames: Key.requiredNames
        case .requiredCalls: Key.requiredCalls
        default: Key.requiredImports
        }
      throw reader.error(key.rawValue, "`\(word)` is banned and required")
    }
    return set
  }

  /// A set as the text of a file, which `parse` reads back as the same set.
  public static func text(of set: Constraints) -> String { set.document }

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
