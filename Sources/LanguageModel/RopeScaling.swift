import Foundation

/// How rotary frequencies are changed to reach beyond the context of the first training.
public enum RopeScaling: Codable, Hashable, Sendable {
  /// Every frequency divided by the factor (position interpolation, Chen et al. 2023).
  case linear(factor: Double)
  /// Llama 3.1's rule: wavelengths beyond `originalContext / lowFactor` are stretched by `factor`,
  /// those below `originalContext / highFactor` kept, and those between interpolated.
  case llama3(factor: Double, lowFactor: Double, highFactor: Double, originalContext: Int)

  /// What makes the numbers impossible; nil when nothing does.
  var defect: String? {
    switch self {
    case .linear(let factor):
      return factor.isFinite && factor > 0 ? nil : "factor is \(factor)"
    case .llama3(let factor, let low, let high, let context):
      guard factor.isFinite && factor > 0 else { return "factor is \(factor)" }
      guard low.isFinite && low > 0 else { return "low_freq_factor is \(low)" }
      guard high.isFinite && high > low else {
        return "high_freq_factor is \(high), not above low_freq_factor (\(low))"
      }
      return context > 0 ? nil : "original_max_position_embeddings is \(context)"
    }
  }

  /// The frequency that takes an original one's place.
  func scaled(_ frequency: Double) -> Double {
    switch self {
    case .linear(let factor): return frequency / factor
    case .llama3(let factor, let low, let high, let context):
      // Turns that the frequency makes within the original context.
      let turns = Double(context) * frequency / (2 * Double.pi)
      if turns < low { return frequency / factor }
      if turns > high { return frequency }
      let share = (turns - low) / (high - low)
      return (1 - share) * frequency / factor + share * frequency
    }
  }
}

extension ModelConfiguration {
  /// Radians per position of each pair of a head's floats.
  var rotaryFrequencies: [Double] {
    (0..<(headWidth / 2)).map { index in
      let frequency = pow(ropeBase, -2 * Double(index) / Double(headWidth))
      return ropeScaling?.scaled(frequency) ?? frequency
    }
  }
}
