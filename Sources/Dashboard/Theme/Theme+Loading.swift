import Foundation

extension Theme {
  /// Finds a theme: the first `name.toml` in the folders, in their order, else the compiled-in one of
  /// that name. A name with a slash is a file's path. Bases are looked up in the same folders.
  ///
  /// Throws a `ThemeError` if there is none, if it can't be read, or if it is not valid.
  public static func load(name: String, directories: [URL]) throws(ThemeError) -> Theme {
    try load(name: name, directories: directories, loading: [])
  }

  /// The names that `load` would find, sorted.
  public static func names(in directories: [URL]) -> [String] {
    var names: Set<String> = [Theme.default.name]
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
  ) throws(ThemeError) -> Theme {
    guard !loading.contains(name) else {
      let path = (loading + [name]).joined(separator: " > ")
      throw ThemeError(code: .cycle, message: "a theme can't be its own base: \(path)", file: name)
    }
    let candidates =
      name.contains("/")
      ? [URL(fileURLWithPath: name)] : directories.map { $0.appendingPathComponent("\(name).toml") }
    guard let file = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) })
    else {
      if name == Theme.default.name { return .default }
      let known = names(in: directories).joined(separator: ", ")
      throw ThemeError(
        code: .notFound, message: "no theme is named '\(name)'; there are \(known)", file: name)
    }
    let text: String
    do {
      text = try String(contentsOf: file, encoding: .utf8)
    } catch {
      throw ThemeError(
        code: .unreadable, message: "can't be read as UTF-8: \(error.localizedDescription)",
        file: file.path)
    }
    return try Theme(
      parsing: text, name: file.deletingPathExtension().lastPathComponent, file: file.path
    ) { (base) throws(ThemeError) -> Theme in
      try load(name: base, directories: directories, loading: loading + [name])
    }
  }
}
