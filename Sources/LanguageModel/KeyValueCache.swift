import Tensor

/// Keys and values of one sequence, or one rollout's slot, in all layers.
final class KeyValueCache: Sendable {
  let capacity: Int
  private let shape: AttentionShape
  private let perLayer: Int
  private let keys: FloatBuffer
  private let values: FloatBuffer

  init(_ c: ModelConfiguration, capacity: Int) {
    self.capacity = capacity
    shape = c.attention
    perLayer = CacheSegment.floats(capacity: capacity, shape: shape)
    keys = FloatBuffer(count: perLayer * c.layers)
    values = FloatBuffer(count: perLayer * c.layers)
  }

  /// One layer's segment, of which `length` positions are stored.
  func segment(layer: Int, length: Int) -> CacheSegment {
    CacheSegment(
      keys: keys.view.slice(layer * perLayer, perLayer),
      values: values.view.slice(layer * perLayer, perLayer), capacity: capacity, length: length)
  }
}
