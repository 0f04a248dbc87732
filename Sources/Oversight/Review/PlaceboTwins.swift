import Core
import Foundation

/// The placebo test: of two kinds of task that differ in nothing that matters, one is vetoed by a
/// coin. If vetoes teach nothing, both go on being proposed as often as before.
///
/// The twins are tasks whose input's first digit is even, which get the placebo, and odd.
public struct PlaceboTwins: Codable, Hashable, Sendable {
  /// How many tasks of either kind the beginning and the newest window have.
  public static let window = 256
  private static let stream: UInt64 = 0x706C_6163

  private var generator: SeededGenerator
  private var first: [Bool] = []
  private var newest: [Bool] = []
  /// Placebo vetoes so far; nil before the first.
  private var placebos: Int?

  public init(seed: UInt64) { generator = SeededGenerator(seed: seed, stream: Self.stream) }

  /// Whether a task is of the kind that gets placebos; nil when it is of neither.
  public static func isEven(_ content: TaskContent) -> Bool? {
    let input = content.type == .induction ? content.pairs.first?.input ?? "" : content.input
    return input.unicodeScalars.first { ("0"..."9").contains($0) }.map { $0.value % 2 == 0 }
  }

  /// Counts a valid task and decides whether it gets a placebo.
  ///
  /// - Returns: the decision, and the chance with which it was made.
  public mutating func decide(
    _ content: TaskContent, share: Double
  ) -> (isPlacebo: Bool, propensity: Double) {
    // One draw a task, whatever the share.
    let draw = generator.unit()
    guard let isEven = Self.isEven(content) else { return (false, 0) }
    // The beginning is left alone: it is what the window is compared with.
    guard first.count == Self.window else {
      first.append(isEven)
      return (false, 0)
    }
    newest.append(isEven)
    if newest.count > Self.window { newest.removeFirst() }
    guard isEven, share > 0 else { return (false, 0) }
    if draw < share { placebos = (placebos ?? 0) + 1 }
    return (draw < share, share)
  }

  /// Twins that were counted, of the two windows that the ratio needs.
  public var counted: Int { first.count + newest.count }

  /// The odds of the placebo kind now over what they were in the beginning, with Woolf's interval
  /// (1955); nil until both windows are full and a placebo was given.
  public var ratio: Gauge? {
    guard newest.count == Self.window, placebos != nil else { return nil }
    func counts(_ kinds: [Bool]) -> (Double, Double) {
      // A half each, so that no count is 0 (Haldane 1956).
      (Double(kinds.count { $0 }) + 0.5, Double(kinds.count { !$0 }) + 0.5)
    }
    let (before, now) = (counts(first), counts(newest))
    let ratio = (now.0 / now.1) / (before.0 / before.1)
    let width = 1.96 * (1 / now.0 + 1 / now.1 + 1 / before.0 + 1 / before.1).squareRoot()
    return Gauge(value: ratio, low: ratio * exp(-width), high: ratio * exp(width))
  }
}
