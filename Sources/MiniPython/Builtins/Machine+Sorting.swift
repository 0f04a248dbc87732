extension Machine {
  /// The elements in order, equal ones in their original order, with the `key` and `reverse` of
  /// `sorted` and `list.sort`.
  func sorted(_ elements: [Object], _ arguments: Arguments) throws -> [Object] {
    let isReversed = try arguments.keyword("reverse").map { try smallInteger($0) != 0 } ?? false
    let key = arguments.keyword("key").flatMap { $0.isNone ? nil : $0 }
    try reserve(elements.count * 2)
    let keys = try key.map { key in try elements.map { try call(key, $0) } } ?? elements
    var order = Array(elements.indices)
    // A stable sort in reverse keeps equal elements in their original order too.
    if isReversed { order.reverse() }
    try mergeSort(&order) { first, second in try self.compare(.less, keys[first], keys[second]) }
    if isReversed { order.reverse() }
    return order.map { elements[$0] }
  }

  /// A stable merge sort. Up to 63 elements it makes CPython's comparisons, one by one, so that
  /// even an order which contradicts itself, as with NaN, gives CPython's result.
  private func mergeSort(
    _ order: inout [Int], isLess: (Int, Int) throws -> Bool
  ) throws {
    let count = order.count
    guard count > 1 else { return }
    var shortest = count
    while shortest >= 64 { shortest = (shortest + 1) / 2 }
    var starts: [Int] = []
    var start = 0
    while start < count {
      starts.append(start)
      var end = try orderedRun(&order, from: start, isLess: isLess)
      if end - start < shortest {
        let sorted = end
        end = min(start + shortest, count)
        try insert(&order, start..<end, sortedTo: sorted, isLess: isLess)
      }
      try work(end - start)
      start = end
    }
    var scratch = order
    while starts.count > 1 {
      var merged: [Int] = []
      for index in stride(from: 0, to: starts.count, by: 2) {
        let start = starts[index]
        let middle = index + 1 < starts.count ? starts[index + 1] : count
        let end = index + 2 < starts.count ? starts[index + 2] : count
        merged.append(start)
        try work(end - start)
        var (left, right) = (start, middle)
        for place in start..<end {
          let takesRight =
            try right < end && (left >= middle || isLess(order[right], order[left]))
          scratch[place] = takesRight ? order[right] : order[left]
          if takesRight { right += 1 } else { left += 1 }
        }
      }
      swap(&order, &scratch)
      starts = merged
    }
  }

  /// Where the ordered run from a place ends; a falling one is turned round.
  private func orderedRun(
    _ order: inout [Int], from start: Int, isLess: (Int, Int) throws -> Bool
  ) throws -> Int {
    var end = start + 1
    guard end < order.count else { return end }
    let falls = try isLess(order[end], order[end - 1])
    end += 1
    while end < order.count, try isLess(order[end], order[end - 1]) == falls { end += 1 }
    if falls { order[start..<end].reverse() }
    return end
  }

  /// Sorts a range whose elements before `sortedTo` are sorted, by binary insertion.
  private func insert(
    _ order: inout [Int], _ range: Range<Int>, sortedTo: Int, isLess: (Int, Int) throws -> Bool
  ) throws {
    for index in sortedTo..<range.upperBound {
      let element = order[index]
      var (low, high) = (range.lowerBound, index)
      while low < high {
        let middle = low + (high - low) / 2
        if try isLess(element, order[middle]) { high = middle } else { low = middle + 1 }
      }
      var place = index
      while place > low {
        order[place] = order[place - 1]
        place -= 1
      }
      order[low] = element
    }
  }
}
