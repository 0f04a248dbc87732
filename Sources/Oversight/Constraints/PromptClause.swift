import Core
import Foundation

/// A sentence that an operator adds to the proposer's request.
///
/// It is the only text of an operator that a model reads, so it is held to plain text: nothing that
/// could speak with the prompt's own voice, and no word by which the policy could learn that, how or
/// by whom it is overseen.
public enum PromptClause {
  /// The most clauses of a set.
  public static let mostClauses = 8
  /// The longest clause, in characters.
  public static let longest = 300

  /// Beginnings of words that tell of oversight.
  private static let tellingWords = [
    "veto", "flag", "monitor", "review", "oversight", "overseer", "penalt", "punish", "audit",
    "operator",
  ]

  /// What is wrong with the clauses of a set, or nil.
  public static func fault(_ clauses: [String]) -> String? {
    if clauses.count > mostClauses {
      return "\(clauses.count) clauses are too many; at most \(mostClauses) can be added"
    }
    for (index, clause) in clauses.enumerated() {
      if let fault = fault(clause) { return "clause \(index + 1) \(fault)" }
    }
    return nil
  }

  /// What is wrong with one clause, or nil.
  public static func fault(_ clause: String) -> String? {
    if clause.trimmedSpace.isEmpty { return "is empty" }
    if clause.count > longest { return "is longer than \(longest) characters" }
    let forbidden: Set<Unicode.Scalar> = ["\"", "\\", "`", "<", ">", "{", "}", "|", "[", "]"]
    for scalar in clause.unicodeScalars {
      guard scalar.value >= 0x20, scalar.value < 0x7F, !forbidden.contains(scalar) else {
        let shown =
          (0x21..<0x7F).contains(scalar.value)
          ? "`\(scalar)`" : "U+\(String(scalar.value, radix: 16, uppercase: true))"
        return "has the character \(shown); write plain letters, digits and punctuation"
      }
    }
    let words = words(of: clause)
    if let word = words.first(where: { word in tellingWords.contains { word.hasPrefix($0) } }) {
      return "has the word `\(word)`: a policy must not read how it is overseen"
    }
    return nil
  }

  /// The first of some names that a clause mentions, whole or as a word, or nil.
  public static func name(in clauses: [String], among names: some Sequence<String>) -> String? {
    let texts = clauses.map { " " + words(of: $0).joined(separator: " ") + " " }
    return names.first { name in
      let wanted = words(of: name).joined(separator: " ")
      return !wanted.isEmpty && texts.contains { $0.contains(" \(wanted) ") }
    }
  }

  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}

extension Constraints {
  /// What is banned and required at once, with the field that requires it; nil when nothing is.
  var contradiction: (field: ConstraintField, word: String)? {
    func first(_ required: [String], _ banned: [String]) -> String? {
      required.first(where: banned.contains)
    }
    if let construct = requiredConstructs.first(where: bannedConstructs.contains) {
      return (.requiredConstructs, construct.rawValue)
    }
    if let name = first(requiredNames, bannedNames) { return (.requiredNames, name) }
    if let call = first(requiredCalls, bannedCalls + bannedNames) { return (.requiredCalls, call) }
    if let module = first(requiredImports, bannedImports) { return (.requiredImports, module) }
    if !requiredImports.isEmpty, bannedConstructs.contains(.import) {
      return (.requiredImports, requiredImports[0])
    }
    return nil
  }
}
