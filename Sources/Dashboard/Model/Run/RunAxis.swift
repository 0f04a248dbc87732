/// What the curves of several runs are laid over each other by.
enum RunAlignment: CaseIterable, Hashable, Sendable {
  case step
  /// Tokens sampled.
  case tokens
  /// Seconds since the first step.
  case time

  var word: Chrome {
    switch self {
    case .step: "step"
    case .tokens: "tokens sampled"
    case .time: "time"
    }
  }

  /// Where a step is along the axis.
  func place(of point: RunListing.Point) -> Double {
    switch self {
    case .step: Double(point.step)
    case .tokens: Double(point.tokens)
    case .time: point.seconds
    }
  }

  /// A place in words.
  func label(_ place: Double) -> Chrome {
    switch self {
    case .step, .tokens: .count(Int(min(place, 1e15)))
    case .time: .duration(place)
    }
  }
}

/// What of a run is drawn over its course.
enum RunCurve: CaseIterable, Hashable, Sendable {
  case solveRate, learnability, entropy

  var title: Chrome {
    switch self {
    case .solveRate: "Solve rate"
    case .learnability: "Learnability"
    case .entropy: "Entropy"
    }
  }

  /// The value at the top of the chart; nil for the greatest one there is.
  var top: Double? { self == .entropy ? nil : 1 }

  func value(of point: RunListing.Point) -> Double? {
    let value =
      switch self {
      case .solveRate: point.solveRate
      case .learnability: point.learnability
      case .entropy: Double?.some(point.entropy)
      }
    return value.flatMap { $0.isFinite ? $0 : nil }
  }
}

extension CaseIterable where Self: Equatable {
  /// The case after this one; the first after the last.
  var next: Self {
    let all = Array(Self.allCases)
    let index = all.firstIndex(of: self) ?? 0
    return all[(index + 1) % all.count]
  }
}
