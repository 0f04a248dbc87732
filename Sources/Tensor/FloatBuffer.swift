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
  private static let hugePage = 2 << 20

  /// Allocates `count` zeros.
  public init(count: Int) {
    precondition(count >= 0, "a buffer needs a non-negative size")
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: bytes >= FloatBuffer.hugePage ? FloatBuffer.hugePage : 64)
    #if os(Linux)
      // A hint: sweeping a large buffer of small pages costs a translation per 1,024 floats.
      if bytes >= FloatBuffer.hugePage { madvise(raw, bytes, MADV_HUGEPAGE) }
    #endif
    base = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
  }

  deinit {
    UnsafeMutableRawPointer(base).deallocate()
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
