/// Something that gives one element after the other.
///
/// The state of the simple ones is not checked for exclusive access: no access to it lasts while a
/// program's own code runs.
class IteratorObject: Container {
  /// The type that `type()` shows.
  var type: TypeObject { .iterator }

  /// The next element, or nil at the end.
  func next(_ machine: Machine) throws -> Object? { nil }
}

/// Walks a list, and notices changes as CPython does.
final class ListIterator: IteratorObject {
  @exclusivity(unchecked) private var list: ListObject?
  @exclusivity(unchecked) private var index = 0

  init(_ list: ListObject) { self.list = list }

  override func next(_ machine: Machine) throws -> Object? {
    guard let list, index < list.elements.count else {
      list = nil
      return nil
    }
    index += 1
    return list.elements[index - 1]
  }

  override func clear() { list = nil }
}

/// Walks elements that can't change.
final class ElementIterator: IteratorObject {
  @exclusivity(unchecked) private var elements: [Object]
  @exclusivity(unchecked) private var index = 0

  init(_ elements: [Object]) { self.elements = elements }

  override func next(_ machine: Machine) throws -> Object? {
    guard index < elements.count else { return nil }
    index += 1
    return elements[index - 1]
  }

  override func clear() { elements = [] }
}

final class StringIterator: IteratorObject {
  private let scalars: [UInt32]
  @exclusivity(unchecked) private var index = 0

  init(_ string: StringObject) { scalars = string.scalars }

  override func next(_ machine: Machine) throws -> Object? {
    guard index < scalars.count else { return nil }
    index += 1
    return try machine.character(scalars[index - 1])
  }
}

final class RangeIterator: IteratorObject {
  private let range: RangeObject
  @exclusivity(unchecked) private var index = 0

  init(_ range: RangeObject) { self.range = range }

  override func next(_ machine: Machine) throws -> Object? {
    guard index < range.count else { return nil }
    index += 1
    return .integer(range[index - 1])
  }
}

final class DictionaryIterator: IteratorObject {
  private let kind: ViewObject.Kind
  @exclusivity(unchecked) private var dictionary: DictionaryObject?
  private let count: Int
  @exclusivity(unchecked) private var place: Int
  private let isReversed: Bool

  init(_ dictionary: DictionaryObject, _ kind: ViewObject.Kind, isReversed: Bool = false) {
    self.dictionary = dictionary
    self.kind = kind
    self.isReversed = isReversed
    count = dictionary.count
    place = isReversed ? dictionary.places - 1 : 0
  }

  override func next(_ machine: Machine) throws -> Object? {
    guard let dictionary else { return nil }
    if dictionary.count != count {
      throw machine.exception(.runtimeError, "dictionary changed size during iteration")
    }
    while place >= 0, place < dictionary.places {
      let current = place
      place += isReversed ? -1 : 1
      if dictionary.keys[current].isUnbound { continue }
      switch kind {
      case .keys: return dictionary.keys[current]
      case .values: return dictionary.values[current]
      case .items:
        return try machine.tuple([dictionary.keys[current], dictionary.values[current]])
      }
    }
    self.dictionary = nil
    return nil
  }

  override func clear() { dictionary = nil }
}

final class SetIterator: IteratorObject {
  @exclusivity(unchecked) private var set: SetObject?
  private let count: Int
  @exclusivity(unchecked) private var place = 0

  init(_ set: SetObject) {
    self.set = set
    count = set.count
  }

  override func next(_ machine: Machine) throws -> Object? {
    guard let set else { return nil }
    if set.count != count {
      throw machine.exception(.runtimeError, "Set changed size during iteration")
    }
    while place < set.places {
      place += 1
      if let element = set.element(at: place - 1) { return element }
    }
    self.set = nil
    return nil
  }

  override func clear() { set = nil }
}

/// `enumerate`, `zip`, `map`, `filter`, `reversed` and generator expressions: an iterator over
/// others, with what it does to their elements.
final class DerivedIterator: IteratorObject {
  private let typeObject: TypeObject
  private var sources: [IteratorObject]
  /// Objects that the step needs, such as a function.
  private var held: [Object]
  private var count: Int
  private let step: (Machine, DerivedIterator) throws -> Object?

  init(
    _ type: TypeObject, sources: [IteratorObject], held: [Object] = [], count: Int = 0,
    step: @escaping (Machine, DerivedIterator) throws -> Object?
  ) {
    typeObject = type
    self.sources = sources
    self.held = held
    self.count = count
    self.step = step
  }

  override var type: TypeObject { typeObject }

  override func next(_ machine: Machine) throws -> Object? {
    guard !sources.isEmpty else { return nil }
    try machine.step()
    // Iterators over iterators take native stack, as calls do.
    try machine.enterNative(height: 2)
    defer { machine.leaveNative(height: 2) }
    return try step(machine, self)
  }

  /// The next element of a source.
  func take(_ machine: Machine, from source: Int = 0) throws -> Object? {
    guard source < sources.count else { return nil }
    return try sources[source].next(machine)
  }

  var sourceCount: Int { sources.count }

  func held(_ index: Int) -> Object { held[index] }

  /// Counts up and gives the count before.
  func advance() -> Int {
    count &+= 1
    return count &- 1
  }

  override func clear() {
    sources = []
    held = []
  }
}

/// Walks a list from its end.
final class ReversedListIterator: IteratorObject {
  @exclusivity(unchecked) private var list: ListObject?
  private var index: Int

  init(_ list: ListObject) {
    self.list = list
    index = list.elements.count - 1
  }

  override func next(_ machine: Machine) throws -> Object? {
    guard let list, index >= 0, index < list.elements.count else {
      list = nil
      return nil
    }
    index -= 1
    return list.elements[index + 1]
  }

  override func clear() { list = nil }
}
