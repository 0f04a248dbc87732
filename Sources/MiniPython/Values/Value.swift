import BigInt

/// A Python value outside the interpreter: immutable, comparable as Python compares.
///
/// `==` is Python's: `True == 1 == 1.0`, sets and dictionaries without regard to order, a list
/// never equal to a tuple, NaN equal to nothing.
public indirect enum Value: Sendable {
  case none
  case ellipsis
  case bool(Bool)
  case integer(Int)
  /// An integer beyond a machine word.
  case bigInteger(BigInt)
  case float(Double)
  /// A string as code points, which may include lone surrogates.
  case string([UInt32])
  case bytes([UInt8])
  case list([Value])
  case tuple([Value])
  /// Elements in iteration order.
  case set([Value])
  case frozenSet([Value])
  /// Entries in insertion order; keys are distinct.
  case dictionary([Entry])
  case range(start: Int, stop: Int, step: Int)
  /// Anything without a literal form, such as a function: equal to nothing.
  case opaque(typeName: String, repr: String)

  /// A key and its value.
  public struct Entry: Sendable {
    public let key: Value
    public let value: Value

    /// Makes an entry.
    public init(key: Value, value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// A string value.
  public static func text(_ text: String) -> Value {
    .string(text.unicodeScalars.map(\.value))
  }

  /// An integer value in its canonical case.
  public static func integer(_ value: BigInt) -> Value {
    Int(exactly: value).map { .integer($0) } ?? .bigInteger(value)
  }

  /// Whether this is `None`.
  public var isNone: Bool {
    if case .none = self { true } else { false }
  }

  /// The Python type's name.
  public var typeName: String {
    switch self {
    case .none: "NoneType"
    case .ellipsis: "ellipsis"
    case .bool: "bool"
    case .integer, .bigInteger: "int"
    case .float: "float"
    case .string: "str"
    case .bytes: "bytes"
    case .list: "list"
    case .tuple: "tuple"
    case .set: "set"
    case .frozenSet: "frozenset"
    case .dictionary: "dict"
    case .range: "range"
    case .opaque(let typeName, _): typeName
    }
  }

  /// Whether the value can be a dictionary key or set element.
  public var isHashable: Bool {
    switch self {
    case .list, .set, .dictionary: false
    case .tuple(let elements): elements.allSatisfy(\.isHashable)
    default: true
    }
  }
}
