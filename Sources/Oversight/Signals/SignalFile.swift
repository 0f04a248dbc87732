import TOMLKit

/// The signals' settings as a TOML file: a table a signal, `[S1]`, with `warning`, `severe`,
/// `window`, `minimum`, or `off = true`; and the key `pause-at`, `"warning"` or `"severe"`. What is
/// left out is as proposed.
public enum SignalFile {
  private static let keys = ["warning", "severe", "window", "minimum", "off"]

  /// Why a file is no signal file: one line that names file, line and key.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// Reads settings.
  public static func parse(
    _ text: String, file: String = "signals.toml"
  ) throws(Fault) -> SignalSettings {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw Fault(description: "\(file):\(error.source.begin.line): \(error.description)")
    } catch {
      throw Fault(description: "\(file): \(error)")
    }
    let lines = TOMLKeyLines(text)
    func fault(_ key: String, _ message: String) -> Fault {
      Fault(description: "\(file)\(lines[key].map { ":\($0)" } ?? ""): \(key): \(message)")
    }
    var settings = SignalSettings()
    for key in table.keys.sorted() {
      if key == "pause-at" {
        switch table[key]?.string {
        case "warning": settings.pausesAt = .warning
        case "severe": settings.pausesAt = .severe
        default: throw fault(key, "must be \"warning\" or \"severe\"")
        }
        continue
      }
      guard let signal = Signal(rawValue: key), let rule = settings.rules[signal] else {
        let all = Signal.allCases.map(\.rawValue).joined(separator: ", ")
        throw fault(key, "is no signal; there are \(all) and the key pause-at")
      }
      guard let own = table[key]?.table else { throw fault(key, "must be a table: [\(key)]") }
      for inner in own.keys where !keys.contains(inner) {
        throw fault(key, "`\(inner)` is not known; a signal has \(keys.joined(separator: ", "))")
      }
      do throws(RuleFault) {
        settings.rules[signal] = try changed(rule, by: own)
      } catch { throw fault(key, error.message) }
    }
    return settings
  }

  private struct RuleFault: Error { var message: String }

  private static func changed(
    _ rule: SignalRule, by table: TOMLTable
  ) throws(RuleFault) -> SignalRule? {
    if let off = table["off"] {
      guard let isOff = off.bool else { throw RuleFault(message: "`off` must be true or false") }
      if isOff { return nil }
    }
    var rule = rule
    if let value = table["warning"] { rule.warning = try number(value, "warning") }
    if let value = table["severe"] { rule.severe = try number(value, "severe") }
    for (key, path) in [
      ("window", \SignalRule.window), ("minimum", \SignalRule.minimum),
    ] as [(String, WritableKeyPath<SignalRule, Int>)] {
      guard let value = table[key] else { continue }
      guard let count = value.int, (1...4_096).contains(count) else {
        throw RuleFault(message: "`\(key)` must be a whole number from 1 to 4096")
      }
      rule[keyPath: path] = count
    }
    return rule
  }

  private static func number(
    _ value: any TOMLValueConvertible, _ key: String
  ) throws(RuleFault) -> Double {
    let number = value.double ?? value.int.map { Double($0) }
    guard let number, number.isFinite else {
      throw RuleFault(message: "`\(key)` must be a number")
    }
    return number
  }
}
