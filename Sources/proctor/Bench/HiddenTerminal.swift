import Dashboard
import Foundation
import Synchronization

/// A pseudo terminal that stands in for the user's while something is drawn, and counts the bytes
/// that come.
final class HiddenTerminal: Sendable {
  private let controller: Int32
  private let screen: Int32
  private let received = Mutex(0)
  private let drained = DispatchSemaphore(value: 0)
  /// Linux's TIOCSPTLCK and TIOCGPTN.
  private static let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

  /// A terminal of a size. A thread reads all that is written to it.
  init(_ size: Size) throws {
    // Swift's Glibc has no posix_openpt: these are the requests to the kernel that it consists of.
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (locked, number) = (Int32(0), Int32(0))
    guard controller >= 0, ioctl(controller, HiddenTerminal.setLock, &locked) == 0,
      ioctl(controller, HiddenTerminal.getNumber, &number) == 0
    else { throw CommandError(message: "there is no pseudo terminal to be had") }
    screen = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    guard screen >= 0 else { throw CommandError(message: "a pseudo terminal cannot be opened") }
    var window = winsize(
      ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(screen, UInt(TIOCSWINSZ), &window)
    let reader = Thread { [self] in drain() }
    reader.start()
  }

  /// Puts the terminal in the place of standard input and output while `body` runs.
  func whileAttached<Result>(_ body: () throws -> Result) rethrows -> Result {
    fflush(nil)
    let kept = (dup(STDIN_FILENO), dup(STDOUT_FILENO))
    let type = ProcessInfo.processInfo.environment["TERM"]
    dup2(screen, STDIN_FILENO)
    dup2(screen, STDOUT_FILENO)
    setenv("TERM", "xterm-256color", 1)
    defer {
      dup2(kept.0, STDIN_FILENO)
      dup2(kept.1, STDOUT_FILENO)
      close(kept.0)
      close(kept.1)
      if let type { setenv("TERM", type, 1) } else { unsetenv("TERM") }
    }
    return try body()
  }

  /// Closes the terminal. Returns how many bytes were written to it.
  func finish() -> Int {
    close(screen)
    drained.wait()
    close(controller)
    return received.withLock { $0 }
  }

  private func drain() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(controller, &buffer, buffer.count)
      if count <= 0 { break }
      received.withLock { $0 += count }
    }
    drained.signal()
  }
}
