import Foundation

/// A Python interpreter of this machine and the folders that it needs.
public struct PythonInstallation: Hashable, Sendable {
  /// Its path with all links resolved.
  public let path: String

  /// An interpreter at a path.
  ///
  /// - Throws: `SandboxError` if there is no program, or only a script that starts one.
  public init(path: String) throws(SandboxError) {
    guard let real = Self.realPath(path) else {
      throw Self.missing("there is no \(path)", context: path)
    }
    guard let file = FileHandle(forReadingAtPath: real), let head = try? file.read(upToCount: 4),
      head == Data([0x7F, 0x45, 0x4C, 0x46])
    else {
      throw Self.missing("\(path) is not a program but perhaps a script that starts one")
    }
    self.path = real
  }

  /// The interpreter that `PROCTOR_PYTHON` names, or else the system's, or else the first in
  /// `PATH`.
  public static func find(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(SandboxError) -> PythonInstallation {
    if let path = environment["PROCTOR_PYTHON"], !path.isEmpty {
      return try PythonInstallation(path: path)
    }
    let folders =
      ["/usr/bin", "/usr/local/bin"]
      + (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    for folder in folders where folder.hasPrefix("/") {
      if let found = try? PythonInstallation(path: folder + "/python3") { return found }
    }
    throw missing("there is no python3 in \(folders.joined(separator: ":"))")
  }

  /// One file or folder that the interpreter needs to see.
  struct Entry: Hashable, Sendable {
    var path: String
    /// What it links to, if it is a link.
    var link: String?
  }

  /// The interpreter, its library and the shared libraries of the system; nothing else.
  var entries: [Entry] {
    let prefix = ((path as NSString).deletingLastPathComponent as NSString)
      .deletingLastPathComponent
    let candidates = [
      "/usr/lib", "/usr/lib64", "/lib", "/lib64", prefix + "/lib", prefix + "/lib64", path,
      "/etc/ld.so.cache",
    ]
    var entries: [Entry] = []
    for candidate in candidates {
      let isCovered = entries.contains {
        $0.path == candidate || $0.link == nil && candidate.hasPrefix($0.path + "/")
      }
      guard !isCovered, FileManager.default.fileExists(atPath: candidate) else { continue }
      entries.append(
        Entry(
          path: candidate,
          link: try? FileManager.default.destinationOfSymbolicLink(atPath: candidate)))
    }
    return entries
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func missing(_ message: String, context: String? = nil) -> SandboxError {
    SandboxError(code: .python, message: message, context: IsolationLayer.python.remedy)
  }
}
