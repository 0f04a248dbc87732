/// The keys of a constraint set as a TOML document.
public enum ConstraintKey: String, CaseIterable, Sendable {
  case bannedConstructs = "banned-constructs"
  case bannedNames = "banned-names"
  case bannedCalls = "banned-calls"
  case bannedImports = "banned-imports"
  case requiredConstructs = "required-constructs"
  case requiredNames = "required-names"
  case requiredCalls = "required-calls"
  case requiredImports = "required-imports"
  case maximumLines = "maximum-lines"
  case maximumComplexity = "maximum-complexity"
  case inputTypes = "input-types"
  case outputTypes = "output-types"
  case solveRate = "solve-rate"
  case references
  case noveltyFloor = "novelty-floor"
  case driftBound = "drift-bound"
  case promptClauses = "prompt-clauses"
  case rejection
  case mask
  case taskMix = "task-mix"

  /// The keys of the table `task-mix`.
  public static let mix = ["deduction", "abduction", "induction", "error-deduction"]
}

extension Constraints {
  /// The set as a TOML document that names every key.
  public var document: String {
    func list(_ items: [String]) -> String {
      "[" + items.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    }
    var lines = [
      "\(ConstraintKey.bannedConstructs.rawValue) = \(list(bannedConstructs.map(\.rawValue)))",
      "\(ConstraintKey.bannedNames.rawValue) = \(list(bannedNames))",
      "\(ConstraintKey.bannedCalls.rawValue) = \(list(bannedCalls))",
      "\(ConstraintKey.bannedImports.rawValue) = \(list(bannedImports))",
      "\(ConstraintKey.requiredConstructs.rawValue) = \(list(requiredConstructs.map(\.rawValue)))",
      "\(ConstraintKey.requiredNames.rawValue) = \(list(requiredNames))",
      "\(ConstraintKey.requiredCalls.rawValue) = \(list(requiredCalls))",
      "\(ConstraintKey.requiredImports.rawValue) = \(list(requiredImports))",
    ]
    func optional(_ key: ConstraintKey, _ value: String?) {
      lines.append(value.map { "\(key.rawValue) = \($0)" } ?? "# \(key.rawValue) is not set")
    }
    optional(.maximumLines, maximumLines.map(String.init))
    optional(.maximumComplexity, maximumComplexity.map(String.init))
    lines.append("\(ConstraintKey.inputTypes.rawValue) = \(list(inputTypes.map(\.rawValue)))")
    lines.append("\(ConstraintKey.outputTypes.rawValue) = \(list(outputTypes.map(\.rawValue)))")
    let rate = targetSolveRate
    lines.append("\(ConstraintKey.solveRate.rawValue) = [\(rate.lowerBound), \(rate.upperBound)]")
    optional(.references, references.map(String.init))
    lines.append("\(ConstraintKey.noveltyFloor.rawValue) = \(noveltyFloor)")
    optional(.driftBound, driftBound.map { String($0) })
    // No character of a clause needs an escape: see `PromptClause`.
    lines.append("\(ConstraintKey.promptClauses.rawValue) = \(list(promptClauses))")
    lines.append("\(ConstraintKey.rejection.rawValue) = \"\(rejection.rawValue)\"")
    lines.append("\(ConstraintKey.mask.rawValue) = \(masksTokens)")
    lines += ["", "[\(ConstraintKey.taskMix.rawValue)]"]
    let mix = taskMix
    let weights = [mix.deduction, mix.abduction, mix.induction, mix.errorDeduction]
    lines += zip(ConstraintKey.mix, weights).map { "\($0) = \($1)" }
    return lines.joined(separator: "\n") + "\n"
  }
}
