extension Machine {
  func exception(_ type: TypeObject, _ message: String) -> PythonException {
    let text = Object.string(StringObject(message.unicodeScalars.map(\.value)))
    return PythonException(object: keep(ExceptionObject(type: type, arguments: [text])))
  }

  func typeError(_ message: String) -> PythonException { exception(.typeError, message) }

  func valueError(_ message: String) -> PythonException { exception(.valueError, message) }

  func indexError(_ message: String) -> PythonException { exception(.indexError, message) }

  func keyError(_ key: Object) -> PythonException {
    PythonException(object: keep(ExceptionObject(type: .keyError, arguments: [key])))
  }

  func attributeError(_ object: Object, _ name: String) -> PythonException {
    if case .type(let type) = object {
      return exception(
        .attributeError, "type object '\(type.name)' has no attribute '\(name)'")
    }
    return exception(
      .attributeError, "'\(typeName(of: object))' object has no attribute '\(name)'")
  }

  /// Runs what handles an exception; another one that leaves it was raised during the first.
  func handling<Result>(
    _ exception: ExceptionObject, _ body: () throws -> Result
  ) throws -> Result {
    handled.append(exception)
    defer { handled.removeLast() }
    do {
      return try body()
    } catch let error as PythonException {
      try link(error.object, raisedDuring: exception)
      throw error
    }
  }

  /// Sets `__context__`, unless it is set already; a ring of contexts is cut, as in CPython.
  func link(_ exception: ExceptionObject, raisedDuring current: ExceptionObject) throws {
    guard exception !== current, exception.context == nil else { return }
    var last = current
    while let next = last.context {
      try step()
      if next === exception {
        last.context = nil
        break
      }
      last = next
    }
    exception.context = current
  }

  func typeName(of object: Object) -> String { type(of: object).name }

  func type(of object: Object) -> TypeObject {
    switch object {
    case .unbound, .none: .noneType
    case .ellipsis: .ellipsis
    case .bool: .bool
    case .integer, .bigInteger: .int
    case .float: .float
    case .string: .str
    case .list: .list
    case .tuple(let tuple): tuple.namedClass ?? .tuple
    case .dictionary(let dictionary): dictionary.flavor?.type ?? .dict
    case .set(let set): set.isFrozen ? .frozenset : .set
    case .range: .range
    case .slice: .slice
    case .view(let view): TypeObject.of(view)
    case .iterator(let iterator): iterator.type
    case .function: .function
    case .builtin, .method: .builtinFunction
    case .type: .type
    case .exception(let exception): exception.type
    case .native(let native): native.type
    }
  }
}
