extension Machine {
  /// Python's `iter`.
  func iterator(_ object: Object) throws -> IteratorObject {
    try allocate(48)
    switch object {
    case .iterator(let iterator): return iterator
    case .list(let list): return keep(ListIterator(list))
    case .tuple(let tuple): return keep(ElementIterator(tuple.elements))
    case .string(let string): return keep(StringIterator(string))
    case .range(let range): return keep(RangeIterator(range))
    case .dictionary(let dictionary): return keep(DictionaryIterator(dictionary, .keys))
    case .view(let view): return keep(DictionaryIterator(view.dictionary, view.kind))
    case .set(let set): return keep(SetIterator(set))
    case .native(let native):
      if let iterator = try native.iterator(self) { return iterator }
      throw typeError("'\(typeName(of: object))' object is not iterable")
    case .type(let type):
      guard let members = type.asClass?.enumeration?.members else { break }
      try reserve(members.count)
      return keep(ElementIterator(members.map { .native($0) }))
    default: break
    }
    throw typeError("'\(typeName(of: object))' object is not iterable")
  }

  /// All elements of an iterable, counted before they are copied.
  func elements(of object: Object) throws -> [Object] {
    switch object {
    case .list(let list):
      try reserve(list.elements.count)
      return list.elements
    case .tuple(let tuple): return tuple.elements
    case .set(let set):
      try reserve(set.places)
      return set.elements
    case .string(let string):
      try reserve(string.scalars.count)
      return try string.scalars.map { try character($0) }
    case .range(let range):
      try reserve(range.count)
      return (0..<range.count).map { .integer(range[$0]) }
    default:
      let iterator = try iterator(object)
      var result: [Object] = []
      while let element = try iterator.next(self) {
        try allocate(16)
        try step()
        result.append(element)
      }
      return result
    }
  }

  /// Python's `in`.
  func contains(_ container: Object, _ element: Object) throws -> Bool {
    switch container {
    case .string(let string):
      guard case .string(let part) = element else {
        throw typeError(
          "'in <string>' requires string as left operand, not \(typeName(of: element))")
      }
      return try find(part.scalars, in: string.scalars) != nil
    case .dictionary(let dictionary): return try dictionary.value(for: element, self) != nil
    case .set(let set): return try set.contains(setKey(element), self)
    case .view(let view) where view.kind == .keys:
      return try view.dictionary.value(for: element, self) != nil
    case .view(let view) where view.kind == .items:
      guard case .tuple(let pair) = element, pair.elements.count == 2,
        let value = try view.dictionary.value(for: pair.elements[0], self)
      else { return false }
      return try isSame(value, pair.elements[1])
    case .list(let list): return try contains(list.elements, element)
    case .tuple(let tuple): return try contains(tuple.elements, element)
    case .range(let range):
      if let word = Numbers.word(element) {
        guard range.count > 0 else { return false }
        let (low, high) =
          range.step > 0
          ? (range.start, range[range.count - 1]) : (range[range.count - 1], range.start)
        return word >= low && word <= high
          && Int(bitPattern: UInt(bitPattern: word &- range.start)) % range.step == 0
      }
      return try containsByWalking(container, element)
    case .iterator, .view: return try containsByWalking(container, element)
    case .type(let type) where type.asClass?.enumeration != nil:
      return try containsByWalking(container, element)
    case .native(let native):
      if let answer = try native.contains(element, self) { return answer }
      return try containsByWalking(container, element)
    default:
      throw typeError("argument of type '\(typeName(of: container))' is not iterable")
    }
  }

  private func contains(_ elements: [Object], _ element: Object) throws -> Bool {
    try work(elements.count)
    for candidate in elements {
      if try candidate.isIdentical(to: element) || equal(candidate, element) { return true }
    }
    return false
  }

  private func containsByWalking(_ container: Object, _ element: Object) throws -> Bool {
    let iterator = try iterator(container)
    while let candidate = try iterator.next(self) {
      try step()
      if try candidate.isIdentical(to: element) || equal(candidate, element) { return true }
    }
    return false
  }

  /// Where `part` first occurs in `text[range]`.
  func find(
    _ part: [UInt32], in text: [UInt32], from start: Int = 0, to end: Int? = nil
  ) throws -> Int? {
    let end = end ?? text.count
    let last = end - part.count
    guard start <= last else { return nil }
    if part.isEmpty { return start }
    try work((last - start + 1) * max(1, part.count / 4))
    return text.withUnsafeBufferPointer { text in
      part.withUnsafeBufferPointer { part in
        let first = part[0]
        for index in start...last where text[index] == first {
          var offset = 1
          while offset < part.count, text[index + offset] == part[offset] { offset += 1 }
          if offset == part.count { return index }
        }
        return nil
      }
    }
  }

  func findLast(
    _ part: [UInt32], in text: [UInt32], from start: Int, to end: Int
  ) throws -> Int? {
    var index = end - part.count
    guard start <= index else { return nil }
    try work((index - start + 1) * max(1, part.count / 4))
    while index >= start {
      if matches(part, in: text, at: index) { return index }
      index -= 1
    }
    return nil
  }

  func matches(_ part: [UInt32], in text: [UInt32], at index: Int) -> Bool {
    guard index >= 0, index + part.count <= text.count else { return false }
    for offset in part.indices where text[index + offset] != part[offset] { return false }
    return true
  }
}
