import TOMLKit

/// A theme, keys or configuration file as TOML, with the line of each key for error messages.
struct SettingsDocument {
  let file: String
  private let table: TOMLTable
  /// Lines by `section.key`.
  private let lines: [String: Int]

  init(_ text: String, file: String) throws(SettingsError) {
    self.file = file
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw SettingsError(
        code: .syntax, message: error.description, file: file, line: error.source.begin.line)
    } catch {
      throw SettingsError(code: .syntax, message: "\(error)", file: file)
    }
    lines = Self.lines(of: text)
  }

  /// Checks that the document has no keys but these: at the top, and in each section. A section
  /// without a list may have any key.
  func check(top: Set<String>, sections: [String: Set<String>?]) throws(SettingsError) {
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
  func string(_ key: String) throws(SettingsError) -> String? {
    guard let value = table[key] else { return nil }
    guard let string = value.string else { throw fault(.badValue, key, "must be a string") }
    return string
  }

  /// The keys and strings of a section, sorted by key; empty when there is no such section.
  func section(_ name: String) throws(SettingsError) -> [(key: String, value: String)] {
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

  /// A whole number at the top, or nil.
  func integer(_ key: String) throws(SettingsError) -> Int? {
    guard let value = table[key] else { return nil }
    guard let number = value.int else { throw fault(.badValue, key, "must be a whole number") }
    return number
  }

  /// A truth value at the top, or nil.
  func flag(_ key: String) throws(SettingsError) -> Bool? {
    guard let value = table[key] else { return nil }
    guard let flag = value.bool else { throw fault(.badValue, key, "must be true or false") }
    return flag
  }

  /// The keys of a section whose values are a string or a list of strings, in the file's order.
  func lists(_ name: String) throws(SettingsError) -> [(key: String, values: [String])] {
    guard let section = table[name]?.table else { return [] }
    var result: [(key: String, values: [String])] = []
    for key in section.keys {
      if let value = section[key]?.string {
        result.append((key, [value]))
        continue
      }
      let values = section[key]?.array.map { array in array.map { $0.string } }
      guard let values, !values.contains(nil) else {
        throw fault(.badValue, "\(name).\(key)", "must be a string or a list of strings")
      }
      result.append((key, values.compactMap(\.self)))
    }
    return result.sorted {
      (line(of: "\(name).\($0.key)") ?? 0) < (line(of: "\(name).\($1.key)") ?? 0)
    }
  }

  /// The line of a key with its section, counted from 1.
  func line(of key: String) -> Int? { lines[key] }

  func fault(_ code: SettingsError.Code, _ key: String, _ message: String) -> SettingsError {
    SettingsError(code: code, message: message, file: file, line: lines[key], key: key)
  }

  private func unknown(_ key: String, among known: Set<String>) -> SettingsError {
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
