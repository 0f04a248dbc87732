extension Machine {
  /// `object[index]`.
  func item(_ object: Object, _ index: Object) throws -> Object {
    switch object {
    case .list(let list):
      if case .integer(let word) = index {
        let place = word < 0 ? word &+ list.elements.count : word
        guard place >= 0, place < list.elements.count else {
          throw indexError("list index out of range")
        }
        return list.elements[place]
      }
      if case .slice(let slice) = index {
        return try self.list(take(slice, from: list.elements))
      }
      let place = try place(index, list.elements.count, "list")
      return list.elements[place]
    case .tuple(let tuple):
      if case .slice(let slice) = index {
        return try self.tuple(take(slice, from: tuple.elements))
      }
      return tuple.elements[try place(index, tuple.elements.count, "tuple")]
    case .string(let text):
      if case .slice(let slice) = index { return try string(take(slice, from: text.scalars)) }
      return try character(text.scalars[try place(index, text.scalars.count, "string")])
    case .dictionary(let dictionary):
      if let value = try dictionary.value(for: index, self) { return value }
      return try missing(index, in: dictionary)
    case .range(let range):
      if case .slice(let slice) = index {
        let bounds = try self.bounds(slice, count: range.count)
        return .range(
          RangeObject(
            start: range.start &+ bounds.start &* range.step,
            stop: range.start &+ bounds.stop &* range.step, step: range.step &* bounds.step))
      }
      return .integer(range[try place(index, range.count, "range object")])
    case .type(let type):
      guard let type = type.asClass, type.enumeration != nil else {
        throw NotSupported(construct: "generic type")
      }
      return try EnumerationClass.member(of: type, named: index, self)
    case .native(let native):
      if let value = try native.item(index, self) { return value }
      throw typeError("'\(typeName(of: object))' object is not subscriptable")
    default:
      throw typeError("'\(typeName(of: object))' object is not subscriptable")
    }
  }

  /// The place that an index names, negative ones from the end.
  /// Where an index points. The count is read last: an `__index__` may change the sequence.
  private func place(
    _ index: Object, _ count: @autoclosure () -> Int, _ name: String, isAssignment: Bool = false
  ) throws -> Int {
    guard let word = Numbers.word(index) else {
      if case .bigInteger = index {
        throw indexError("cannot fit 'int' into an index-sized integer")
      }
      if let value = try indexed(index) {
        return try place(value, count(), name, isAssignment: isAssignment)
      }
      if name == "string" {
        throw typeError("string indices must be integers, not '\(typeName(of: index))'")
      }
      throw typeError(
        "\(name == "range object" ? "range" : name) indices must be integers or slices, "
          + "not \(typeName(of: index))")
    }
    let count = count()
    let place = word < 0 ? word &+ count : word
    guard place >= 0, place < count else {
      throw indexError("\(name) \(isAssignment ? "assignment " : "")index out of range")
    }
    return place
  }

  /// A slice's resolved bounds.
  struct SliceBounds {
    var start: Int
    var stop: Int
    var step: Int
    var count: Int { RangeBounds.count(start: start, stop: stop, step: step) }
  }

  /// CPython's `PySlice_AdjustIndices`. The count is read last: an `__index__` may change the
  /// sequence.
  func bounds(_ slice: SliceObject, count: @autoclosure () -> Int) throws -> SliceBounds {
    try bounds(slice.lower, slice.upper, slice.step, count: count())
  }

  private func bounds(
    _ lower: Object, _ upper: Object, _ step: Object, count: @autoclosure () -> Int
  ) throws -> SliceBounds {
    let step = try sliceIndex(step) ?? 1
    if step == 0 { throw valueError("slice step cannot be zero") }
    let (lower, upper) = (try sliceIndex(lower), try sliceIndex(upper))
    let count = count()
    let low = step < 0 ? -1 : 0
    let high = step < 0 ? count - 1 : count
    func adjust(_ index: Int) -> Int {
      index < 0 ? max(index &+ count, low) : min(index, high)
    }
    let start = lower.map(adjust) ?? (step < 0 ? high : low)
    let stop = upper.map(adjust) ?? (step < 0 ? low : high)
    return SliceBounds(start: start, stop: stop, step: max(step, -Int.max))
  }

  func sliceIndex(_ object: Object) throws -> Int? {
    if object.isNone { return nil }
    if let word = Numbers.word(object) { return word }
    if case .bigInteger(let object) = object {
      return object.value.sign == .minus ? -Int.max : Int.max
    }
    if let value = try indexed(object) { return try sliceIndex(value) }
    throw typeError("slice indices must be integers or None or have an __index__ method")
  }

  /// `object[lower:upper:step]`.
  func slice(
    _ object: Object, _ lower: Object, _ upper: Object, _ step: Object
  ) throws -> Object {
    switch object {
    case .string(let text):
      let bounds = try bounds(lower, upper, step, count: text.scalars.count)
      return try string(take(bounds, from: text.scalars))
    case .list(let list):
      let bounds = try bounds(lower, upper, step, count: list.elements.count)
      return try self.list(take(bounds, from: list.elements))
    default:
      return try item(
        object, .slice(keep(SliceObject(lower: lower, upper: upper, step: step))))
    }
  }

  private func take<Element>(_ slice: SliceObject, from elements: [Element]) throws -> [Element] {
    try take(bounds(slice, count: elements.count), from: elements)
  }

  private func take<Element>(_ bounds: SliceBounds, from elements: [Element]) throws -> [Element] {
    let count = bounds.count
    try work(count)
    if count == 0 { return [] }
    if bounds.step == 1 { return Array(elements[bounds.start..<(bounds.start + count)]) }
    return (0..<count).map { elements[bounds.start + $0 * bounds.step] }
  }

  /// `object[index] = value`.
  func setItem(_ object: Object, _ index: Object, _ value: Object) throws {
    switch object {
    case .list(let list):
      if case .slice(let slice) = index {
        try assign(value, to: slice, of: list)
      } else {
        let place = try place(index, list.elements.count, "list", isAssignment: true)
        list.elements[place] = value
      }
    case .dictionary(let dictionary): try dictionary.set(index, value, self)
    case .native(let native) where try native.setItem(index, value, self): break
    default:
      throw typeError("'\(typeName(of: object))' object does not support item assignment")
    }
  }

  private func assign(_ value: Object, to slice: SliceObject, of list: ListObject) throws {
    let elements: [Object]
    do {
      elements = try self.elements(of: value)
    } catch let error as PythonException where error.object.type === TypeObject.typeError {
      throw typeError(
        try sliceIndex(slice.step) ?? 1 == 1
          ? "can only assign an iterable" : "must assign iterable to extended slice")
    }
    try reserve(elements.count)
    // After the elements are taken, which may have changed the list.
    let bounds = try bounds(slice, count: list.elements.count)
    if bounds.step == 1 {
      try work(list.elements.count)
      let end = max(bounds.start, bounds.stop)
      list.elements.replaceSubrange(bounds.start..<end, with: elements)
      return
    }
    guard elements.count == bounds.count else {
      throw valueError(
        "attempt to assign sequence of size \(elements.count) to extended slice of size "
          + "\(bounds.count)")
    }
    for (offset, element) in elements.enumerated() {
      list.elements[bounds.start + offset * bounds.step] = element
    }
  }

  /// `del object[index]`.
  func deleteItem(_ object: Object, _ index: Object) throws {
    switch object {
    case .list(let list):
      try work(list.elements.count)
      if case .slice(let slice) = index {
        let bounds = try bounds(slice, count: list.elements.count)
        if bounds.step == 1 {
          list.elements.removeSubrange(bounds.start..<max(bounds.start, bounds.stop))
        } else {
          let places = Set((0..<bounds.count).map { bounds.start + $0 * bounds.step })
          list.elements = list.elements.indices.filter { !places.contains($0) }
            .map { list.elements[$0] }
        }
      } else {
        let place = try place(index, list.elements.count, "list", isAssignment: true)
        list.elements.remove(at: place)
      }
    case .dictionary(let dictionary):
      if try dictionary.remove(index, self) == nil {
        if dictionary.flavor?.isCounter == true { return }
        throw keyError(index)
      }
    case .native(let native) where try native.setItem(index, .unbound, self): break
    case .string, .tuple, .range, .native:
      throw typeError("'\(typeName(of: object))' object doesn't support item deletion")
    default:
      throw typeError("'\(typeName(of: object))' object does not support item deletion")
    }
  }
}
