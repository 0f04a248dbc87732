import Core
import Foundation
import Testing

@testable import Dashboard

@Suite("Themes")
struct ThemeTests {
  @Test("palette, roles, monochrome and drawing characters are read")
  func parses() throws {
    let theme = try Theme(
      parsing: """
        kind = "dark"
        [palette]
        sky = "#56B4E9 74 6"
        rose = "#FF0000"
        [roles]
        select = "rose on sky bold"
        ok = "#00FF00"
        warn = "3 underline"
        [monochrome]
        select = "reverse bold"
        [ascii]
        selected = "*"
        [unicode]
        levels = "▁▄█"
        """, name: "mine")
    let select = theme.style(for: .select)
    #expect(select.background == Color(rgb: 0x56B4E9, index256: 74, index16: 6))
    #expect(select.foreground?.rgb == 0xFF0000)
    #expect(select.foreground?.index256 == 196)
    #expect(select.foreground?.index16 == 9)
    #expect(select.attributes == .bold)
    #expect(select.monochrome == [.bold, .reverse])
    #expect(theme.style(for: .ok).foreground?.index256 == 46)
    #expect(theme.style(for: .warn).foreground?.index16 == 3)
    #expect(theme.style(for: .danger) == Theme.default.style(for: .danger))
    #expect(theme.glyphSets.ascii.selected == "*")
    #expect(theme.glyphSets.unicode.levels.count == 3)
    #expect(theme.name == "mine")
  }

  @Test(
    "a fault is named with its line and key",
    arguments: [
      ("[roles]\nok = \"grean\"", SettingsError.Code.badValue, 2, "roles.ok"),
      ("[roles]\n\nokay = \"2\"", .unknownKey, 3, "roles.okay"),
      ("colour = \"red\"", .unknownKey, 1, "colour"),
      ("[palette]\nsky = \"#56B4\"", .badValue, 2, "palette.sky"),
      ("[palette]\nsky = \"#56B4E9 74 16\"", .badValue, 2, "palette.sky"),
      ("[palette]\nbold = \"1\"", .badValue, 2, "palette.bold"),
      ("[monochrome]\nok = \"red\"", .badValue, 2, "monochrome.ok"),
      ("[roles]\nok = 3", .badValue, 2, "roles.ok"),
      ("[ascii]\nmore = \"…\"", .badValue, 2, "ascii.more"),
      ("[unicode]\nmore = \"\\u202E\"", .badValue, 2, "unicode.more"),
      ("[unicode]\nmore = \"漢\"", .badValue, 2, "unicode.more"),
      ("base = \"nowhere\"", .notFound, 1, "base"),
    ])
  func faults(text: String, code: SettingsError.Code, line: Int, key: String) {
    let error = #expect(throws: SettingsError.self) {
      try Theme(parsing: text, name: "t", file: "t.toml")
    }
    #expect(error?.code == code)
    #expect(error?.line == line)
    #expect(error?.key == key)
    #expect(error?.description.hasPrefix("t.toml:\(line): \(key): ") ?? false)
  }

  @Test("text that is not TOML is refused with its line")
  func syntax() {
    let error = #expect(throws: SettingsError.self) {
      try Theme(parsing: "a = \"1\"\nb = = 2", name: "t")
    }
    #expect(error?.code == .syntax)
    #expect(error?.line == 2)
  }

  @Test("a theme is found in the first folder, bases are inherited, a cycle is refused")
  func loading() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("themes-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ text: String) throws {
      try text.write(
        to: folder.appendingPathComponent("\(name).toml"), atomically: true, encoding: .utf8)
    }
    try write("parent", "[roles]\nok = \"#010203\"\nwarn = \"#040506\"")
    try write("child", "base = \"parent\"\n[roles]\nwarn = \"#0708090\"")
    let wrong = #expect(throws: SettingsError.self) {
      try Theme.load(name: "child", directories: [folder])
    }
    #expect(wrong?.line == 3)
    try write("child", "base = \"parent\"\n[roles]\nwarn = \"#070809\"")
    let child = try Theme.load(name: "child", directories: [folder])
    #expect(child.style(for: .ok).foreground?.rgb == 0x010203)
    #expect(child.style(for: .warn).foreground?.rgb == 0x070809)
    try write("parent", "base = \"child\"")
    let cycle = #expect(throws: SettingsError.self) {
      try Theme.load(name: "child", directories: [folder])
    }
    #expect(cycle?.code == .cycle)
    let missing = #expect(throws: SettingsError.self) {
      try Theme.load(name: "nope", directories: [folder])
    }
    #expect(missing?.code == .notFound)
    #expect(missing?.message.contains("child, default, default-dark") ?? false)
    let builtIn = try Theme.load(name: "default", directories: [])
    #expect(builtIn == .default)
  }

  static let shippedNames = [
    "default-dark", "default-light", "terminal-16", "mono", "high-contrast", "deuter", "trit",
    "solarized", "nord", "gruvbox", "paper",
  ]

  @Test("the shipped themes tell every state without colour too", arguments: shippedNames)
  func shipped(name: String) throws {
    let theme = try Theme.load(name: name, directories: [])
    for role in [StyleRole.select, .hit, .hidden, .flagHigh] {
      #expect(!theme.style(for: role).monochrome.isEmpty, "\(role)")
    }
  }

  @Test("the program carries the files of themes/, as they are")
  func embedded() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appendingPathComponent("themes").resolvingSymlinksInPath()
    var files: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    where file.pathExtension == "toml" {
      let text = try String(contentsOf: file, encoding: .utf8)
      files[file.deletingPathExtension().lastPathComponent] = text
    }
    #expect(Set(files.keys) == Set(Self.shippedNames))
    for (name, text) in files { #expect(ShippedThemes.text(name) == text, "\(name)") }
    #expect(Set(ShippedThemes.names) == Set(files.keys))
  }

  @Test("what a role does not name is as text is, so that a background covers the screen")
  func inheritance() throws {
    let theme = try Theme(
      parsing: """
        [roles]
        text = "#101010 on #F0F0F0"
        ok = "#00FF00"
        hit = "default on #FF0000"
        """, name: "t")
    #expect(theme.style(for: .ok).background?.rgb == 0xF0F0F0)
    #expect(theme.style(for: .hit).foreground?.rgb == 0x101010)
    #expect(theme.style(for: .border).background?.rgb == 0xF0F0F0)
  }

  @Test("a gradient colours the levels of the heat map, with text that can be read on them")
  func gradient() throws {
    let theme = try Theme(
      parsing: "[gradients]\nheat = \"#000000 #FFFFFF\"", name: "t")
    let levels = StyleRole.heat.dropFirst().map { theme.style(for: $0) }
    #expect(levels.first?.background?.rgb == 0x000000)
    #expect(levels.last?.background?.rgb == 0xFFFFFF)
    for style in levels {
      let (text, background) = (
        style.foreground ?? Color(rgb: 0), style.background ?? Color(rgb: 0)
      )
      #expect(Contrast.ratio(text, on: background) >= 4.5)
    }
    #expect(
      levels.map { $0.background?.rgb ?? 0 } == levels.map { $0.background?.rgb ?? 0 }.sorted())
  }

  @Test("colours have a nearest entry in each palette")
  func tiers() {
    #expect(Color(rgb: 0xFFFFFF).index256 == 231)
    #expect(Color(rgb: 0x000000).index16 == 0)
    #expect(Color(index: 196).rgb == 0xFF0000)
    #expect(Color(index: 244).rgb == 0x808080)
  }
}
