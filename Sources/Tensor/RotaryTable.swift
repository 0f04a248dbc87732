import Foundation

/// Sines and cosines of every position and frequency, (positions, headWidth / 2) each.
public final class RotaryTable: Sendable {
  /// cos(position * frequency).
  public let cosine: FloatBuffer
  /// sin(position * frequency).
  public let sine: FloatBuffer

  /// A table of the frequencies base^(-2i / headWidth) (Su et al. 2021).
  public convenience init(positions: Int, headWidth: Int, base: Double) {
    self.init(
      positions: positions,
      frequencies: (0..<(headWidth / 2)).map { pow(base, -2 * Double($0) / Double(headWidth)) })
  }

  /// A table of the given angles per position, computed in double precision.
  public init(positions: Int, frequencies: [Double]) {
    let half = frequencies.count
    cosine = FloatBuffer(count: positions * half)
    sine = FloatBuffer(count: positions * half)
    for position in 0..<positions {
      for (i, frequency) in frequencies.enumerated() {
        let angle = Double(position) * frequency
        cosine.view[position * half + i] = Float(cos(angle))
        sine.view[position * half + i] = Float(sin(angle))
      }
    }
  }
}
