/// The themes of the folder `themes/`, which are built into the program.
enum ShippedThemes {
  private static let files: [String: [UInt8]] = [
    "default-dark": PackageResources.default_dark_toml,
    "default-light": PackageResources.default_light_toml,
    "deuter": PackageResources.deuter_toml,
    "gruvbox": PackageResources.gruvbox_toml,
    "high-contrast": PackageResources.high_contrast_toml,
    "mono": PackageResources.mono_toml,
    "nord": PackageResources.nord_toml,
    "paper": PackageResources.paper_toml,
    "solarized": PackageResources.solarized_toml,
    "terminal-16": PackageResources.terminal_16_toml,
    "trit": PackageResources.trit_toml,
  ]

  static var names: [String] { Array(files.keys) }

  /// A theme's text, or nil if none is shipped under that name.
  static func text(_ name: String) -> String? {
    files[name].map { String(decoding: $0, as: UTF8.self) }
  }
}
