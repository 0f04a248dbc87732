/// Why settings are refused.
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  public enum Code: String, Hashable, Sendable {
    case unknownKey
    case badValue
    case unknownPreset
    /// Values that are valid by themselves and not together.
    case conflict
    /// A file that cannot be read, or that is not TOML.
    case file
  }

  public let code: Code
  public let message: String
  /// Where it stands: `--set`, or a file with its line.
  public let context: String

  public init(_ code: Code, _ message: String, context: String) {
    self.code = code
    self.message = message
    self.context = context
  }

  public var description: String { context.isEmpty ? message : "\(context): \(message)" }
}

extension Collection<String> {
  /// The word that takes the fewest single-character edits, or nil without any words.
  func nearest(to word: String) -> String? {
    self.min { $0.distance(to: word) < $1.distance(to: word) }
  }
}

extension String {
  /// Levenshtein's edit distance in Unicode scalars.
  fileprivate func distance(to other: String) -> Int {
    let (a, b) = (Array(unicodeScalars), Array(other.unicodeScalars))
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = Swift.min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
