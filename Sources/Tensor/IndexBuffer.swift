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

  /// All of the buffer.
  public var view: IndexView { IndexView(owner: self, base: base, count: count) }
}

/// A range of indices inside an ``IndexBuffer``; see ``FloatView``.
public struct IndexView: @unchecked Sendable {
  private let owner: IndexBuffer
  let base: UnsafeMutablePointer<Int32>
  /// How many indices the view spans.
  public let count: Int

  fileprivate init(owner: IndexBuffer, base: UnsafeMutablePointer<Int32>, count: Int) {
    self.owner = owner
    self.base = base
    self.count = count
  }

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
    return IndexView(owner: owner, base: base + offset, count: count)
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
