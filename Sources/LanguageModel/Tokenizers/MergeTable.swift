/// Which neighbouring tokens merge into which, and in what order (Sennrich et al. 2016).
struct MergeTable: Sendable {
  /// What a pair becomes; lower ranks go first.
  struct Merge: Sendable {
    let rank: Int32
    let result: Int32
  }

  private var merges: [UInt64: Merge] = [:]

  init(capacity: Int) {
    merges.reserveCapacity(capacity)
  }

  /// Adds the next merge in order. A pair that comes again keeps its last rank.
  mutating func append(_ left: Int32, _ right: Int32, result: Int32, rank: Int) {
    merges[MergeTable.key(left, right)] = Merge(rank: Int32(clamping: rank), result: result)
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  private subscript(left: Int32, right: Int32) -> Merge? { merges[MergeTable.key(left, right)] }

  /// A merge that may be made: of the symbol at `position` and the one after it.
  private struct Candidate {
    let rank: Int32
    let position: Int32
    let result: Int32

    static func < (a: Candidate, b: Candidate) -> Bool {
      (a.rank, a.position) < (b.rank, b.position)
    }
  }

  /// Merges until nothing more can be: always the pair of the lowest rank, the leftmost of equals.
  /// Takes time in proportion to n log n.
  func apply(to symbols: [Int32]) -> [Int32] {
    guard symbols.count > 1 else { return symbols }
    var ids = symbols
    var next = (0..<symbols.count).map { $0 + 1 }
    var previous = (0..<symbols.count).map { $0 - 1 }
    var isGone = [Bool](repeating: false, count: symbols.count)
    var heap = MinimumHeap<Candidate>(areInOrder: <)
    func candidate(_ left: Int, _ right: Int, _ ids: [Int32]) -> Candidate? {
      self[ids[left], ids[right]].map {
        Candidate(rank: $0.rank, position: Int32(left), result: $0.result)
      }
    }
    for left in 0..<(symbols.count - 1) {
      if let found = candidate(left, left + 1, ids) { heap.insert(found) }
    }
    while let top = heap.removeMinimum() {
      let left = Int(top.position)
      let right = next[left]
      // The symbols may have merged with others since the candidate was found.
      guard !isGone[left], right < ids.count, self[ids[left], ids[right]]?.result == top.result
      else { continue }
      ids[left] = top.result
      isGone[right] = true
      next[left] = next[right]
      if next[left] < ids.count {
        previous[next[left]] = left
        if let found = candidate(left, next[left], ids) { heap.insert(found) }
      }
      if previous[left] >= 0, let found = candidate(previous[left], left, ids) {
        heap.insert(found)
      }
    }
    return ids.indices.filter { !isGone[$0] }.map { ids[$0] }
  }
}

/// A binary heap (Williams 1964) whose smallest element is at hand.
struct MinimumHeap<Element> {
  private var elements: [Element] = []
  private let areInOrder: (Element, Element) -> Bool

  init(areInOrder: @escaping (Element, Element) -> Bool) {
    self.areInOrder = areInOrder
  }

  mutating func insert(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard areInOrder(elements[child], elements[parent]) else { return }
      elements.swapAt(child, parent)
      child = parent
    }
  }

  mutating func removeMinimum() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let minimum = elements.first else { return last }
    elements[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < elements.count else { break }
      if child + 1 < elements.count, areInOrder(elements[child + 1], elements[child]) {
        child += 1
      }
      guard areInOrder(elements[child], elements[parent]) else { break }
      elements.swapAt(child, parent)
      parent = child
    }
    return minimum
  }
}
