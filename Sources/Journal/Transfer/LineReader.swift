import Glibc

/// Reads a file line by line, without ever holding more than a line and a buffer.
struct LineReader: ~Copyable {
  private let file: UnsafeMutablePointer<FILE>
  private var line: UnsafeMutablePointer<CChar>?
  private var capacity = 0
  /// The number of the line that was read last, counted from 1.
  private(set) var number = 0
  /// The bytes read so far.
  private(set) var offset: Int64 = 0
  /// The file's size in bytes; 0 for a pipe.
  let size: Int64

  /// Opens a file; `-` is the standard input.
  init(path: String) throws(JournalError) {
    guard let file = fopen(path == "-" ? "/dev/stdin" : path, "re") else {
      throw JournalError(
        code: .missing, message: "the file cannot be read: \(String(cString: strerror(errno)))",
        context: path)
    }
    self.file = file
    var status = stat()
    size = fstat(fileno(file), &status) == 0 ? Int64(status.st_size) : 0
  }

  deinit {
    free(line)
    fclose(file)
  }

  /// The next line without its end; nil at the end of the file.
  mutating func next() -> [UInt8]? {
    var count = getline(&line, &capacity, file)
    guard count >= 0, let line else { return nil }
    number += 1
    offset += Int64(count)
    if count > 0, line[count - 1] == 0x0A { count -= 1 }
    return line.withMemoryRebound(to: UInt8.self, capacity: count) {
      Array(UnsafeBufferPointer(start: $0, count: count))
    }
  }
}
