import Core
import TOMLKit

/// The operator's rule file: tables `[[rule]]` with `name`, `pattern`, `severity` and `roles`.
public enum RuleFile {
  private static let keys: Set<String> = ["name", "pattern", "severity", "roles"]
  /// The name of a run's own rule file.
  public static let name = "rules.toml"
  /// The longest file, in bytes.
  public static let longest = 256 * 1024
  /// The most rules of a file.
  public static let mostRules = 200

  /// Reads rules from TOML. `severity` is medium and `roles` are both when they are left out.
  ///
  /// - Parameter file: the file's name, for messages.
  public static func parse(
    _ text: String, file: String = name
  ) throws(OperatorRuleError) -> [OperatorRule] {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw OperatorRuleError(
        .syntax, file: file, line: error.source.begin.line, key: nil, error.description)
    } catch {
      throw OperatorRuleError(.syntax, file: file, key: nil, "\(error)")
    }
    let places = RulePlaces(text)
    if let unknown = table.keys.sorted().first(where: { $0 != "rule" }) {
      throw OperatorRuleError(
        .unknownKey, file: file, line: places.top[unknown], key: unknown,
        "is not known; a rule file has tables [[rule]] and nothing else")
    }
    guard let value = table["rule"] else { return [] }
    guard let array = value.array, array.count <= mostRules else {
      throw OperatorRuleError(
        .badValue, file: file, line: places.top["rule"], key: "rule",
        "must be at most \(mostRules) tables, each under its own [[rule]]")
    }
    var rules: [OperatorRule] = []
    for index in 0..<array.count {
      do throws(OperatorRuleError) {
        guard let table = array[index].table else {
          throw OperatorRuleError(.badValue, key: "rule", "must be tables: [[rule]]")
        }
        let rule = try rule(table)
        guard !rules.contains(where: { $0.name == rule.name }) else {
          throw OperatorRuleError(.badValue, key: "name", "`\(rule.name)` is another rule's name")
        }
        rules.append(rule)
      } catch {
        var placed = error
        placed.file = file
        placed.line = places.line(ofRule: index, key: error.key)
        throw placed
      }
    }
    return rules
  }

  /// Rules as a file.
  public static func text(of rules: [OperatorRule]) -> String {
    rules.map { rule in
      let roles = rule.roles.map { "\"\($0.rawValue)\"" }.sorted().joined(separator: ", ")
      return RuleRevision.table(name: rule.name, severity: rule.severity, pattern: rule.pattern)
        + "roles = [\(roles)]\n"
    }.joined(separator: "\n")
  }

  private static func rule(_ table: TOMLTable) throws(OperatorRuleError) -> OperatorRule {
    for key in table.keys.sorted() where !keys.contains(key) {
      let nearest = NearestWord.suggestion(for: key, among: keys.sorted())
      throw OperatorRuleError(
        .unknownKey, key: key,
        "is not known\(nearest.map { ", did you mean `\($0)`?" } ?? "; a rule has \(keys.sorted().joined(separator: ", "))")"
      )
    }
    return try OperatorRule(
      name: try string("name", of: table), pattern: try string("pattern", of: table),
      severity: try severity(table), roles: try roles(table))
  }

  private static func string(
    _ key: String, of table: TOMLTable
  ) throws(OperatorRuleError) -> String {
    guard let value = table[key] else {
      throw OperatorRuleError(.missingKey, key: key, "is missing; every rule has one")
    }
    guard let text = value.string else {
      throw OperatorRuleError(.badValue, key: key, "must be a string in quotes")
    }
    return text
  }

  private static func severity(_ table: TOMLTable) throws(OperatorRuleError) -> Severity {
    guard let value = table["severity"] else { return .medium }
    guard let severity = value.string.flatMap(Severity.init) else {
      throw OperatorRuleError(.badValue, key: "severity", "must be \"low\", \"medium\" or \"high\"")
    }
    return severity
  }

  private static func roles(_ table: TOMLTable) throws(OperatorRuleError) -> Set<Role> {
    guard let value = table["roles"] else { return Set(Role.allCases) }
    let wanted = "must be a list of \"proposer\" and \"solver\""
    guard let array = value.array else {
      throw OperatorRuleError(.badValue, key: "roles", wanted)
    }
    var roles: Set<Role> = []
    for index in 0..<array.count {
      guard let role = array[index].string.flatMap(Role.init) else {
        throw OperatorRuleError(.badValue, key: "roles", wanted)
      }
      roles.insert(role)
    }
    return roles
  }
}

/// The lines of a rule file's keys, which the TOML library does not tell.
private struct RulePlaces {
  private(set) var top: [String: Int] = [:]
  /// For each rule, in order: its own line, and those of its keys.
  private var rules: [(line: Int, keys: [String: Int])] = []

  init(_ text: String) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = String(line).trimmedSpace
      if words.hasPrefix("[[rule]]") {
        rules.append((index + 1, [:]))
        continue
      }
      let key = words.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
      guard words.dropFirst(key.count).drop(while: { $0 == " " || $0 == "\t" }).first == "=",
        !key.isEmpty
      else {
        if words.hasPrefix("[") {
          top[String(words.drop { $0 == "[" }.prefix { $0 != "]" && $0 != "." })] = index + 1
        }
        continue
      }
      if rules.isEmpty {
        top[String(key)] = index + 1
      } else if rules[rules.count - 1].keys[String(key)] == nil {
        rules[rules.count - 1].keys[String(key)] = index + 1
      }
    }
  }

  /// The key's line, or the rule's when it has no such key.
  func line(ofRule index: Int, key: String?) -> Int? {
    guard rules.indices.contains(index) else { return nil }
    return key.flatMap { rules[index].keys[$0] } ?? rules[index].line
  }
}
