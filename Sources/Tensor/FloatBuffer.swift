import Foundation

/// A block of floats, 64-byte aligned and zeroed at creation.
///
/// `@unchecked Sendable`: the address never changes and the memory lives as long as the object.
/// Two threads may hold the buffer; ``WorkerPool/run(_:_:)`` is the only way by which this package
/// lets two threads touch one at a time, its jobs write disjoint ranges, and it returns after all
/// jobs are done, which orders their writes before the caller's next read.
public final class FloatBuffer: @unchecked Sendable {
  /// How many floats the buffer holds.
  public let count: Int
  private let base: UnsafeMutablePointer<Float>
  /// The bytes that were mapped for a large buffer; 0 for one from the heap.
  private let mapped: Int
  private static let hugePage = 2 << 20

  /// Allocates `count` zeros.
  ///
  /// A large buffer is mapped: it takes no memory where it was never touched, and goes back to the
  /// system at its end. It is hinted to be in huge pages, as sweeping small ones costs a translation
  /// per 1,024 floats.
  public init(count: Int) {
    precondition(count >= 0, "a buffer needs a non-negative size")
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    if bytes >= FloatBuffer.hugePage, let raw = FloatBuffer.map(bytes) {
      mapped = bytes
      base = raw.bindMemory(to: Float.self, capacity: count)
    } else {
      mapped = 0
      let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      base = raw.bindMemory(to: Float.self, capacity: max(count, 1))
      base.initialize(repeating: 0, count: max(count, 1))
    }
  }

  deinit {
    if mapped > 0 {
      munmap(base, mapped)
    } else {
      UnsafeMutableRawPointer(base).deallocate()
    }
  }

  /// Zeroed pages of the system's, aligned so that huge ones fit; nil when it has none to give.
  private static func map(_ bytes: Int) -> UnsafeMutableRawPointer? {
    #if os(Linux)
      guard
        let start = mmap(
          nil, bytes + hugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        start != MAP_FAILED
      else { return nil }
      let skipped = (hugePage - Int(bitPattern: start) % hugePage) % hugePage
      if skipped > 0 { munmap(start, skipped) }
      let page = Int(sysconf(Int32(_SC_PAGESIZE)))
      let end = (skipped + bytes + page - 1) / page * page
      if end < bytes + hugePage { munmap(start + end, bytes + hugePage - end) }
      madvise(start + skipped, bytes, MADV_HUGEPAGE)
      return start + skipped
    #else
      return nil
    #endif
  }

  /// All of the buffer.
  public var view: FloatView { FloatView(owner: self, base: base, count: count) }

  /// A copy of the contents.
  public var array: [Float] { view.array }
}

/// A range of floats inside a ``FloatBuffer``: what kernels read and write.
///
/// A view keeps its buffer alive. `@unchecked Sendable` for the reason given at ``FloatBuffer``.
public struct FloatView: @unchecked Sendable {
  private let owner: FloatBuffer
  let base: UnsafeMutablePointer<Float>
  /// How many floats the view spans.
  public let count: Int

  fileprivate init(owner: FloatBuffer, base: UnsafeMutablePointer<Float>, count: Int) {
    self.owner = owner
    self.base = base
    self.count = count
  }

  /// One float. Bounds are checked.
  public subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "float view index out of range")
      return base[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "float view index out of range")
      base[index] = newValue
    }
  }

  /// The part that starts at `offset` and spans `count` floats, by default all that follows.
  public func slice(_ offset: Int, _ count: Int? = nil) -> FloatView {
    let length = count ?? (self.count - offset)
    precondition(
      offset >= 0 && length >= 0 && offset <= self.count - length, "float view slice out of range")
    return FloatView(owner: owner, base: base + offset, count: length)
  }

  /// Sets every float to zero.
  public func clear() {
    base.update(repeating: 0, count: count)
  }

  /// Copies all of `other`, which must not be longer, to the start of this view.
  public func copy(from other: FloatView) {
    precondition(other.count <= count, "copy of a longer view")
    base.update(from: other.base, count: other.count)
  }

  /// Copies an array, which must not be longer, to the start of this view.
  public func copy(from values: [Float]) {
    precondition(values.count <= count, "copy of a longer array")
    values.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.update(from: start, count: source.count) }
    }
  }

  /// A copy of the contents.
  public var array: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// The bytes in memory, valid while `body` runs.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(UnsafeBufferPointer(start: base, count: count)))
  }
}
