/// A dictionary in insertion order.
///
/// Entries stand in arrays; from nine entries on, an open-addressing index finds them.
final class DictionaryObject: Container {
  // Unchecked: no access to the storage lasts while a program's own code runs.
  @exclusivity(unchecked) private(set) var hashes: [Int] = []
  /// Keys in insertion order; deleted ones are `unbound`.
  @exclusivity(unchecked) private(set) var keys: [Object] = []
  @exclusivity(unchecked) private(set) var values: [Object] = []
  @exclusivity(unchecked) private(set) var count = 0
  /// What the dictionary is beyond a `dict`; nil for a plain one.
  var flavor: DictionaryFlavor?
  @exclusivity(unchecked) private var index: [Int32] = []
  /// Whether this shows an instance's attributes as they were, which a change here would not reach.
  var isSnapshot = false

  override func clear() {
    hashes = []
    keys = []
    values = []
    index = []
    count = 0
  }

  /// How many entry places there are, deleted ones included.
  var places: Int { keys.count }

  /// Whether a place exists and holds an entry.
  func isLive(_ place: Int) -> Bool { place < keys.count && !keys[place].isUnbound }

  func value(for key: Object, _ machine: Machine) throws -> Object? {
    guard count > 0 else {
      _ = try machine.hash(key)
      return nil
    }
    return try place(of: key, hash: machine.hash(key), machine).map { values[$0] }
  }

  func set(_ key: Object, _ value: Object, _ machine: Machine) throws {
    try checkMutable()
    let hash = try machine.hash(key)
    if let place = try place(of: key, hash: hash, machine) {
      values[place] = value
      return
    }
    try machine.allocate(72)
    hashes.append(hash)
    keys.append(key)
    values.append(value)
    count += 1
    // A rebuilt index may have few keys; what it lacks is not found.
    if keys.count > 8 || !index.isEmpty {
      if keys.count * 3 > index.count * 2 {
        rebuild()
      } else {
        insertIndex(keys.count - 1)
      }
    }
  }

  /// Removes a key and returns its value, or nil if it isn't there.
  func remove(_ key: Object, _ machine: Machine) throws -> Object? {
    try removeEntry(key, machine)?.value
  }

  /// Removes a key and returns it as it was stored, with its value, or nil if it isn't there.
  func removeEntry(_ key: Object, _ machine: Machine) throws -> (key: Object, value: Object)? {
    try checkMutable()
    return try place(of: key, hash: machine.hash(key), machine).map { remove(at: $0) }
  }

  /// Refuses to change what a change would not reach.
  @inline(__always)
  func checkMutable() throws {
    if isSnapshot { throw NotSupported(construct: "change of an instance's __dict__") }
  }

  func remove(at place: Int) -> (key: Object, value: Object) {
    let entry = (key: keys[place], value: values[place])
    count -= 1
    if place == keys.count - 1, index.isEmpty {
      hashes.removeLast()
      keys.removeLast()
      values.removeLast()
    } else {
      keys[place] = .unbound
      values[place] = .none
    }
    if count == 0 { clear() }
    return entry
  }

  /// The last live place.
  var lastPlace: Int? { keys.lastIndex { !$0.isUnbound } }

  func copy() -> DictionaryObject {
    let copy = DictionaryObject()
    copy.flavor = flavor
    if count == keys.count {
      copy.hashes = hashes
      copy.keys = keys
      copy.values = values
      copy.index = index
    } else {
      for place in keys.indices where !keys[place].isUnbound {
        copy.hashes.append(hashes[place])
        copy.keys.append(keys[place])
        copy.values.append(values[place])
      }
      if copy.keys.count > 8 { copy.rebuild() }
    }
    copy.count = count
    return copy
  }

  private func place(of key: Object, hash: Int, _ machine: Machine) throws -> Int? {
    if index.isEmpty {
      for place in hashes.indices where hashes[place] == hash {
        if try matches(place, key, machine) { return place }
      }
      return nil
    }
    let mask = index.count - 1
    var slot = Self.mix(hash) & mask
    var probes = 0
    while true {
      let place = Int(index[slot])
      if place < 0 { return nil }
      if hashes[place] == hash, try matches(place, key, machine) { return place }
      probes += 1
      if probes & 15 == 0 { try machine.step() }
      slot = (slot + 1) & mask
    }
  }

  private func matches(_ place: Int, _ key: Object, _ machine: Machine) throws -> Bool {
    let candidate = keys[place]
    switch (candidate, key) {
    case (.integer(let left), .integer(let right)): return left == right
    case (.string(let left), .string(let right)) where left.scalars.count <= 64:
      return left === right || left.scalars == right.scalars
    case (.unbound, _): return false
    default: break
    }
    if candidate.isIdentical(to: key) { return true }
    let (size, slots) = (keys.count, index.count)
    let isEqual = try machine.equal(candidate, key)
    // A program's own `__eq__` may have changed the dictionary.
    guard keys.count == size, index.count == slots else {
      throw machine.exception(.runtimeError, "dictionary changed size during lookup")
    }
    return isEqual
  }

  private static func mix(_ hash: Int) -> Int {
    let product = UInt(bitPattern: hash) &* 0x9E37_79B9_7F4A_7C15
    return Int(bitPattern: product >> 20)
  }

  /// Rebuilds the index with room to grow, dropping deleted entries when they are many.
  private func rebuild() {
    if keys.count > count * 2 {
      let live = keys.indices.filter { !keys[$0].isUnbound }
      hashes = live.map { hashes[$0] }
      values = live.map { values[$0] }
      keys = live.map { keys[$0] }
    }
    var capacity = 16
    while capacity < keys.count * 3 { capacity *= 2 }
    index = [Int32](repeating: -1, count: capacity)
    for place in keys.indices { insertIndex(place) }
  }

  private func insertIndex(_ place: Int) {
    let mask = index.count - 1
    var slot = Self.mix(hashes[place]) & mask
    while index[slot] >= 0 { slot = (slot + 1) & mask }
    index[slot] = Int32(place)
  }
}
