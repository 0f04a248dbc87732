import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file of the operator's alone that an editor is opened on.
struct EditorFile {
  /// Longest text that is taken back, in bytes.
  static let limit = 1 << 20

  let path: String

  /// Writes a text to a new file that nobody else can read.
  init(_ text: String) throws {
    path = NSTemporaryDirectory() + "proctor-\(UUID().uuidString).py"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  /// What the file says by now; throws if it is no text or too long for one.
  func contents() throws -> String {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    guard data.count <= Self.limit else { throw POSIXError(.EFBIG) }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw CocoaError(.fileReadInapplicableStringEncoding)
    }
    return text
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// The editor that the environment names, as other programs choose it: VISUAL, then EDITOR, then
  /// one that most machines have.
  static func command(_ environment: [String: String]) -> String {
    for name in ["VISUAL", "EDITOR"] {
      if let editor = environment[name], !editor.isEmpty { return editor }
    }
    let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    let known = ["sensible-editor", "nano", "vim", "vi"]
    return known.first { editor in
      folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(editor)") }
    } ?? "vi"
  }
}
