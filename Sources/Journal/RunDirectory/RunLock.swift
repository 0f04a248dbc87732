import Glibc

/// The right to write a run, which one process has at a time.
///
/// It lasts until the value is gone or the process has ended, however it ended: the system lets go
/// of the lock with the process, so there are no stale locks to clean up.
public struct RunLock: ~Copyable, Sendable {
  private let descriptor: Int32

  fileprivate init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }
}

extension RunDirectory {
  /// Takes the right to write the run, or says which process has it.
  public func lock() throws(RunDirectoryError) -> RunLock {
    let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw lockFailure(errno) }
    guard RunDirectory.take(descriptor) else {
      let reason = errno
      let owner = RunDirectory.owner(descriptor)
      close(descriptor)
      guard reason == EWOULDBLOCK else { throw lockFailure(reason) }
      throw RunDirectoryError(
        code: .locked,
        message: "\(owner) is working on this run; stop it first, or start another run",
        context: path)
    }
    let process = String(getpid()) + "\n"
    _ = ftruncate(descriptor, 0)
    _ = process.withCString { pwrite(descriptor, $0, process.utf8.count, 0) }
    return RunLock(descriptor: descriptor)
  }

  /// Whether some process, this one too, holds the lock.
  public var isLocked: Bool {
    let descriptor = open(lockPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// `isLocked` in another process holds a shared lock for a moment, so one refusal says nothing.
  private static func take(_ descriptor: Int32) -> Bool {
    for _ in 0..<10 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      usleep(2_000)
    }
    errno = EWOULDBLOCK
    return false
  }

  private static func owner(_ descriptor: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 20)
    let count = pread(descriptor, &text, text.count, 0)
    let digits = text.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
    return digits.isEmpty ? "another process" : "process \(String(decoding: digits, as: UTF8.self))"
  }

  private func lockFailure(_ reason: Int32) -> RunDirectoryError {
    RunDirectoryError(
      code: .system, message: "the lock cannot be taken: \(String(cString: strerror(reason)))",
      context: lockPath)
  }
}
