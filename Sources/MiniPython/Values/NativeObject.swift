/// An object whose behaviour is written in Swift or comes from a user's class.
///
/// Each hook gives nil where the type has no such behaviour; the machine then raises what CPython
/// raises. Hooks that may run a user's code count their native stack through the machine.
class NativeObject: Container {
  /// The type that `type()` shows.
  var type: TypeObject { .object }

  /// `object.name`, or nil if there is no such attribute.
  func attribute(_ name: String, _ machine: Machine) throws -> Object? { nil }

  /// `object.name = value`, or `del object.name` for `unbound`; false if it can't be done.
  func setAttribute(_ name: String, _ value: Object, _ machine: Machine) throws -> Bool { false }

  /// `object(arguments)`.
  func call(_ arguments: Arguments, _ machine: Machine) throws -> Object? { nil }

  /// Whether `callable` holds.
  var isCallable: Bool { false }

  /// Whether a class that holds the object makes it a method.
  var becomesMethod: Bool { false }

  func iterator(_ machine: Machine) throws -> IteratorObject? { nil }

  func reverseIterator(_ machine: Machine) throws -> IteratorObject? { nil }

  func length(_ machine: Machine) throws -> Int? { nil }

  func truth(_ machine: Machine) throws -> Bool { try length(machine).map { $0 > 0 } ?? true }

  func item(_ index: Object, _ machine: Machine) throws -> Object? { nil }

  /// `object[index] = value`, or `del object[index]` for `unbound`; false if it can't be done.
  func setItem(_ index: Object, _ value: Object, _ machine: Machine) throws -> Bool { false }

  func contains(_ element: Object, _ machine: Machine) throws -> Bool? { nil }

  /// `==` with any other object, or nil to ask that one.
  func equals(_ other: Object, _ machine: Machine) throws -> Bool? { nil }

  /// `<`, `<=`, `>`, `>=` with any other object, or nil to ask that one.
  func compare(
    _ operation: ComparisonOperator, _ other: Object, _ machine: Machine
  ) throws -> Bool? { nil }

  /// A binary operator with this object on the left, or on the right if `isReflected`.
  func binary(
    _ operation: BinaryOperator, _ other: Object, isReflected: Bool, _ machine: Machine
  ) throws -> Object? { nil }

  /// `object op= other`, or nil for the plain operator.
  func inPlace(
    _ operation: BinaryOperator, _ other: Object, _ machine: Machine
  ) throws -> Object? { nil }

  func unary(_ operation: UnaryOperator, _ machine: Machine) throws -> Object? { nil }

  /// The hash; nil for the unhashable.
  func hash(_ machine: Machine) throws -> Int? { 8_794_984 }

  func repr(_ machine: Machine) throws -> [UInt32] {
    // CPython writes the address, which no two runs share.
    throw NotSupported(construct: "repr of a \(type.name)")
  }

  func text(_ machine: Machine) throws -> [UInt32] { try repr(machine) }

  func format(_ specification: [UInt32], _ machine: Machine) throws -> [UInt32]? {
    specification.isEmpty ? try text(machine) : nil
  }
}

/// A function or method of Swift bound to what it needs.
final class NativeFunction: NativeObject {
  let name: String
  /// Whether a class that holds the function makes it a method.
  let isMethod: Bool
  private var body: (Machine, Arguments) throws -> Object

  init(
    _ name: String, isMethod: Bool = false,
    _ body: @escaping (Machine, Arguments) throws -> Object
  ) {
    self.name = name
    self.isMethod = isMethod
    self.body = body
  }

  override var type: TypeObject { .builtinFunction }
  override var isCallable: Bool { true }
  override var becomesMethod: Bool { isMethod }

  override func call(_ arguments: Arguments, _ machine: Machine) throws -> Object? {
    try body(machine, arguments)
  }

  override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    name == "__name__" ? try machine.string(self.name) : nil
  }

  override func clear() { body = { _, _ in .none } }
}

/// An iterator whose step is a closure with its own state.
final class ClosureIterator: IteratorObject {
  private let typeObject: TypeObject
  private var step: ((Machine) throws -> Object?)?

  init(_ type: TypeObject, _ step: @escaping (Machine) throws -> Object?) {
    typeObject = type
    self.step = step
  }

  override var type: TypeObject { typeObject }

  override func next(_ machine: Machine) throws -> Object? {
    guard let step else { return nil }
    try machine.step()
    // Iterators over iterators take native stack, as calls do.
    try machine.enterNative(height: 3)
    defer { machine.leaveNative(height: 3) }
    guard let value = try step(machine) else {
      self.step = nil
      return nil
    }
    return value
  }

  override func clear() { step = nil }
}

/// Named values in order of definition.
final class AttributeTable: Container {
  private(set) var names: [String] = []
  private(set) var values: [Object] = []
  private var places: [String: Int] = [:]

  subscript(name: String) -> Object? {
    place(of: name).map { values[$0] }
  }

  private func place(of name: String) -> Int? {
    if names.count > 12 { return places[name] }
    for index in names.indices where names[index] == name { return index }
    return nil
  }

  func set(_ name: String, _ value: Object, _ machine: Machine) throws {
    if let place = place(of: name) {
      values[place] = value
      return
    }
    try machine.allocate(96)
    names.append(name)
    values.append(value)
    if names.count == 13 {
      for (index, name) in names.enumerated() { places[name] = index }
    } else if names.count > 13 {
      places[name] = names.count - 1
    }
  }

  func remove(_ name: String, _ machine: Machine) throws -> Bool {
    guard let place = place(of: name) else { return false }
    try machine.work(names.count)
    names.remove(at: place)
    values.remove(at: place)
    places = [:]
    if names.count > 12 { for (index, name) in names.enumerated() { places[name] = index } }
    return true
  }

  override func clear() {
    names = []
    values = []
    places = [:]
  }
}
