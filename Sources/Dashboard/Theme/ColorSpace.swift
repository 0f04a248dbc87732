import Foundation

/// A colour as coordinates of the OKLab space (Ottosson 2020), in which equal distances look equal.
struct PerceivedColor: Hashable, Sendable {
  var lightness: Double
  var greenRed: Double
  var blueYellow: Double

  init(_ color: Color) { self.init(linear: color.linear) }

  init(linear: LinearColor) {
    let long = cbrt(
      0.4122214708 * linear.red + 0.5363325363 * linear.green + 0.0514459929 * linear.blue)
    let middle = cbrt(
      0.2119034982 * linear.red + 0.6806995451 * linear.green + 0.1073969566 * linear.blue)
    let short = cbrt(
      0.0883024619 * linear.red + 0.2817188376 * linear.green + 0.6299787005 * linear.blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    greenRed = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    blueYellow = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
  }

  /// The distance to another colour; about 0.02 is just noticeable side by side.
  func distance(to other: PerceivedColor) -> Double {
    let (light, red, yellow) = (
      lightness - other.lightness, greenRed - other.greenRed, blueYellow - other.blueYellow
    )
    return (light * light + red * red + yellow * yellow).squareRoot()
  }

  /// The colour at a share of the way to another one.
  func mixed(with other: PerceivedColor, share: Double) -> PerceivedColor {
    var result = self
    result.lightness += (other.lightness - lightness) * share
    result.greenRed += (other.greenRed - greenRed) * share
    result.blueYellow += (other.blueYellow - blueYellow) * share
    return result
  }

  /// The nearest colour that a screen can show.
  var color: Color {
    let long = lightness + 0.3963377774 * greenRed + 0.2158037573 * blueYellow
    let middle = lightness - 0.1055613458 * greenRed - 0.0638541728 * blueYellow
    let short = lightness - 0.0894841775 * greenRed - 1.2914855480 * blueYellow
    let (l, m, s) = (long * long * long, middle * middle * middle, short * short * short)
    return LinearColor(
      red: 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      green: -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      blue: -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
    ).color
  }
}

/// Linear light of an sRGB colour: each part from 0 to 1.
struct LinearColor: Hashable, Sendable {
  var red: Double
  var green: Double
  var blue: Double

  /// The sRGB colour; parts outside of 0 to 1 are clipped.
  var color: Color {
    func byte(_ value: Double) -> UInt32 {
      let value = max(0, min(1, value))
      let encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
      return UInt32((encoded * 255).rounded())
    }
    return Color(rgb: byte(red) << 16 | byte(green) << 8 | byte(blue))
  }
}

extension Color {
  /// Each part from 0 to 1 in linear light (IEC 61966-2-1).
  var linear: LinearColor {
    func part(_ shift: UInt32) -> Double {
      let value = Double(rgb >> shift & 0xFF) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return LinearColor(red: part(16), green: part(8), blue: part(0))
  }

  /// `#rrggbb`.
  public var hexadecimal: String {
    let digits = String(rgb, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
