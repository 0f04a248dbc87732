import TOMLKit

/// A theme file as text and as TOML, with the line of each key for error messages.
struct ThemeDocument {
  let file: String
  private let table: TOMLTable
  /// Lines by `section.key`.
  private let lines: [String: Int]

  init(_ text: String, file: String) throws(ThemeError) {
    self.file = file
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw ThemeError(
        code: .syntax, message: error.description, file: file, line: error.source.begin.line)
    } catch {
      throw ThemeError(code: .syntax, message: "\(error)", file: file)
    }
    lines = Self.lines(of: text)
  }

  /// Checks that the document has no keys but these: at the top, and in each section. A section
  /// without a list may have any key.
  func check(top: Set<String>, sections: [String: Set<String>?]) throws(ThemeError) {
    for key in table.keys.sorted() {
      guard let allowed = sections[key] else {
        if top.contains(key) { continue }
        throw unknown(key, among: top.union(sections.keys))
      }
      guard let section = table[key]?.table else {
        throw fault(.badValue, key, "must be a section: [\(key)]")
      }
      guard let allowed else { continue }
      for inner in section.keys.sorted() where !allowed.contains(inner) {
        throw unknown("\(key).\(inner)", among: allowed)
      }
    }
  }

  /// A string at the top, or nil.
  func string(_ key: String) throws(ThemeError) -> String? {
    guard let value = table[key] else { return nil }
    guard let string = value.string else { throw fault(.badValue, key, "must be a string") }
    return string
  }

  /// The keys and strings of a section, sorted by key; empty when there is no such section.
  func section(_ name: String) throws(ThemeError) -> [(key: String, value: String)] {
    guard let section = table[name]?.table else { return [] }
    var result: [(key: String, value: String)] = []
    for key in section.keys.sorted() {
      guard let value = section[key]?.string else {
        throw fault(.badValue, "\(name).\(key)", "must be a string")
      }
      result.append((key, value))
    }
    return result
  }

  func fault(_ code: ThemeError.Code, _ key: String, _ message: String) -> ThemeError {
    ThemeError(code: code, message: message, file: file, line: lines[key], key: key)
  }

  private func unknown(_ key: String, among known: Set<String>) -> ThemeError {
    fault(.unknownKey, key, "is not known; known are \(known.sorted().joined(separator: ", "))")
  }

  /// The TOML library does not say where a key is, so the lines are read once more for it. Keys and
  /// section names of a theme are bare or quoted words.
  private static func lines(of text: String) -> [String: Int] {
    var lines: [String: Int] = [:]
    var section = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let word = line.drop { $0 == " " || $0 == "\t" }
      if word.first == "[", let end = word.firstIndex(of: "]") {
        section = String(word[word.index(after: word.startIndex)..<end])
        lines[section] = index + 1
        section += "."
      } else if let equals = word.firstIndex(of: "=") {
        let key = word[..<equals].filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" }
        if lines[section + key] == nil { lines[section + key] = index + 1 }
      }
    }
    return lines
  }
}
