/// A set with CPython 3.11's hash table, so that it is iterated in CPython's order.
final class SetObject: Container {
  private struct Slot {
    var key: Object
    var hash: Int
  }

  /// Whether this is a `frozenset`.
  let isFrozen: Bool
  // Unchecked: no access to the storage lasts while a program's own code runs.
  @exclusivity(unchecked) private(set) var count = 0
  /// Used slots, those of removed elements included.
  @exclusivity(unchecked) private var fill = 0
  @exclusivity(unchecked) private var table: [Slot]
  /// Where `pop` searches next.
  private var finger = 0
  private static let linearProbes = 9
  private static var empty: Slot { Slot(key: .unbound, hash: 0) }
  /// The hash that marks a removed element.
  private static let removedHash = -1

  init(isFrozen: Bool = false) {
    self.isFrozen = isFrozen
    table = [Slot](repeating: Self.empty, count: 8)
  }

  override func clear() {
    // CPython's `pop` goes on from where it was.
    table = [Slot](repeating: Self.empty, count: 8)
    count = 0
    fill = 0
  }

  /// How many slots the table has.
  var places: Int { table.count }

  /// The element in a slot, if any.
  func element(at place: Int) -> Object? {
    table[place].key.isUnbound ? nil : table[place].key
  }

  /// The elements in iteration order.
  var elements: [Object] {
    var result: [Object] = []
    result.reserveCapacity(count)
    for slot in table where !slot.key.isUnbound { result.append(slot.key) }
    return result
  }

  /// The elements' hashes in iteration order.
  var hashes: [Int] { table.filter { !$0.key.isUnbound }.map(\.hash) }

  func contains(_ key: Object, _ machine: Machine) throws -> Bool {
    try find(key, hash: machine.hash(key), machine) != nil
  }

  func insert(_ key: Object, _ machine: Machine) throws {
    try insert(key, hash: machine.hash(key), machine)
  }

  private func insert(_ key: Object, hash: Int, _ machine: Machine) throws {
    var mask = table.count - 1
    var slot = hash & mask
    var perturb = UInt(bitPattern: hash)
    var rounds = 0
    /// The last slot of a removed element that was passed: CPython fills it again.
    var free: Int?
    search: while true {
      let probes = slot + Self.linearProbes <= mask ? Self.linearProbes : 0
      for place in slot...(slot + probes) {
        if table[place].key.isUnbound {
          if table[place].hash == 0 {
            slot = place
            break search
          }
          free = place
        } else if table[place].hash == hash, try matches(place, key, machine) {
          return
        }
      }
      rounds += 1
      if rounds & 3 == 0 { try machine.step() }
      perturb >>= 5
      slot = (slot &* 5 &+ 1 &+ Int(bitPattern: perturb)) & mask
    }
    if let free {
      try machine.allocate(48)
      table[free] = Slot(key: key, hash: hash)
      count += 1
      return
    }
    try machine.allocate(48)
    table[slot] = Slot(key: key, hash: hash)
    count += 1
    fill += 1
    mask = table.count - 1
    if fill * 5 >= mask * 3 { resize(minimum: count > 50000 ? count * 2 : count * 4) }
  }

  /// Removes an element; false if it isn't there.
  func remove(_ key: Object, _ machine: Machine) throws -> Bool {
    guard let place = try find(key, hash: machine.hash(key), machine) else { return false }
    remove(at: place)
    return true
  }

  private func remove(at place: Int) {
    table[place] = Slot(key: .unbound, hash: Self.removedHash)
    count -= 1
  }

  /// Removes the element that CPython's `pop` would take.
  func pop() -> Object? {
    guard count > 0 else { return nil }
    var place = finger & (table.count - 1)
    while table[place].key.isUnbound { place = (place + 1) & (table.count - 1) }
    let key = table[place].key
    remove(at: place)
    finger = place + 1
    return key
  }

  /// Adds all elements of another set, in CPython's way.
  func merge(_ other: SetObject, _ machine: Machine) throws {
    if other === self || other.count == 0 { return }
    try machine.work(other.places)
    if (fill + other.count) * 5 >= (table.count - 1) * 3 {
      resize(minimum: (count + other.count) * 2)
    }
    if fill == 0 {
      try machine.allocate(48 * other.count)
      if table.count == other.table.count, other.fill == other.count {
        table = other.table
        count = other.count
        fill = other.fill
        return
      }
      for slot in other.table where !slot.key.isUnbound { insertClean(slot) }
      count = other.count
      fill = other.count
      return
    }
    for slot in other.table where !slot.key.isUnbound {
      try insert(slot.key, hash: slot.hash, machine)
    }
  }

  /// Makes room as CPython does before it adds the keys of a dictionary.
  func prepare(adding keys: Int) {
    if (fill + keys) * 5 >= (table.count - 1) * 3 { resize(minimum: (count + keys) * 2) }
  }

  /// Becomes another set, which is not used after.
  func take(over other: SetObject) {
    table = other.table
    count = other.count
    fill = other.fill
  }

  /// Drops the marks of removed elements if they are many, as CPython does after a difference.
  func compact() {
    guard fill - count > (table.count - 1) / 4 else { return }
    resize(minimum: count > 50000 ? count * 2 : count * 4)
  }

  private func find(_ key: Object, hash: Int, _ machine: Machine) throws -> Int? {
    let mask = table.count - 1
    var slot = hash & mask
    var perturb = UInt(bitPattern: hash)
    var rounds = 0
    while true {
      let probes = slot + Self.linearProbes <= mask ? Self.linearProbes : 0
      for place in slot...(slot + probes) {
        if table[place].key.isUnbound, table[place].hash == 0 { return nil }
        if table[place].hash == hash, try matches(place, key, machine) { return place }
      }
      rounds += 1
      if rounds & 3 == 0 { try machine.step() }
      perturb >>= 5
      slot = (slot &* 5 &+ 1 &+ Int(bitPattern: perturb)) & mask
    }
  }

  private func matches(_ place: Int, _ key: Object, _ machine: Machine) throws -> Bool {
    let candidate = table[place].key
    if candidate.isUnbound { return false }
    if candidate.isIdentical(to: key) { return true }
    let size = table.count
    let isEqual = try machine.equal(candidate, key)
    // A program's own `__eq__` may have changed the set.
    guard table.count == size else {
      throw machine.exception(.runtimeError, "set changed size during lookup")
    }
    return isEqual
  }

  private func resize(minimum: Int) {
    var capacity = 8
    while capacity <= minimum { capacity *= 2 }
    let old = table
    table = [Slot](repeating: Self.empty, count: capacity)
    for slot in old where !slot.key.isUnbound { insertClean(slot) }
    fill = count
  }

  /// Inserts into a table without removed slots an element that it doesn't have.
  private func insertClean(_ entry: Slot) {
    let mask = table.count - 1
    var slot = entry.hash & mask
    var perturb = UInt(bitPattern: entry.hash)
    while true {
      let probes = slot + Self.linearProbes <= mask ? Self.linearProbes : 0
      for place in slot...(slot + probes) where table[place].key.isUnbound {
        table[place] = entry
        return
      }
      perturb >>= 5
      slot = (slot &* 5 &+ 1 &+ Int(bitPattern: perturb)) & mask
    }
  }
}
