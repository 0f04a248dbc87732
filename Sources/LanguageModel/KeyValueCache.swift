import Tensor

/// Keys and values of a number of sequences, each in its slot, in all layers.
///
/// One layer's slots are neighbours, so that a decoding step sweeps through memory.
final class KeyValueCache: Sendable {
  let capacity: Int
  let slots: Int
  private let perSlot: Int
  private let keys: FloatBuffer
  private let values: FloatBuffer

  /// Room for `capacity` positions in each slot.
  init(_ c: ModelConfiguration, capacity: Int, slots: Int = 1) {
    self.capacity = capacity
    self.slots = slots
    perSlot = CacheSegment.floats(capacity: capacity, shape: c.attention)
    keys = FloatBuffer(count: perSlot * slots * c.layers)
    values = FloatBuffer(count: perSlot * slots * c.layers)
  }

  /// One layer's segment of a slot, of which `length` positions are stored.
  func segment(layer: Int, slot: Int = 0, length: Int) -> CacheSegment {
    let offset = (layer * slots + slot) * perSlot
    return CacheSegment(
      keys: keys.view.slice(offset, perSlot), values: values.view.slice(offset, perSlot),
      capacity: capacity, length: length)
  }
}
