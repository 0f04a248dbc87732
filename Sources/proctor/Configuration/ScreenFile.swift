import Dashboard
import Foundation

/// The file in which the dashboard's arrangement outlives a session.
enum ScreenFile {
  /// What was remembered; nothing if there is no file, or if it cannot be read: an arrangement is not
  /// worth refusing to start for.
  static func load() -> ScreenMemory {
    guard let data = FileManager.default.contents(atPath: Place.screenMemory) else {
      return ScreenMemory()
    }
    return (try? JSONDecoder().decode(ScreenMemory.self, from: data)) ?? ScreenMemory()
  }

  /// Writes what is to be remembered, whole or not at all. Where nothing can be written nothing is
  /// remembered.
  static func save(_ memory: ScreenMemory) {
    let file = URL(fileURLWithPath: Place.screenMemory)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    guard memory != load(), let data = try? encoder.encode(memory) else { return }
    try? FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? data.write(to: file, options: .atomic)
  }
}
