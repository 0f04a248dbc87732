import Core
import Foundation
import SelfPlay
import TOMLKit

/// A TOML file of settings: one `key = value` a line, the keys of `proctor presets show`.
struct SettingsFile {
  /// A setting of the file.
  struct Item {
    var key: String
    var value: SettingValue
    /// Counted from 1.
    var line: Int
  }

  /// In the order of the file.
  let items: [Item]
  private let path: String

  init(path: String) throws {
    self.path = path
    let text: String
    do {
      text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
    } catch {
      throw SettingsError(
        .file, "cannot be read as UTF-8 text: \(error.localizedDescription)", context: path)
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw SettingsError(
        .file, error.description, context: "\(path):\(error.source.begin.line)")
    }
    items = try table.keys.map { key in
      let line = Self.line(of: key, in: text)
      guard let value = table[key].flatMap(Self.value) else {
        throw SettingsError(
          .badValue, "\(key) must be a number, true, false or text", context: "\(path):\(line)")
      }
      return Item(key: key, value: value, line: line)
    }.sorted { $0.line < $1.line }
  }

  /// Sets what the file says. Returns the record of it.
  func apply(to settings: inout SelfPlaySettings) throws -> [SettingOverride] {
    try items.map { item in
      try settings.set(item.key, to: item.value, context: "\(path):\(item.line)")
    }
  }

  private static func value(_ value: any TOMLValueConvertible) -> SettingValue? {
    switch value.type {
    case .bool: value.bool.map { .flag($0) }
    case .int: value.int.map { .integer($0) }
    case .double: value.double.map { .number($0) }
    case .string: value.string.map { .text($0) }
    default: nil
    }
  }

  /// The line of a key, which the TOML library does not tell.
  private static func line(of key: String, in text: String) -> Int {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let found = lines.firstIndex { line in
      let words = line.drop { $0 == " " || $0 == "\t" || $0 == "[" || $0 == "\"" || $0 == "'" }
      return words.hasPrefix(key)
        && words.dropFirst(key.count).first.map { !$0.isLetter && $0 != "-" && $0 != "_" } ?? true
    }
    return (found ?? 0) + 1
  }
}
