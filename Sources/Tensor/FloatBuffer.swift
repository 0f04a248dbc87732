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

  /// Allocates `count` zeros.
  public init(count: Int) {
    precondition(count >= 0, "a buffer needs a non-negative size")
    self.count = count
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    base = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
  }

  deinit {
    UnsafeMutableRawPointer(base).deallocate()
  }

  /// All of the buffer. The view does not keep the buffer alive.
  public var view: FloatView { FloatView(base: base, count: count) }

  /// A copy of the contents.
  public var array: [Float] { view.array }
}

/// A range of floats inside a ``FloatBuffer``: what kernels read and write.
///
/// A view does not own its memory: the buffer must outlive it, so views are kept only inside the
/// object that keeps the buffer. `@unchecked Sendable` for the reason given at ``FloatBuffer``.
public struct FloatView: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  /// How many floats the view spans.
  public let count: Int

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
    return FloatView(base: base + offset, count: length)
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

/// A block of 32-bit indices (tokens, positions), 64-byte aligned and zeroed at creation.
///
/// `@unchecked Sendable` for the reason given at ``FloatBuffer``.
public final class IndexBuffer: @unchecked Sendable {
  /// How many indices the buffer holds.
  public let count: Int
  private let base: UnsafeMutablePointer<Int32>

  /// Allocates `count` zeros.
  public init(count: Int) {
    precondition(count >= 0, "a buffer needs a non-negative size")
    self.count = count
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Int32>.stride, alignment: 64)
    base = raw.bindMemory(to: Int32.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
  }

  deinit {
    UnsafeMutableRawPointer(base).deallocate()
  }

  /// All of the buffer. The view does not keep the buffer alive.
  public var view: IndexView { IndexView(base: base, count: count) }
}

/// A range of indices inside an ``IndexBuffer``; see ``FloatView``.
public struct IndexView: @unchecked Sendable {
  let base: UnsafeMutablePointer<Int32>
  /// How many indices the view spans.
  public let count: Int

  /// One index. Bounds are checked.
  public subscript(index: Int) -> Int32 {
    get {
      precondition(index >= 0 && index < count, "index view index out of range")
      return base[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "index view index out of range")
      base[index] = newValue
    }
  }

  /// The part that starts at `offset` and spans `count` indices.
  public func slice(_ offset: Int, _ count: Int) -> IndexView {
    precondition(
      offset >= 0 && count >= 0 && offset <= self.count - count, "index view slice out of range")
    return IndexView(base: base + offset, count: count)
  }

  /// Copies `values`, which must not be longer, to the start of this view.
  public func copy(from values: ArraySlice<Int32>) {
    precondition(values.count <= count, "copy of a longer array")
    values.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.update(from: start, count: source.count) }
    }
  }

  /// A copy of the contents.
  public var array: [Int32] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
