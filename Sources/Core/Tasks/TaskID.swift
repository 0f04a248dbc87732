/// The identity of a task: the first 12 hexadecimal digits of the SHA-256 of its content.
///
/// Equal content has an equal id in every run, so a verdict on a task is a verdict on what the
/// task says and never on the row that showed it.
public struct TaskID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// Twelve lower-case hexadecimal digits.
  public let rawValue: String

  /// How many digits an id has.
  public static let length = 12

  /// Wraps an id that was made by hashing a task, or read back from a journal.
  public init(rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }
}

/// The identity of one sampled response: its number in the run, counted from 1 without gaps.
public struct RolloutID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  public var description: String { String(rawValue) }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The identity of one monitor hit: its number in the run, counted from 1 without gaps.
public struct FlagID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  public var description: String { String(rawValue) }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

// The ids encode as their bare value: RawRepresentable provides the coding.
extension TaskID: Codable {}
extension RolloutID: Codable {}
extension FlagID: Codable {}
