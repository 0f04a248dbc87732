import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One end of a connection over a Unix socket, closed once nobody has it any more.
final class UnixSocket: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Listens at a path where nobody else listens, for this account alone. What an earlier process
  /// left there is removed.
  static func listening(at path: String) throws(WireError) -> UnixSocket {
    let socket = try make(path)
    unlink(path)
    // Until it listens nobody can connect, so there is no moment in which others may.
    guard withAddress(path, { bind(socket.descriptor, $0, $1) }) == 0,
      chmod(path, 0o600) == 0, listen(socket.descriptor, 8) == 0
    else { throw failure("nobody can attach", path) }
    return socket
  }

  /// Connects to who listens at a path.
  static func connected(to path: String) throws(WireError) -> UnixSocket {
    let socket = try make(path)
    guard withAddress(path, { connect(socket.descriptor, $0, $1) }) == 0 else {
      let isGone = errno == ECONNREFUSED || errno == ENOENT
      guard isGone else { throw failure("the run cannot be reached", path) }
      throw WireError(
        code: .notListening, message: "no process works on this run at present", context: path)
    }
    return socket
  }

  /// Waits for a client; nil once the socket was shut down.
  func accepted() -> UnixSocket? {
    while true {
      let client = accept(descriptor, nil, nil)
      if client >= 0 {
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        return UnixSocket(descriptor: client)
      }
      switch errno {
      case EINTR, ECONNABORTED: continue
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: usleep(100_000)
      default: return nil
      }
    }
  }

  /// Waits for bytes and appends them; false at the end of the connection.
  func read(into buffer: inout [UInt8]) -> Bool {
    buffer.removeAll(keepingCapacity: true)
    let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { bytes in
      var count = 0
      repeat {
        count = recv(descriptor, bytes.baseAddress, bytes.count, 0)
      } while count < 0 && errno == EINTR
      if count > 0 { buffer.append(contentsOf: bytes[..<count]) }
      return count
    }
    return count > 0
  }

  /// Writes all bytes, waiting for room; false once the connection is gone.
  func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        send(
          descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Ends the connection both ways, whoever waits on it.
  func shutDown() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

  private static func make(_ path: String) throws(WireError) -> UnixSocket {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { throw failure("no socket can be made", path) }
    return UnixSocket(descriptor: descriptor)
  }

  private static func failure(_ what: String, _ path: String) -> WireError {
    WireError(
      code: .system, message: "\(what): \(String(cString: strerror(errno)))", context: path)
  }

  /// Calls `body` with a path as a socket's address. A path that is longer than an address may be is
  /// reached through its open folder.
  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count >= room else { return call(body, &address, path) }
    let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return -1 }
    defer { close(folder) }
    let short = "/proc/self/fd/\(folder)/\((path as NSString).lastPathComponent)"
    guard short.utf8.count < room else {
      errno = ENAMETOOLONG
      return -1
    }
    return call(body, &address, short)
  }

  private static func call(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32, _ address: inout sockaddr_un,
    _ path: String
  ) -> Int32 {
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
