import Foundation

/// How well text can be read on a background.
public enum Contrast {
  /// The contrast ratio of the Web Content Accessibility Guidelines 2.2, 1 to 21.
  public static func ratio(_ text: Color, on background: Color) -> Double {
    let (first, second) = (luminance(text), luminance(background))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  /// The lightness contrast of APCA 0.1.9, -108 to 106: positive for dark text on a light background.
  /// Body text wants a magnitude of 75, other text 60, what need only be seen 30.
  public static func lightness(_ text: Color, on background: Color) -> Double {
    func screenLuminance(_ color: Color) -> Double {
      func part(_ shift: UInt32) -> Double { pow(Double(color.rgb >> shift & 0xFF) / 255, 2.4) }
      let value = 0.2126729 * part(16) + 0.7151522 * part(8) + 0.0721750 * part(0)
      // Black is never quite black.
      return value < 0.022 ? value + pow(0.022 - value, 1.414) : value
    }
    let (front, back) = (screenLuminance(text), screenLuminance(background))
    if abs(back - front) < 0.0005 { return 0 }
    if back > front {
      let contrast = (pow(back, 0.56) - pow(front, 0.57)) * 1.14
      return contrast < 0.1 ? 0 : (contrast - 0.027) * 100
    }
    let contrast = (pow(back, 0.65) - pow(front, 0.62)) * 1.14
    return contrast > -0.1 ? 0 : (contrast + 0.027) * 100
  }

  /// Relative luminance, 0 to 1.
  private static func luminance(_ color: Color) -> Double {
    let linear = color.linear
    return 0.2126 * linear.red + 0.7152 * linear.green + 0.0722 * linear.blue
  }
}
