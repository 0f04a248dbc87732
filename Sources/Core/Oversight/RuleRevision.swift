/// A numbered, immutable set of the operator's text rules, as the file says them.
public struct RuleRevision: Codable, Hashable, Sendable {
  /// 0 is the file with which the run began; each saved one adds 1.
  public var number: Int
  /// The rule file's text, comments and all.
  public var document: String

  public init(number: Int, document: String) {
    self.number = number
    self.document = document
  }

  /// One rule as a table of a rule file. Nothing that is typed can end the string that it stands in.
  public static func table(name: String, severity: Severity, pattern: String) -> String {
    """
    [[rule]]
    name = \(quoted(name))
    pattern = \(quoted(pattern))
    severity = "\(severity.rawValue)"

    """
  }

  /// A basic string of TOML.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
