import Dashboard
import Foundation
import Terminal

/// Reloads themes from their folders when a file in them is written, so that an edit is seen at once.
///
/// The thread sleeps in the kernel until then: watching costs nothing.
enum ThemeWatch {
  /// Watches the folders until the process ends.
  static func start(_ folders: [URL], mailbox: EventMailbox) {
    #if os(Linux)
      let watched = folders.filter { FileManager.default.fileExists(atPath: $0.path) }
      let queue = inotify_init1(Int32(IN_CLOEXEC))
      guard !watched.isEmpty, queue >= 0 else { return }
      for folder in watched {
        inotify_add_watch(queue, folder.path, UInt32(IN_CLOSE_WRITE | IN_MOVED_TO))
      }
      let thread = Thread {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while read(queue, &buffer, buffer.count) > 0 {
          for name in Theme.names(in: watched) {
            guard Theme.file(of: name, in: watched) != nil else { continue }
            do {
              mailbox.post(theme: try Theme.load(name: name, directories: folders))
            } catch {
              mailbox.post(notice: "\(error)")
            }
          }
        }
      }
      thread.name = "themes"
      thread.start()
    #endif
  }
}
