import Foundation

extension Theme {
  /// Finds a theme: the first `name.toml` in the folders, in their order, else the shipped one of that
  /// name, which the program carries in itself. A name with a slash is a file's path. Bases are looked up in the same folders.
  ///
  /// Throws a `SettingsError` if there is none, if it can't be read, or if it is not valid.
  public static func load(name: String, directories: [URL]) throws(SettingsError) -> Theme {
    try load(name: name, directories: directories, loading: [])
  }

  /// The file that `load` would read, or nil for a theme that the program carries in itself.
  public static func file(of name: String, in directories: [URL]) -> URL? {
    let candidates =
      name.contains("/")
      ? [URL(fileURLWithPath: name)] : directories.map { $0.appendingPathComponent("\(name).toml") }
    return candidates.first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The text of a shipped theme, to begin one's own with.
  public static func shippedText(_ name: String) -> String? { ShippedThemes.text(name) }

  /// The names that `load` would find, sorted.
  public static func names(in directories: [URL]) -> [String] {
    var names: Set<String> = Set(ShippedThemes.names).union([Theme.default.name])
    for directory in directories {
      let files = try? FileManager.default.contentsOfDirectory(
        at: directory.resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
      for file in files ?? [] where file.pathExtension == "toml" {
        names.insert(file.deletingPathExtension().lastPathComponent)
      }
    }
    return names.sorted()
  }

  private static func load(
    name: String, directories: [URL], loading: [String]
  ) throws(SettingsError) -> Theme {
    guard !loading.contains(name) else {
      let path = (loading + [name]).joined(separator: " > ")
      throw SettingsError(
        code: .cycle, message: "a theme can't be its own base: \(path)", file: name)
    }
    guard let file = file(of: name, in: directories) else {
      if name == Theme.default.name { return .default }
      if let text = ShippedThemes.text(name) {
        return try Theme(parsing: text, name: name) { (base) throws(SettingsError) -> Theme in
          try load(name: base, directories: directories, loading: loading + [name])
        }
      }
      let known = names(in: directories).joined(separator: ", ")
      throw SettingsError(
        code: .notFound, message: "no theme is named '\(name)'; there are \(known)", file: name)
    }
    let text: String
    do {
      text = try String(contentsOf: file, encoding: .utf8)
    } catch {
      throw SettingsError(
        code: .unreadable, message: "can't be read as UTF-8: \(error.localizedDescription)",
        file: file.path)
    }
    return try Theme(
      parsing: text, name: file.deletingPathExtension().lastPathComponent, file: file.path
    ) { (base) throws(SettingsError) -> Theme in
      try load(name: base, directories: directories, loading: loading + [name])
    }
  }
}
