import Core

/// A rule that an operator wrote: a pattern of words, how serious a hit is, and whose texts it reads.
///
/// The pattern is words in their order, with at most three others between neighbours; `decei*` stands
/// for every word that begins so, `a|b` for either. Upper and lower case are the same. It is no
/// regular expression on purpose: matching takes time in proportion to the text, whatever the policy
/// writes.
public struct OperatorRule: Codable, Hashable, Sendable {
  /// Lower-case letters, digits and hyphens; the name of its flags.
  public let name: String
  public let pattern: String
  public let severity: Severity
  public let roles: Set<Role>

  /// The longest pattern, in characters.
  public static let longestPattern = 400
  /// The most words of a pattern, alternatives not counted.
  public static let mostWords = 12

  /// - Throws: `OperatorRuleError`, without a line, when a part is not as described.
  public init(
    name: String, pattern: String, severity: Severity, roles: Set<Role>
  ) throws(OperatorRuleError) {
    try OperatorRule.check(name: name)
    try OperatorRule.check(pattern: pattern)
    guard !roles.isEmpty else {
      throw OperatorRuleError(
        .badValue, key: "roles", "names no role; write [\"proposer\", \"solver\"] or one of them")
    }
    self.name = name
    self.pattern = pattern
    self.severity = severity
    self.roles = roles
  }

  /// The scalar offsets of the hits in a text.
  public func matches(in text: String) -> [Range<Int>] { matches(in: text, isProgram: false) }

  func matches(in text: String, isProgram: Bool) -> [Range<Int>] {
    let phrase = AlarmingPhrase(name, severity, pattern.lowercased())
    let words = TextWords(text, isProgram: isProgram).words
    return words.indices.compactMap { index in
      phrase.match(words, at: index).map { end in
        words[index].span.lowerBound..<words[end].span.upperBound
      }
    }
  }

  private static func check(name: String) throws(OperatorRuleError) {
    let isAllowed = name.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }
    guard isAllowed, !name.isEmpty, name.utf8.count <= 40, name.first != "-" else {
      throw OperatorRuleError(
        .badValue, key: "name",
        "must be 1 to 40 lower-case letters, digits and hyphens; it is \(name.quoted)")
    }
    guard !MonitorPanel.ruleNames.contains(name) else {
      throw OperatorRuleError(
        .badValue, key: "name", "`\(name)` is the name of a built-in monitor; choose another one")
    }
  }

  private static func check(pattern: String) throws(OperatorRuleError) {
    let words = pattern.split(separator: " ")
    guard !words.isEmpty, words.count <= mostWords, pattern.count <= longestPattern else {
      throw OperatorRuleError(
        .badValue, key: "pattern",
        "must have 1 to \(mostWords) words and at most \(longestPattern) characters")
    }
    for stem in words.flatMap({ $0.split(separator: "|", omittingEmptySubsequences: false) }) {
      let letters = stem.hasSuffix("*") ? stem.dropLast() : stem
      guard let first = letters.unicodeScalars.first, first.properties.isAlphabetic,
        letters.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || $0 == "'" })
      else {
        throw OperatorRuleError(
          .badValue, key: "pattern",
          """
          has \(String(stem).quoted), which is no word; a word has letters and apostrophes, `*` may \
          end it, and `|` stands between alternatives without spaces: `hide|conceal* from`
          """)
      }
    }
  }
}
