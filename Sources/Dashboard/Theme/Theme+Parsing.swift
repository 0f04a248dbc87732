import Core

extension Theme {
  /// Reads a theme from TOML.
  ///
  /// ```toml
  /// base = "default"          # optional: the theme that this one changes
  /// kind = "dark"             # what it is made for: dark, light or any
  /// background = "#1C1C1C"    # of the terminals it is made for, unless `text` has its own
  /// [palette]
  /// sky = "#56B4E9 74 6"      # 24-bit, then 256-colour and 16-colour index; the last two may be left out
  /// [gradients]
  /// heat = "#203040 sky"      # two or more colours, from the least to the most
  /// [roles]
  /// text = "#D8DEE9 on #2E3440"   # what other roles don't name is as here
  /// select = "default on sky bold"
  /// [monochrome]
  /// select = "reverse"        # attributes without colour; computed if it is left out
  /// [unicode]                 # drawing characters; also [ascii]
  /// selected = "▶"
  /// ```
  ///
  /// Throws a `SettingsError` that names the line and the key for anything that is not known or not
  /// valid. `base` is looked up with `resolve`, which gets the name of the base.
  public init(
    parsing toml: String, name: String, file: String? = nil,
    resolve: (String) throws(SettingsError) -> Theme = Theme.compiledIn
  ) throws(SettingsError) {
    let document = try SettingsDocument(toml, file: file ?? name)
    let roles = Set(StyleRole.allCases.map(\.rawValue))
    let glyphs = Set(Glyphs.names)
    try document.check(
      top: ["base", "name", "author", "kind", "background"],
      sections: [
        "palette": nil, "gradients": ["heat"], "roles": roles, "monochrome": roles,
        "unicode": glyphs,
        "ascii": glyphs,
      ])
    let base: Theme
    if let baseName = try document.string("base") {
      do throws(SettingsError) {
        base = try resolve(baseName)
      } catch {
        guard error.code == .notFound else { throw error }
        throw document.fault(.notFound, "base", error.message)
      }
    } else {
      base = .default
    }
    self = base
    self.name = name
    if let word = try document.string("kind") {
      guard let kind = Kind(rawValue: word) else {
        throw document.fault(.badValue, "kind", "must be dark, light or any")
      }
      self.kind = kind
      if kind == .any { background = nil }
    }
    let palette = try Self.palette(of: document)
    if let word = try document.string("background") {
      guard let color = palette[word] ?? Color(word[...]) else {
        throw document.fault(.badValue, "background", "must be '#rrggbb' or a colour of [palette]")
      }
      background = color
    }
    for (key, value) in try document.section("gradients") {
      try setHeat(value, palette, document, "gradients.\(key)")
    }
    for (key, value) in try document.section("roles") {
      guard let role = StyleRole(rawValue: key) else { continue }
      styles[role] = try Self.style(value, palette, document, "roles.\(key)")
    }
    for (key, value) in try document.section("monochrome") {
      guard let role = StyleRole(rawValue: key) else { continue }
      var style = self.style(for: role)
      style.monochrome = []
      for word in value.split(separator: " ") {
        guard let attribute = Style.Attributes(word) else {
          throw document.fault(.badValue, "monochrome.\(key)", Style.Attributes.remedy(word))
        }
        style.monochrome.insert(attribute)
      }
      styles[role] = style
    }
    try glyphSets.unicode.apply(document, section: "unicode", charset: .unicode)
    try glyphSets.ascii.apply(document, section: "ascii", charset: .ascii)
  }

  /// The base themes that need no file.
  public static func compiledIn(_ name: String) throws(SettingsError) -> Theme {
    if name == Theme.default.name { return .default }
    throw SettingsError(
      code: .notFound, message: "no theme is named '\(name)'; 'default' is built in", file: name)
  }

