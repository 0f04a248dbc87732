/// What an operator prefers on every run: the configuration file.
///
/// ```toml
/// theme = "nord"          # or "auto": the dark or the light default, after the terminal's background
/// keys = "keys.toml"      # relative to this file's folder
/// operator = "kj"         # the name that decisions are signed with
/// color = "auto"          # auto, never, 16, 256 or true
/// mouse = false
/// read-only = false       # nothing can be asked of the run but its end
/// clipboard = false       # y puts text on the clipboard by OSC 52
/// threads = 2
/// runs = "/data/runs"     # where run directories are kept
/// ```
public struct OperatorSettings: Hashable, Sendable {
  public var theme: String?
  public var keys: String?
  public var operatorName: String?
  /// At most this many colours; nil is for what the terminal has.
  public var colors: ColorTier?
  public var usesMouse = false
  public var usesClipboard = false
  /// Whether the dashboard is for looking only.
  public var isReadOnly = false
  public var threads: Int?
  public var runs: String?

  /// No preferences.
  public init() {}

  /// Reads a configuration file. Throws a `SettingsError` that names the line of what is not known or
  /// not valid.
  public init(parsing toml: String, file: String) throws(SettingsError) {
    let document = try SettingsDocument(toml, file: file)
    try document.check(
      top: [
        "theme", "keys", "operator", "color", "mouse", "clipboard", "threads", "runs", "read-only",
      ], sections: [:])
    theme = try document.string("theme")
    keys = try document.string("keys")
    operatorName = try document.string("operator")
    runs = try document.string("runs")
    usesMouse = try document.flag("mouse") ?? false
    usesClipboard = try document.flag("clipboard") ?? false
    isReadOnly = try document.flag("read-only") ?? false
    threads = try document.integer("threads")
    if let threads, !(1...64).contains(threads) {
      throw document.fault(.badValue, "threads", "must be between 1 and 64")
    }
    if let word = try document.string("color"), word != "auto" {
      guard let tier = ColorTier(word: word) else {
        throw document.fault(.badValue, "color", "must be auto, never, 16, 256 or true")
      }
      colors = tier
    }
  }
}

extension ColorTier {
  /// The tier of a word: `never`, `16`, `256` or `true`.
  public init?(word: String) {
    switch word {
    case "never": self = .monochrome
    case "16": self = .ansi16
    case "256": self = .indexed256
    case "true": self = .trueColor
    default: return nil
    }
  }
}
