import Core

extension Theme {
  /// Reads a theme from TOML.
  ///
  /// ```toml
  /// base = "default"          # optional: the theme that this one changes
  /// [palette]
  /// sky = "#56B4E9 74 6"      # 24-bit, then 256-colour and 16-colour index; the last two may be left out
  /// [roles]
  /// select = "default on sky bold"
  /// [monochrome]
  /// select = "reverse"        # attributes without colour; computed if it is left out
  /// [unicode]                 # drawing characters; also [ascii]
  /// selected = "▶"
  /// ```
  ///
  /// Throws a `ThemeError` that names the line and the key for anything that is not known or not
  /// valid. `base` is looked up with `resolve`, which gets the name of the base.
  public init(
    parsing toml: String, name: String, file: String? = nil,
    resolve: (String) throws(ThemeError) -> Theme = Theme.compiledIn
  ) throws(ThemeError) {
    let document = try ThemeDocument(toml, file: file ?? name)
    let roles = Set(StyleRole.allCases.map(\.rawValue))
    let glyphs = Set(Glyphs.names)
    try document.check(
      top: ["base", "name", "author", "kind"],
      sections: [
        "palette": nil, "roles": roles, "monochrome": roles, "unicode": glyphs,
        "ascii": glyphs,
      ])
    let base: Theme
    if let baseName = try document.string("base") {
      do throws(ThemeError) {
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
    let palette = try Self.palette(of: document)
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
  public static func compiledIn(_ name: String) throws(ThemeError) -> Theme {
    if name == Theme.default.name { return .default }
    throw ThemeError(
      code: .notFound, message: "no theme is named '\(name)'; 'default' is built in", file: name)
  }

  private static func palette(of document: ThemeDocument) throws(ThemeError) -> [String: Color] {
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

  /// A style from words: a colour, `on` and a background, attributes; each may be left out.
  private static func style(
    _ value: String, _ palette: [String: Color], _ document: ThemeDocument, _ key: String
  ) throws(ThemeError) -> Style {
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
