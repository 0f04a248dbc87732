/// Which proposals wait for a reviewer before they may be solved and trained on.
public enum ReviewPolicy: Hashable, Sendable {
  /// Nothing is held.
  case observe
  /// Everything that passed validation is held.
  case holdAll
  /// What a monitor flagged before admission is held.
  case holdFlagged
  /// A random share is held; the share is each task's review propensity.
  case holdShare(Double)
  /// What one of the monitors' rules of these names flagged is held.
  case holdRules([String])
  /// What any of these would hold is held.
  case any([ReviewPolicy])

  /// The policy in words, as the header and the journal show it.
  public var title: String {
    switch self {
    case .observe: "observe"
    case .holdAll: "hold all"
    case .holdFlagged: "hold flagged"
    case .holdShare(let share): "hold \((share * 100).formattedShare)%"
    case .holdRules(let rules): "hold " + rules.joined(separator: ", ")
    case .any(let policies):
      "hold " + policies.map { String($0.title.dropFirst("hold ".count)) }.joined(separator: " + ")
    }
  }

  /// The policy of words: `observe`, or `all`, `flagged`, a percentage above 0 and at most 100,
  /// `rule:NAME`, or several of these joined by `+`. Nil for anything else.
  public init?(word words: String) {
    let parts = words.split(separator: "+", omittingEmptySubsequences: false)
    let policies = parts.map { Self.part($0.filter { $0 != " " }) }
    guard policies.allSatisfy({ $0 != nil }) else { return nil }
    let found = policies.compactMap { $0 }
    if found.count == 1 {
      self = found[0]
    } else if found.contains(.observe) {
      return nil
    } else {
      self = .any(found)
    }
  }

  private static func part(_ word: String) -> ReviewPolicy? {
    switch word {
    case "observe": return .observe
    case "all": return .holdAll
    case "flagged": return .holdFlagged
    default:
      if word.hasPrefix("rule:") {
        let name = String(word.dropFirst("rule:".count))
        return isRuleName(name) ? .holdRules([name]) : nil
      }
      let digits = word.hasSuffix("%") ? String(word.dropLast()) : word
      guard let percent = Double(digits), percent > 0, percent <= 100 else { return nil }
      return .holdShare(percent / 100)
    }
  }

  /// Lower-case letters, digits and hyphens: the names that rules have.
  private static func isRuleName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 40
      && name.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
      }
  }

  /// Whether its shares are shares and its parts policies that hold something.
  public var isValid: Bool {
    switch self {
    case .observe, .holdAll, .holdFlagged: true
    case .holdShare(let share): share > 0 && share <= 1
    case .holdRules(let rules): !rules.isEmpty && rules.allSatisfy(Self.isRuleName)
    case .any(let policies):
      !policies.isEmpty
        && policies.allSatisfy { policy in
          if case .any = policy { false } else { policy != .observe && policy.isValid }
        }
    }
  }
}

/// What happens to a held task when nobody decides.
public struct ReviewTimeout: Codable, Hashable, Sendable {
  /// What is decided then: approve or veto.
  public var verdict: Verdict
  /// After how many steps; 0 where seconds decide.
  public var steps: Int
  /// After how many seconds on the wall, which go on where a step waits for its verdicts; nil where
  /// steps decide. A run with such a time-out is not repeated by its seed alone.
  public var seconds: Double?

  public init(verdict: Verdict, steps: Int) {
    self.verdict = verdict
    self.steps = steps
  }

  public init(verdict: Verdict, seconds: Double) {
    self.verdict = verdict
    steps = 0
    self.seconds = seconds
  }

  /// A time-out of words: a verdict, and a number of steps or, with an `s` after it, of seconds. Nil
  /// for anything that cannot be put in force.
  public init?(verdict: String, after time: String) {
    guard let verdict = Verdict(rawValue: verdict) else { return nil }
    if time.hasSuffix("s"), let seconds = Double(time.dropLast()) {
      self.init(verdict: verdict, seconds: seconds)
    } else if let steps = Int(time) {
      self.init(verdict: verdict, steps: steps)
    } else {
      return nil
    }
    guard isValid else { return nil }
  }

  /// Whether it can be put in force.
  public var isValid: Bool {
    guard verdict == .approve || verdict == .veto else { return false }
    if let seconds { return seconds >= 1 && seconds <= 604_800 }
    return steps >= 1 && steps <= 1_000_000
  }

  /// How long, in words.
  public var time: String {
    seconds.map { "\($0 == $0.rounded() ? String(Int($0)) : String($0)) s" } ?? "\(steps) steps"
  }

  /// In words.
  public var title: String { "\(verdict.rawValue) after \(time)" }
}

/// How held tasks are dealt with.
public struct ReviewMode: Codable, Hashable, Sendable {
  /// Whether a step waits until everything that it holds is decided. Otherwise a held task leaves the
  /// step, which goes on without it.
  public var isStrict: Bool
  /// Nil: held tasks wait as long as it takes.
  public var timeout: ReviewTimeout?

  public init(isStrict: Bool = false, timeout: ReviewTimeout? = nil) {
    self.isStrict = isStrict
    self.timeout = timeout
  }
}

extension ReviewPolicy: Codable {
  private enum CodingKeys: String, CodingKey { case mode, share, rules, any }
  private enum Mode: String, Codable { case observe, all, flagged, share, rules, any }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Mode.self, forKey: .mode) {
    case .observe: self = .observe
    case .all: self = .holdAll
    case .flagged: self = .holdFlagged
    case .share: self = .holdShare(try container.decode(Double.self, forKey: .share))
    case .rules: self = .holdRules(try container.decode([String].self, forKey: .rules))
    case .any: self = .any(try container.decode([ReviewPolicy].self, forKey: .any))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .observe: try container.encode(Mode.observe, forKey: .mode)
    case .holdAll: try container.encode(Mode.all, forKey: .mode)
    case .holdFlagged: try container.encode(Mode.flagged, forKey: .mode)
    case .holdShare(let share):
      try container.encode(Mode.share, forKey: .mode)
      try container.encode(share, forKey: .share)
    case .holdRules(let rules):
      try container.encode(Mode.rules, forKey: .mode)
      try container.encode(rules, forKey: .rules)
    case .any(let policies):
      try container.encode(Mode.any, forKey: .mode)
      try container.encode(policies, forKey: .any)
    }
  }
}

extension Double {
  /// A percentage without needless decimals: 5, 12.5.
  fileprivate var formattedShare: String {
    self == rounded() && abs(self) < 1e9 ? String(Int(self)) : String(self)
  }
}
