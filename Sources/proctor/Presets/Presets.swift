import ArgumentParser
import Core
import Foundation
import SelfPlay

/// `proctor presets`: the named sets of settings.
struct Presets: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the presets, or show one with the source of every value.",
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// `proctor presets list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the presets.")

    @ArgumentParser.Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      if json {
        try print(
          Presets.json(Preset.allCases.map { ["name": $0.rawValue, "summary": $0.summary] }))
        return
      }
      for preset in Preset.allCases {
        let name = preset.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
        print(name + preset.summary + (preset == .fixed ? " (default)" : ""))
      }
    }
  }

  /// `proctor presets show NAME`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print every value of a preset, what it means, and where it comes from.",
      discussion: "A '*' marks a value that differs from the default preset's.")

    @Argument(help: "The preset's name.")
    var name: String

    @ArgumentParser.Flag(help: "Print JSON, with the valid values.")
    var json = false

    func run() throws {
      let preset = try Preset(named: name)
      if json {
        try print(Presets.json(SettingDescriptor.all.map { Row($0, of: preset) }))
      } else {
        printText(preset)
      }
    }

    private func printText(_ preset: Preset) {
      print("\(preset.rawValue): \(preset.summary)")
      let width = SettingDescriptor.all.map { $0.key.count }.max() ?? 0
      let values = SettingDescriptor.all.map { $0.entry(of: preset).value.description.count }
      let valueWidth = values.max() ?? 0
      for group in SettingDescriptor.Group.allCases {
        print("\n\(group.rawValue)")
        for setting in SettingDescriptor.all where setting.group == group {
          let entry = setting.entry(of: preset)
          let mark = entry.value == setting.entry(of: .fixed).value ? " " : "*"
          let key = setting.key.padding(toLength: width, withPad: " ", startingAt: 0)
          let value = entry.value.description.padding(
            toLength: valueWidth, withPad: " ", startingAt: 0)
          let indent = String(repeating: " ", count: width + valueWidth + 7)
          print("  \(mark) \(key) \(value)  \(entry.source)")
          print("\(indent)\(setting.summary)")
        }
      }
    }
  }

  /// One setting in JSON.
  private struct Row: Encodable {
    let key: String
    let group: String
    let value: SettingValue
    let source: String
    let summary: String
    let valid: String
    let isDefault: Bool

    init(_ setting: SettingDescriptor, of preset: Preset) {
      let entry = setting.entry(of: preset)
      key = setting.key
      group = setting.group.rawValue
      value = entry.value
      source = entry.source
      summary = setting.summary
      valid = setting.kind.description
      isDefault = entry.value == setting.entry(of: .fixed).value
    }
  }
}
