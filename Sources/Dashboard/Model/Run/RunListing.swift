/// A run as the Runs view lists it, read from its directory by the dashboard's surroundings.
public struct RunListing: Hashable, Sendable {
  /// The statistics of one finished step that curves are drawn from.
  public struct Point: Hashable, Sendable {
    public var step: Int
    /// Tokens sampled up to its end, and seconds since the run's first step ended.
    public var tokens: Int
    public var seconds: Double
    public var solveRate: Double?
    public var learnability: Double?
    public var entropy: Double

    public init(
      step: Int, tokens: Int = 0, seconds: Double = 0, solveRate: Double?, learnability: Double?,
      entropy: Double
    ) {
      self.step = step
      self.tokens = tokens
      self.seconds = seconds
      self.solveRate = solveRate
      self.learnability = learnability
      self.entropy = entropy
    }
  }

  /// The directory, which tells runs apart.
  public var path: String
  public var name: String
  /// Its state in a word: `running`, `finished`, `interrupted`.
  public var state: String
  public var steps: Int
  /// The step whose end the newest checkpoint holds.
  public var checkpoint: Int?
  public var events: Int
  public var seed: UInt64
  /// Seconds since 1970.
  public var started: Double?
  /// Bytes on disk.
  public var bytes: Int
  /// Settings, as names and values.
  public var settings: [Setting]
  /// Held-out evaluations in words, oldest first.
  public var evaluations: [String]
  /// Steps, oldest first; a long run is thinned out.
  public var curve: [Point]
  /// Why the run cannot be read, in one line; empty if it can.
  public var fault: String

  /// A setting in words.
  public struct Setting: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(
    path: String, name: String, state: String = "", steps: Int = 0, checkpoint: Int? = nil,
    events: Int = 0, seed: UInt64 = 0, started: Double? = nil, bytes: Int = 0,
    settings: [Setting] = [], evaluations: [String] = [], curve: [Point] = [], fault: String = ""
  ) {
    self.path = path
    self.name = name
    self.state = state
    self.steps = steps
    self.checkpoint = checkpoint
    self.events = events
    self.seed = seed
    self.started = started
    self.bytes = bytes
    self.settings = settings
    self.evaluations = evaluations
    self.curve = curve
    self.fault = fault
  }
}
