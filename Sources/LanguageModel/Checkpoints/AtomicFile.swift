import Foundation

/// Whole-file writes that leave the old file or the new one, never a part.
enum AtomicFile {
  /// Writes beside `path`, flushes to disk, and renames over it.
  static func write(_ data: Data, to path: String) throws(CheckpointError) {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("cannot be created", path) }
    do throws(CheckpointError) {
      try writeAll(data, descriptor, path)
      guard fsync(descriptor) == 0 else { throw failure("cannot be flushed to disk", path) }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, path) == 0 else {
      let error = failure("cannot be replaced", path)
      unlink(temporary)
      throw error
    }
    syncFolder(of: path)
  }

  /// All bytes of a file.
  static func read(_ path: String) throws(CheckpointError) -> Data {
    try read(path, [])
  }

  /// A file's bytes, brought into memory as they are touched. The file must not be shortened
  /// meanwhile.
  static func map(_ path: String) throws(CheckpointError) -> Data {
    try read(path, .alwaysMapped)
  }

  private static func read(
    _ path: String, _ options: Data.ReadingOptions
  ) throws(CheckpointError) -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path), options: options)
    } catch {
      let reason = access(path, F_OK) == 0 ? "cannot be read" : "does not exist"
      throw CheckpointError(.inputOutput, file: path, reason)
    }
  }

  private static func writeAll(
    _ data: Data, _ descriptor: Int32, _ path: String
  ) throws(CheckpointError) {
    var offset = 0
    while offset < data.count {
      let written = data.withUnsafeBytes { bytes -> Int in
        guard let start = bytes.baseAddress else { return 0 }
        return Foundation.write(descriptor, start + offset, bytes.count - offset)
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw failure("cannot be written", path) }
      offset += written
    }
  }

  /// Makes the rename itself durable; a file system that cannot is left at that.
  private static func syncFolder(of path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor >= 0 {
      fsync(descriptor)
      close(descriptor)
    }
  }

  private static func failure(_ what: String, _ path: String) -> CheckpointError {
    CheckpointError(.inputOutput, file: path, "\(what): \(String(cString: strerror(errno)))")
  }
}
