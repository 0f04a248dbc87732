extension Machine {
  /// The elements in order, equal ones in their original order, with the `key` and `reverse` of
  /// `sorted` and `list.sort`.
  func sorted(_ elements: [Object], _ arguments: Arguments) throws -> [Object] {
    let isReversed = try arguments.keyword("reverse").map(truth) ?? false
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

  private func mergeSort(
    _ order: inout [Int], isLess: (Int, Int) throws -> Bool
  ) throws {
    let count = order.count
    guard count > 1 else { return }
    // Runs of eight by insertion, then merged two by two.
    let run = 8
    for start in stride(from: 0, to: count, by: run) {
      for index in (start + 1)..<max(start + 1, min(start + run, count)) {
        let element = order[index]
        var place = index
        while place > start, try isLess(element, order[place - 1]) {
          order[place] = order[place - 1]
          place -= 1
        }
        order[place] = element
      }
      try step()
    }
    var width = run
    var scratch = order
    while width < count {
      for start in stride(from: 0, to: count, by: 2 * width) {
        let middle = min(start + width, count)
        let end = min(start + 2 * width, count)
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
      width *= 2
    }
  }
}
