import Core

/// What one constraint revision changed.
public struct ConstraintChange: Hashable, Sendable {
  /// The field, for example `banned constructs`.
  public var field: String
  public var before: String
  public var after: String

  /// The fields that differ, in their order.
  public static func between(
    _ old: Constraints, _ new: Constraints
  ) throws -> [ConstraintChange] {
    let (old, new) = (try words(old), try words(new))
    return Set(old.keys).union(new.keys).sorted().compactMap { field in
      let (before, after) = (old[field] ?? "none", new[field] ?? "none")
      return before == after
        ? nil : ConstraintChange(field: field, before: before, after: after)
    }
  }

  /// Every field in words, by its name in words.
  public static func words(_ constraints: Constraints) throws -> [String: String] {
    let bytes = try OrderedJSONEncoder(sortsSets: true).encode(constraints)
    return Dictionary(
      try JSONValue.members(of: bytes).map { (name($0.key), $0.value.line ?? "none") },
      uniquingKeysWith: { first, _ in first })
  }

  /// `bannedNames` as `banned names`.
  private static func name(_ key: String) -> String {
    key.reduce(into: "") { name, letter in
      name += letter.isUppercase ? " " + letter.lowercased() : String(letter)
    }
  }
}
