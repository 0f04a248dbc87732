import CKernels

/// The shape of causal attention over fused rows of queries, keys and values.
public struct AttentionShape: Sendable {
  /// Query heads.
  public let heads: Int
  /// Key and value heads; divides `heads` (grouped-query attention, Ainslie et al. 2023).
  public let keyValueHeads: Int
  /// Floats of one head.
  public let headWidth: Int

  /// Describes the heads of one layer.
  public init(heads: Int, keyValueHeads: Int, headWidth: Int) {
    precondition(heads > 0 && keyValueHeads > 0 && heads % keyValueHeads == 0 && headWidth > 0)
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headWidth = headWidth
  }

  /// Floats in a row of queries, which is also a row of the output.
  public var queryWidth: Int { heads * headWidth }
  /// Floats in a row of keys, and in a row of values.
  public var keyValueWidth: Int { keyValueHeads * headWidth }
  /// Floats in a fused row: queries, then keys, then values.
  public var fusedWidth: Int { queryWidth + 2 * keyValueWidth }

  /// Floats of scratch for sequences of up to `length` positions, a trunk's included.
  public func scratch(length: Int) -> Int { kernel_attention_scratch(length, headWidth) }

  /// out (positions, queryWidth) = softmax(q kᵀ / √headWidth) v per head, each position seeing
  /// itself and what came before. logSum (heads, positions) is kept for the gradient.
  public func forward(
    _ out: FloatView, logSum: FloatView, fused: FloatView, over sequences: SequenceTree,
    scratch: FloatView
  ) {
    let count = sequences.positions
    precondition(
      out.count >= count * queryWidth && logSum.count >= count * heads
        && fused.count >= count * fusedWidth
        && scratch.count >= self.scratch(length: sequences.longest))
    withKernel(sequences) { shape in
      kernel_attention_forward(
        out.base, logSum.base, fused.base, fused.base + queryWidth,
        fused.base + queryWidth + keyValueWidth, shape, scratch.base)
    }
  }

  /// Writes the gradient of ``forward(_:logSum:fused:over:scratch:)`` by `fused`.
  public func backward(
    _ dfused: FloatView, dout: FloatView, out: FloatView, logSum: FloatView, fused: FloatView,
    over sequences: SequenceTree, scratch: FloatView
  ) {
    let count = sequences.positions
    precondition(
      out.count >= count * queryWidth && dout.count >= count * queryWidth
        && logSum.count >= count * heads && fused.count >= count * fusedWidth
        && dfused.count >= count * fusedWidth
        && scratch.count >= self.scratch(length: sequences.longest))
    let keys = queryWidth
    let values = queryWidth + keyValueWidth
    withKernel(sequences) { shape in
      kernel_attention_backward(
        dfused.base, dfused.base + keys, dfused.base + values, dout.base, out.base, logSum.base,
        fused.base, fused.base + keys, fused.base + values, shape, scratch.base)
    }
  }

  private func withKernel(_ sequences: SequenceTree, _ body: (kernel_attention_shape) -> Void) {
    sequences.branches.withUnsafeBufferPointer { lengths in
      body(
        kernel_attention_shape(
          trunk: sequences.trunk, branches: lengths.count, lengths: lengths.baseAddress,
          heads: heads, kv_heads: keyValueHeads, head_width: headWidth, stride: fusedWidth,
          out_stride: queryWidth))
    }
  }
}

/// Sequences that begin alike, as they lie in memory: the common beginning once, then what follows
/// it in each. A position sees itself and what came before it in its own sequence.
public struct SequenceTree: Hashable, Sendable {
  /// Positions of the common beginning, or of the only sequence.
  public let trunk: Int
  /// Positions of each continuation.
  public let branches: [Int]

  /// Describes one sequence of `trunk` positions, or several that begin with them.
  public init(trunk: Int, branches: [Int] = []) {
    precondition(trunk >= 0 && branches.allSatisfy { $0 >= 0 })
    self.trunk = trunk
    self.branches = branches
  }

  /// Positions in memory.
  public var positions: Int { branches.reduce(trunk, +) }
  /// Positions of the longest sequence.
  public var longest: Int { trunk + (branches.max() ?? 0) }
}

/// Where the cached keys and values of one sequence and layer lie, all key-value heads after each
/// other, each with room for `capacity` positions.
public struct CacheSegment: Sendable {
  let keys: FloatView
  let values: FloatView
  let capacity: Int
  /// Positions stored so far.
  public var length: Int

  /// A segment over views of ``floats(capacity:shape:)`` floats each.
  public init(keys: FloatView, values: FloatView, capacity: Int, length: Int) {
    self.keys = keys
    self.values = values
    self.capacity = capacity
    self.length = length
  }

  /// Floats that keys (and, separately, values) of `capacity` positions take.
  public static func floats(capacity: Int, shape: AttentionShape) -> Int {
    kernel_cache_floats(capacity, shape.headWidth) * shape.keyValueHeads
  }

  /// Stores position `length`'s key and value from one fused row. Does not change `length`.
  public func store(_ fused: FloatView, position: Int, shape: AttentionShape) {
    precondition(position < capacity && fused.count >= shape.fusedWidth)
    let head = kernel_cache_floats(capacity, shape.headWidth)
    precondition(
      keys.count >= head * shape.keyValueHeads && values.count >= head * shape.keyValueHeads)
    for index in 0..<shape.keyValueHeads {
      let key = fused.base + shape.queryWidth + index * shape.headWidth
      kernel_cache_store(
        keys.base + index * head, values.base + index * head, key, key + shape.keyValueWidth,
        position, shape.headWidth)
    }
  }

  func kernel(_ shape: AttentionShape) -> kernel_cache_segment {
    let head = kernel_cache_floats(capacity, shape.headWidth)
    precondition(
      keys.count >= head * shape.keyValueHeads && values.count >= head * shape.keyValueHeads)
    return kernel_cache_segment(
      keys: keys.base, values: values.base, length: length, head_stride: head)
  }
}

extension AttentionShape {
  /// Floats of scratch for decoding against `length` positions in two segments.
  public func decodeScratch(length: Int) -> Int { length + 32 }

  /// out (queryWidth) = attention of one new position's queries over two cache segments: what the
  /// rollouts of a prompt share, and what is a rollout's own.
  public func decode(
    _ out: FloatView, queries: FloatView, prefix: CacheSegment, own: CacheSegment,
    scratch: FloatView
  ) {
    precondition(
      out.count >= queryWidth && queries.count >= queryWidth
        && prefix.length <= prefix.capacity && own.length <= own.capacity
        && scratch.count >= decodeScratch(length: prefix.length + own.length))
    kernel_attention_decode(
      out.base, queries.base, keyValueHeads, heads / keyValueHeads, headWidth,
      prefix.kernel(self), own.kernel(self), scratch.base)
  }
}
