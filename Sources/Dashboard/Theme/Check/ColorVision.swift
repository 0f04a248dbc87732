/// Kinds of colour vision, as Machado, Oliveira and Fernandes (2009) model them at full severity.
public enum ColorVision: String, CaseIterable, Hashable, Sendable {
  case normal
  /// Without long-wave cones: red is dark.
  case protanopia
  /// Without middle-wave cones: the most frequent.
  case deuteranopia
  /// Without short-wave cones.
  case tritanopia

  /// What a colour looks like to somebody of this vision.
  public func seen(_ color: Color) -> Color {
    guard let rows else { return color }
    let linear = color.linear
    func part(_ row: [Double]) -> Double {
      row[0] * linear.red + row[1] * linear.green + row[2] * linear.blue
    }
    return LinearColor(red: part(rows[0]), green: part(rows[1]), blue: part(rows[2])).color
  }

  private var rows: [[Double]]? {
    switch self {
    case .normal: nil
    case .protanopia:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deuteranopia:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritanopia:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }
}
