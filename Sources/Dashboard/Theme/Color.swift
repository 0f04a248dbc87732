/// A colour in all three palettes that terminals have.
public struct Color: Hashable, Sendable {
  /// 24-bit value, `0xRRGGBB`.
  public var rgb: UInt32
  /// Index in the 256-colour palette.
  public var index256: UInt8
  /// Index among the 16 colours, 0 to 15.
  public var index16: UInt8

  /// A colour of given tiers.
  ///
  /// A tier that is not given is the nearest of its palette to `rgb`.
  public init(rgb: UInt32, index256: UInt8? = nil, index16: UInt8? = nil) {
    self.rgb = rgb & 0xFF_FFFF
    self.index256 = index256 ?? Self.nearest(to: self.rgb, in: 16...255)
    self.index16 = index16 ?? Self.nearest(to: self.rgb, in: 0...15)
  }

  /// A colour of the 256-colour palette (0 to 15 are the sixteen).
  public init(index: UInt8) {
    self.init(rgb: Self.rgb(ofIndex: index), index256: index, index16: index < 16 ? index : nil)
  }

  /// The usual 24-bit value of an entry of the 256-colour palette: xterm's sixteen, the 6x6x6 cube,
  /// then 24 greys.
  static func rgb(ofIndex index: UInt8) -> UInt32 {
    switch index {
    case 0...15: return sixteen[Int(index)]
    case 16...231:
      let cube = UInt32(index) - 16
      let levels: [UInt32] = [0, 0x5F, 0x87, 0xAF, 0xD7, 0xFF]
      return levels[Int(cube / 36)] << 16 | levels[Int(cube / 6 % 6)] << 8 | levels[Int(cube % 6)]
    default:
      let level = 8 + 10 * (UInt32(index) - 232)
      return level << 16 | level << 8 | level
    }
  }

  private static let sixteen: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]

  /// The palette entry with the least weighted distance; the weights follow the eye's sensitivity to
  /// red, green and blue.
  private static func nearest(to rgb: UInt32, in indices: ClosedRange<UInt8>) -> UInt8 {
    func distance(_ index: UInt8) -> Int {
      let other = Self.rgb(ofIndex: index)
      func channel(_ shift: UInt32) -> Int {
        Int(rgb >> shift & 0xFF) - Int(other >> shift & 0xFF)
      }
      let (red, green, blue) = (channel(16), channel(8), channel(0))
      return 2 * red * red + 4 * green * green + 3 * blue * blue
    }
    return indices.min { distance($0) < distance($1) } ?? indices.lowerBound
  }
}
