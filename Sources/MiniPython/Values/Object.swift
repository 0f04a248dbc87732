import BigInt

/// A Python value inside the interpreter: small values in place, the rest by reference.
enum Object {
  /// An unassigned variable or a deleted dictionary entry; never seen by a program.
  case unbound
  case none
  case ellipsis
  case bool(Bool)
  case integer(Int)
  /// Always outside the range of `Int`.
  case bigInteger(BigIntegerObject)
  case float(Double)
  case string(StringObject)
  case list(ListObject)
  case tuple(TupleObject)
  case dictionary(DictionaryObject)
  case set(SetObject)
  case range(RangeObject)
  case slice(SliceObject)
  case view(ViewObject)
  case iterator(IteratorObject)
  case function(FunctionObject)
  case builtin(BuiltinFunction)
  case method(MethodObject)
  case type(TypeObject)
  case exception(ExceptionObject)
  /// Everything else, by its hooks.
  case native(NativeObject)

  /// The object behind a reference, for identity.
  var reference: AnyObject? {
    switch self {
    case .bigInteger(let object): object
    case .string(let object): object
    case .list(let object): object
    case .tuple(let object): object
    case .dictionary(let object): object
    case .set(let object): object
    case .range(let object): object
    case .slice(let object): object
    case .view(let object): object
    case .iterator(let object): object
    case .function(let object): object
    case .builtin(let object): object
    case .method(let object): object
    case .type(let object): object
    case .exception(let object): object
    case .native(let object): object
    default: nil
    }
  }

  var isUnbound: Bool {
    if case .unbound = self { true } else { false }
  }

  var isNone: Bool {
    if case .none = self { true } else { false }
  }

  /// Python's `is`. Equal small values are one object, as CPython's small integers are.
  func isIdentical(to other: Object) -> Bool {
    switch (self, other) {
    case (.none, .none), (.ellipsis, .ellipsis): return true
    case (.bool(let left), .bool(let right)): return left == right
    case (.integer(let left), .integer(let right)): return left == right
    case (.float(let left), .float(let right)): return left.bitPattern == right.bitPattern
    case (.string(let left), .string(let right)):
      return left === right || (left.scalars.count <= 1 && left.scalars == right.scalars)
    case (.tuple(let left), .tuple(let right)):
      return left === right || (left.elements.isEmpty && right.elements.isEmpty)
    default:
      guard let left = reference, let right = other.reference else { return false }
      return left === right
    }
  }
}

/// An object that can hold others.
///
/// The machine keeps every container until the call ends and then empties them one by one, so
/// that neither cycles leak nor deep structures exhaust the stack when they are released.
class Container {
  /// Lets go of everything held.
  func clear() {}
}

final class BigIntegerObject {
  let value: BigInt
  init(_ value: BigInt) { self.value = value }
}

/// A string as code points.
final class StringObject {
  let scalars: [UInt32]
  @exclusivity(unchecked) private var hash: Int?

  init(_ scalars: [UInt32]) { self.scalars = scalars }

  /// A string that several machines may share, so that nothing in it changes later.
  init(_ scalars: [UInt32], hashed: Bool) {
    self.scalars = scalars
    hash = PythonHash.string(scalars)
  }

  /// Whether the texts are equal.
  @inline(__always)
  func isSame(as other: StringObject) -> Bool {
    if self === other { return true }
    let count = scalars.count
    guard count == other.scalars.count else { return false }
    if count == 1 { return scalars[0] == other.scalars[0] }
    return scalars == other.scalars
  }

  /// CPython's hash under `PYTHONHASHSEED=0`.
  var hashValue: Int {
    if let hash { return hash }
    let value = PythonHash.string(scalars)
    hash = value
    return value
  }
}

final class ListObject: Container {
  // Unchecked: no access lasts while a program's own code runs.
  @exclusivity(unchecked) var elements: [Object]
  init(_ elements: [Object]) { self.elements = elements }
  override func clear() { elements = [] }
}

final class TupleObject: Container {
  private(set) var elements: [Object]
  /// The class of a named tuple.
  let namedClass: ClassObject?

  init(_ elements: [Object], namedClass: ClassObject? = nil) {
    self.elements = elements
    self.namedClass = namedClass
  }

  override func clear() { elements = [] }
}

final class RangeObject {
  let start: Int
  let stop: Int
  let step: Int
  let count: Int

  init(start: Int, stop: Int, step: Int) {
    self.start = start
    self.stop = stop
    self.step = step
    count = RangeBounds.count(start: start, stop: stop, step: step)
  }

  subscript(index: Int) -> Int { start &+ index &* step }
}

final class SliceObject: Container {
  private(set) var lower: Object
  private(set) var upper: Object
  private(set) var step: Object

