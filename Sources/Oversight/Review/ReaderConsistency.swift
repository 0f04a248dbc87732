import Core

/// How often a reader says the same of the same item: one in twenty comes back unmarked.
public struct ReaderConsistency: Codable, Hashable, Sendable {
  /// The chance that a reviewed item comes back.
  public static let share = 0.05
  private static let stream: UInt64 = 0x7265_6164

  private var generator: SeededGenerator
  /// What was said first of an item that comes back, by the number of its repetition.
  private var waiting: [Int: FlagVerdict] = [:]
  private var same = 0
  private var repeated = 0

  public init(seed: UInt64) { generator = SeededGenerator(seed: seed, stream: Self.stream) }

  /// Whether an item that was just reviewed comes back.
  public mutating func draws() -> Bool { generator.unit() < Self.share }

  /// The item comes back under another number.
  public mutating func expect(_ flag: FlagID, as verdict: FlagVerdict) {
    waiting[flag.rawValue] = verdict
  }

  /// Takes in a verdict. True when it was one on a repetition.
  public mutating func take(_ flag: FlagID, _ verdict: FlagVerdict) -> Bool {
    guard let before = waiting.removeValue(forKey: flag.rawValue) else { return false }
    repeated += 1
    if before == verdict { same += 1 }
    return true
  }

  /// The share of repetitions of which the same was said, with Wilson's interval; nil without any.
  public var agreement: Gauge? { Gauge(hits: same, of: repeated) }
}