  private static func palette(of document: SettingsDocument) throws(SettingsError) -> [String:
    Color]
  {
    var palette: [String: Color] = [:]
    for (key, value) in try document.section("palette") {
      let name = "palette.\(key)"
      guard key != "default", key != "on", Style.Attributes(key[...]) == nil else {
        throw document.fault(.badValue, name, "has a meaning of its own in [roles]; choose another")
      }
      let words = value.split(separator: " ")
      guard (1...3).contains(words.count), let color = Color(words[0]) else {
        throw document.fault(
          .badValue, name,
          "must be '#rrggbb', '#rrggbb 0-255' or '#rrggbb 0-255 0-15', or a 256-colour index")
      }
      let indices = words.dropFirst().map { UInt8($0) }
      guard !indices.contains(nil), indices.count < 2 || (indices[1] ?? 16) < 16 else {
        throw document.fault(
          .badValue, name, "the 256-colour index is 0 to 255, the 16-colour index 0 to 15")
      }
      palette[key] =
        indices.isEmpty
        ? color
        : Color(
          rgb: color.rgb, index256: indices[0], index16: indices.count > 1 ? indices[1] : nil)
    }
    return palette
  }

  /// Gives the levels of the heat map the colours of a gradient as backgrounds, with text that can be
  /// read on them.
  private mutating func setHeat(
    _ value: String, _ palette: [String: Color], _ document: SettingsDocument, _ key: String
  ) throws(SettingsError) {
    var stops: [PerceivedColor] = []
    for word in value.split(separator: " ") {
      guard let color = palette[String(word)] ?? Color(word) else {
        throw document.fault(.badValue, key, "'\(word)' is no colour of [palette] nor '#rrggbb'")
      }
      stops.append(PerceivedColor(color))
    }
    guard stops.count >= 2 else {
      throw document.fault(
        .badValue, key, "must be two or more colours, from the least to the most")
    }
    let levels = StyleRole.heat.dropFirst()
    let (black, white) = (Color(rgb: 0, index16: 0), Color(rgb: 0xFFFFFF, index16: 15))
    for (index, role) in levels.enumerated() {
      let place = Double(index) / Double(levels.count - 1) * Double(stops.count - 1)
      let stop = min(stops.count - 2, Int(place))
      let color = stops[stop].mixed(with: stops[stop + 1], share: place - Double(stop)).color
      let isDark = Contrast.ratio(white, on: color) > Contrast.ratio(black, on: color)
      styles[role] = Style(
        foreground: isDark ? white : black, background: color,
        monochrome: Self.heatAttributes[index])
    }
  }

  /// How the levels differ without colour.
  private static let heatAttributes: [Style.Attributes] = [
    [], [], .underline, .bold, [.bold, .underline], [.bold, .reverse],
  ]

  /// A style from words: a colour, `on` and a background, attributes; each may be left out.
  private static func style(
    _ value: String, _ palette: [String: Color], _ document: SettingsDocument, _ key: String
  ) throws(SettingsError) -> Style {
    var style = Style()
    var isBackground = false
    for word in value.split(separator: " ") {
      if let attribute = Style.Attributes(word) {
        style.attributes.insert(attribute)
      } else if word == "on" {
        isBackground = true
      } else {
        guard let color = palette[String(word)] ?? Color(word) else {
          if word == "default" {
            isBackground = false
            continue
          }
          throw document.fault(
            .badValue, key,
            "'\(word)' is neither a colour of [palette], '#rrggbb', 0-255, 'default', nor an attribute (bold, dim, underline, reverse)"
          )
        }
        if isBackground { style.background = color } else { style.foreground = color }
        isBackground = false
      }
    }
    return Style(
      foreground: style.foreground, background: style.background, attributes: style.attributes)
  }
}

extension Color {
  /// `#rrggbb`, or an index of the 256-colour palette.
  fileprivate init?(_ word: Substring) {
    if word.first == "#", word.utf8.count == 7, let rgb = UInt32(word.dropFirst(), radix: 16) {
      self.init(rgb: rgb)
    } else if let index = UInt8(word) {
      self.init(index: index)
    } else {
      return nil
    }
  }
}

extension Style.Attributes {
  fileprivate init?(_ word: Substring) {
    switch word {
    case "bold": self = .bold
    case "dim": self = .dim
    case "underline": self = .underline
    case "reverse": self = .reverse
    default: return nil
    }
  }

  fileprivate static func remedy(_ word: Substring) -> String {
    "'\(word)' is not an attribute; write bold, dim, underline or reverse"
  }
}