  init(lower: Object, upper: Object, step: Object) {
    self.lower = lower
    self.upper = upper
    self.step = step
  }

  override func clear() {
    lower = .none
    upper = .none
    step = .none
  }
}

/// `dict.keys()`, `.values()` or `.items()`.
final class ViewObject: Container {
  enum Kind: String { case keys, values, items }

  let kind: Kind
  private(set) var dictionary: DictionaryObject

  init(_ kind: Kind, of dictionary: DictionaryObject) {
    self.kind = kind
    self.dictionary = dictionary
  }
}

/// A Python function with the frame that it closes over.
final class FunctionObject: Container {
  let code: FunctionCode
  var defaults: [Object]
  var keywordDefaults: [Object]
  var closure: Frame?
  /// What the program stored on the function.
  var attributes: AttributeTable?
  /// The frame of an earlier call, which nothing refers to any more, for the next one.
  @exclusivity(unchecked) var spareFrame: Frame?

  init(code: FunctionCode, defaults: [Object], keywordDefaults: [Object], closure: Frame?) {
    self.code = code
    self.defaults = defaults
    self.keywordDefaults = keywordDefaults
    self.closure = closure
  }

  override func clear() {
    defaults = []
    keywordDefaults = []
    closure = nil
    attributes = nil
    spareFrame = nil
  }
}

/// A method bound to its receiver.
final class MethodObject: Container {
  private(set) var receiver: Object
  let name: String
  let body: BuiltinMethod

  init(receiver: Object, name: String, body: @escaping BuiltinMethod) {
    self.receiver = receiver
    self.name = name
    self.body = body
  }

  override func clear() { receiver = .none }
}

/// What a call passes.
struct Arguments {
  var values: [Object] = []
  var keywords: [(name: String, value: Object)] = []
}

typealias BuiltinBody = @Sendable (Machine, Arguments) throws -> Object
typealias UnaryBody = @Sendable (Machine, Object) throws -> Object
typealias BuiltinMethod = @Sendable (Machine, Object, Arguments) throws -> Object

/// A function of the language itself.
final class BuiltinFunction: Sendable {
  let name: String
  /// Whether a class that holds the function makes it a method.
  let isMethod: Bool
  let body: BuiltinBody
  /// The same for one argument by position.
  let unary: UnaryBody?

  init(_ name: String, isMethod: Bool = false, _ body: @escaping BuiltinBody) {
    self.name = name
    self.isMethod = isMethod
    self.body = body
    unary = nil
  }

  /// A function of exactly one argument.
  init(_ name: String, unary: @escaping UnaryBody) {
    self.name = name
    isMethod = false
    self.unary = unary
    body = { machine, arguments in
      try arguments.expect(1...1, name, machine)
      return try unary(machine, arguments.values[0])
    }
  }
}

/// A type; calling it makes a value.
///
/// Unchecked: the language's own types never change, and a program's classes stay inside the one
/// machine that made them.
class TypeObject: @unchecked Sendable {
  let name: String
  let base: TypeObject?
  let isException: Bool
  let construct: BuiltinBody

  init(
    _ name: String, base: TypeObject? = nil, isException: Bool = false,
    _ construct: @escaping BuiltinBody
  ) {
    self.name = name
    self.base = base
    self.isException = isException
    self.construct = construct
  }

  /// The name as `repr` writes it: with its module's, unless it is built in.
  var qualifiedName: String { Self.modules[name].map { $0 + "." + name } ?? name }

  /// The modules of the language's own types that are not built in.
  private static let modules = [
    "Counter": "collections", "OrderedDict": "collections", "defaultdict": "collections",
    "deque": "collections", "chain": "itertools", "partial": "functools", "Pattern": "re",
    "Match": "re", "FrozenInstanceError": "dataclasses",
  ]

  /// The type as a class that a program defined.
  var asClass: ClassObject? { nil }

  func isSubtype(of other: TypeObject) -> Bool {
    var type: TypeObject? = self
    while let current = type {
      if current === other { return true }
      type = current.base
    }
    return false
  }
}

final class ExceptionObject: Container {
  let type: TypeObject
  private(set) var arguments: [Object]
  /// What the program stored on the exception.
  var attributes: AttributeTable?
  /// What `raise ... from` named.
  var cause: ExceptionObject?
  var suppressesContext = false
  /// What was being handled when this one was raised.
  var context: ExceptionObject?
  var notes: [Object] = []

  init(type: TypeObject, arguments: [Object]) {
    self.type = type
    self.arguments = arguments
  }

  func replace(arguments: [Object]) { self.arguments = arguments }

  override func clear() {
    arguments = []
    attributes = nil
    cause = nil
    context = nil
    notes = []
  }
}
