import Testing

@testable import Dashboard

@Suite("Themes can be read by everybody")
struct ThemeCheckTests {
  @Test("contrast ratios are those of WCAG's definition")
  func ratio() {
    #expect(abs(Contrast.ratio(Color(rgb: 0), on: Color(rgb: 0xFFFFFF)) - 21) < 0.001)
    #expect(abs(Contrast.ratio(Color(rgb: 0x777777), on: Color(rgb: 0xFFFFFF)) - 4.478) < 0.001)
    #expect(Contrast.ratio(Color(rgb: 0x123456), on: Color(rgb: 0x123456)) == 1)
  }

  // The reference values of the APCA 0.1.9 repository.
  @Test(
    "lightness contrasts are those of APCA",
    arguments: [
      (0x888888, 0xFFFFFF, 63.056469), (0xFFFFFF, 0x888888, -68.541465),
      (0x000000, 0xAAAAAA, 58.146262), (0xAAAAAA, 0x000000, -56.241133),
      (0x112233, 0xDDEEFF, 91.668307), (0xDDEEFF, 0x112233, -93.067706),
      (0x112233, 0x444444, 8.323261), (0x444444, 0x112233, -7.526878),
    ])
  func lightness(text: Int, background: Int, expected: Double) {
    let value = Contrast.lightness(
      Color(rgb: UInt32(text)), on: Color(rgb: UInt32(background)))
    #expect(abs(value - expected) < 0.001)
  }

  @Test("simulated vision keeps greys and takes the right difference away")
  func vision() {
    for vision in ColorVision.allCases {
      let grey = vision.seen(Color(rgb: 0x808080))
      #expect(PerceivedColor(grey).distance(to: PerceivedColor(Color(rgb: 0x808080))) < 0.01)
    }
    func distance(_ first: UInt32, _ second: UInt32, _ vision: ColorVision) -> Double {
      PerceivedColor(vision.seen(Color(rgb: first)))
        .distance(to: PerceivedColor(vision.seen(Color(rgb: second))))
    }
    let (red, green) = (UInt32(0xA07000), UInt32(0x709000))
    #expect(distance(red, green, .deuteranopia) < distance(red, green, .normal) / 2)
    #expect(distance(red, green, .tritanopia) > distance(red, green, .deuteranopia))
  }

  @Test("every shipped theme can be read", arguments: ThemeTests.shippedNames)
  func readable(name: String) throws {
    let check = ThemeCheck(try Theme.load(name: name, directories: []))
    for reading in check.readings {
      #expect(reading.isEnough, "\(reading.role) \(reading.ratio) < \(reading.needed)")
    }
  }

  @Test("the themes for colour blindness keep every group apart", arguments: ["deuter", "trit"])
  func apart(name: String) throws {
    let check = ThemeCheck(try Theme.load(name: name, directories: []))
    let visions: Set<ColorVision> =
      name == "deuter" ? [.normal, .deuteranopia, .protanopia] : [.normal, .tritanopia]
    #expect(check.confusions.filter { visions.contains($0.vision) } == [])
  }

  @Test("a faint theme fails")
  func faint() throws {
    let theme = try Theme(
      parsing: "kind = \"dark\"\nbackground = \"#000000\"\n[roles]\nok = \"#202020\"", name: "faint"
    )
    #expect(!ThemeCheck(theme).isReadable)
  }
}
