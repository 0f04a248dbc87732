/// What one program may use.
public struct PythonLimits: Hashable, Sendable {
  /// Seconds of processor time, whole.
  public var processorSeconds: Int
  /// Seconds of real time, for a program that sleeps or a machine that is busy.
  public var seconds: Double
  /// Bytes of address space, the interpreter's own 30 MB or so included.
  public var memory: Int
  /// Characters of the value's text.
  public var outputLength: Int

  /// Two seconds of processor time, 20 of real time, 256 MiB, 100,000 characters.
  public init(
    processorSeconds: Int = 2, seconds: Double = 20, memory: Int = 256 << 20,
    outputLength: Int = 100_000
  ) {
    precondition(processorSeconds > 0 && seconds > 0 && memory > 0 && outputLength > 0)
    self.processorSeconds = processorSeconds
    self.seconds = seconds
    self.memory = memory
    self.outputLength = outputLength
  }
}
