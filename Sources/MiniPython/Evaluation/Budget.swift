/// What one call may use. Every limit is exact and independent of the machine's speed.
public struct Budget: Sendable, Hashable {
  /// Steps: one for each statement, loop iteration, comprehension element and call, and one more
  /// for each 16 elements that a bulk operation touches.
  public var steps: Int
  /// Bytes that may be allocated over the whole call, by the interpreter's own tariff. Nothing
  /// is given back, so this bounds the live memory too.
  public var allocation: Int
  /// Python frames that may be active at once.
  public var recursionDepth: Int
  /// Syntax-tree levels that may be under evaluation at once, over all active frames. A debug build
  /// takes some 1.7 kB of native stack for each, a release build a third of that.
  public var stackHeight: Int
  /// Characters of the result's `repr`.
  public var outputLength: Int
  /// Bits of any integer.
  public var integerBits: Int

  /// Makes a budget.
  public init(
    steps: Int = 1_000_000, allocation: Int = 64 << 20, recursionDepth: Int = 200,
    stackHeight: Int = 1200, outputLength: Int = 100_000, integerBits: Int = 1 << 16
  ) {
    self.steps = steps
    self.allocation = allocation
    self.recursionDepth = recursionDepth
    self.stackHeight = stackHeight
    self.outputLength = outputLength
    self.integerBits = integerBits
  }

  /// A million steps, 64 MiB, 200 frames, 100,000 characters, 65,536-bit integers.
  public static let standard = Budget()
}
