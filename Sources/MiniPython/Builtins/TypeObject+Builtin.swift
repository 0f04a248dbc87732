extension TypeObject {
  private static func opaque(_ name: String) -> TypeObject {
    TypeObject(name) { machine, _ in
      throw machine.typeError("cannot create '\(name)' instances")
    }
  }

  static let object = TypeObject("object") { machine, _ in
    try machine.allocate(32)
    return .native(machine.keep(PlainObject()))
  }
  static let bytes = TypeObject("bytes", BytesMethods.construct)
  static let method = opaque("method")
  static let notImplemented = opaque("NotImplementedType")
  static let module = opaque("module")
  static let partial = TypeObject("partial", FunctionTools.partial)
  static let pattern = opaque("Pattern")
  static let match = opaque("Match")
  static let alias = opaque("_GenericAlias")
  static let superType = TypeObject("super") { machine, arguments in
    guard arguments.values.count == 2, case .type(let type) = arguments.values[0],
      let after = type.asClass
    else { throw NotSupported(construct: "super with these arguments") }
    return .native(machine.keep(SuperObject(after: after, receiver: arguments.values[1])))
  }
  static let property = TypeObject("property") { machine, arguments in
    try arguments.expect(
      0...4, keywords: ["fget", "fset", "fdel", "doc"], "property", machine)
    return .native(
      machine.keep(
        PropertyObject(
          getter: arguments.value(0, "fget") ?? .none, setter: arguments.value(1, "fset") ?? .none,
          deleter: arguments.value(2, "fdel") ?? .none,
          documentation: arguments.value(3, "doc") ?? .none)))
  }
  static let staticMethod = TypeObject("staticmethod") { machine, arguments in
    try arguments.expect(1...1, "staticmethod", machine)
    return .native(machine.keep(MethodWrapper(arguments.values[0], isClassMethod: false)))
  }
  static let classMethod = TypeObject("classmethod") { machine, arguments in
    try arguments.expect(1...1, "classmethod", machine)
    return .native(machine.keep(MethodWrapper(arguments.values[0], isClassMethod: true)))
  }
  static let noneType = opaque("NoneType")
  static let ellipsis = opaque("ellipsis")
  static let slice = TypeObject("slice") { machine, arguments in
    try arguments.expect(1...3, "slice", machine)
    try machine.allocate(64)
    let values = arguments.values
    if values.count == 1 {
      return .slice(machine.keep(SliceObject(lower: .none, upper: values[0], step: .none)))
    }
    return .slice(
      machine.keep(
        SliceObject(
          lower: values[0], upper: values[1], step: values.count > 2 ? values[2] : .none)))
  }
  static let function = opaque("function")
  static let builtinFunction = opaque("builtin_function_or_method")
  static let iterator = opaque("iterator")
  static let generator = opaque("generator")
  static let type = TypeObject("type") { machine, arguments in
    if arguments.values.count == 3 { throw NotSupported(construct: "type() with three arguments") }
    try arguments.expect(1...1, "type", machine)
    return .type(machine.type(of: arguments.values[0]))
  }
  static let int = TypeObject("int", Conversions.integer)
  static let bool = TypeObject("bool", base: int) { machine, arguments in
    try arguments.expect(0...1, "bool", machine)
    return .bool(try arguments.values.first.map(machine.truth) ?? false)
  }
  static let float = TypeObject("float", Conversions.float)
  static let str = TypeObject("str", Conversions.string)
  static let list = TypeObject("list") { machine, arguments in
    try arguments.expect(0...1, "list", machine)
    return try machine.list(arguments.values.first.map { try machine.elements(of: $0) } ?? [])
  }
  static let tuple = TypeObject("tuple") { machine, arguments in
    try arguments.expect(0...1, "tuple", machine)
    if case .tuple? = arguments.values.first { return arguments.values[0] }
    return try machine.tuple(arguments.values.first.map { try machine.elements(of: $0) } ?? [])
  }
  static let dict = TypeObject("dict") { machine, arguments in
    try Arguments(values: arguments.values).expect(0...1, "dict", machine)
    let dictionary = try machine.dictionary()
    if let source = arguments.values.first {
      guard Compiler.isIterable(source) else {
        throw machine.typeError("'\(machine.typeName(of: source))' object is not iterable")
      }
      try machine.update(dictionary, from: source)
    }
    for (name, value) in arguments.keywords {
      try dictionary.set(machine.string(name), value, machine)
    }
    return .dictionary(dictionary)
  }
  static let set = TypeObject("set") { machine, arguments in
    try arguments.expect(0...1, "set", machine)
    return .set(try Conversions.set(machine, arguments, isFrozen: false))
  }
  static let frozenset = TypeObject("frozenset") { machine, arguments in
    try arguments.expect(0...1, "frozenset", machine)
    if case .set(let set)? = arguments.values.first, set.isFrozen { return .set(set) }
    return .set(try Conversions.set(machine, arguments, isFrozen: true))
  }
  static let range = TypeObject("range", Conversions.range)
  static let enumerate = TypeObject("enumerate", IterationBuiltins.enumerate)
  static let zip = TypeObject("zip", IterationBuiltins.zip)
  static let map = TypeObject("map", IterationBuiltins.map)
  static let filter = TypeObject("filter", IterationBuiltins.filter)
  static let reversed = TypeObject("reversed", IterationBuiltins.reversed)

  private static let keysView = opaque("dict_keys")
  private static let valuesView = opaque("dict_values")
  private static let itemsView = opaque("dict_items")

  private static let orderedKeysView = opaque("odict_keys")
  private static let orderedValuesView = opaque("odict_values")
  private static let orderedItemsView = opaque("odict_items")

  static func of(_ view: ViewObject) -> TypeObject {
    let isOrdered = view.dictionary.flavor?.type === orderedDict
    return switch view.kind {
    case .keys: isOrdered ? orderedKeysView : keysView
    case .values: isOrdered ? orderedValuesView : valuesView
    case .items: isOrdered ? orderedItemsView : itemsView
    }
  }

  // MARK: Exceptions

  private static func exceptionType(_ name: String, _ base: TypeObject?) -> TypeObject {
    final class Box: @unchecked Sendable {
      // Written once, below, before the type can be called.
      weak var type: TypeObject?
    }
    let box = Box()
    let type = TypeObject(name, base: base, isException: true) { machine, arguments in
      guard let type = box.type else { throw NotSupported(construct: name) }
      if !arguments.keywords.isEmpty {
        throw machine.typeError("\(name)() takes no keyword arguments")
      }
      try machine.allocate(64)
      return .exception(
        machine.keep(ExceptionObject(type: type, arguments: arguments.values)))
    }
    box.type = type
    return type
  }

  static let baseException = exceptionType("BaseException", nil)
  static let exception = exceptionType("Exception", baseException)
  static let arithmeticError = exceptionType("ArithmeticError", exception)
  static let zeroDivisionError = exceptionType("ZeroDivisionError", arithmeticError)
  static let overflowError = exceptionType("OverflowError", arithmeticError)
  static let assertionError = exceptionType("AssertionError", exception)
  static let attributeError = exceptionType("AttributeError", exception)
  static let lookupError = exceptionType("LookupError", exception)
  static let indexError = exceptionType("IndexError", lookupError)
  static let keyError = exceptionType("KeyError", lookupError)
  static let nameError = exceptionType("NameError", exception)
  static let unboundLocalError = exceptionType("UnboundLocalError", nameError)
  static let runtimeError = exceptionType("RuntimeError", exception)
  static let recursionError = exceptionType("RecursionError", runtimeError)
  static let notImplementedError = exceptionType("NotImplementedError", runtimeError)
  static let stopIteration = exceptionType("StopIteration", exception)
  static let typeError = exceptionType("TypeError", exception)
  static let valueError = exceptionType("ValueError", exception)
  static let unicodeError = exceptionType("UnicodeError", valueError)
  static let unicodeEncodeError = exceptionType("UnicodeEncodeError", unicodeError)
  static let unicodeDecodeError = exceptionType("UnicodeDecodeError", unicodeError)
  static let generatorExit = exceptionType("GeneratorExit", baseException)
  static let osError = exceptionType("OSError", exception)
  static let frozenInstanceError = exceptionType("FrozenInstanceError", attributeError)
  static let regexError = exceptionType("error", exception)

  /// Exception types that only a program itself raises.
  private static let raisedByPrograms: [TypeObject] = [
    exceptionType("KeyboardInterrupt", baseException), exceptionType("SystemExit", baseException),
    exceptionType("FloatingPointError", arithmeticError), exceptionType("EOFError", exception),
    importError, exceptionType("MemoryError", exception),
    exceptionType("BufferError", exception), exceptionType("ReferenceError", exception),
    exceptionType("SystemError", exception), exceptionType("StopAsyncIteration", exception),
    exceptionType("FileNotFoundError", osError), exceptionType("PermissionError", osError),
    exceptionType("TimeoutError", osError), exceptionType("ConnectionError", osError),
    exceptionType("ModuleNotFoundError", importError), exceptionType("FileExistsError", osError),
    exceptionType("InterruptedError", osError), exceptionType("NotADirectoryError", osError),
    exceptionType("IsADirectoryError", osError), exceptionType("BlockingIOError", osError),
    syntaxError, exceptionType("IndentationError", syntaxError), warning,
    exceptionType("UserWarning", warning), exceptionType("DeprecationWarning", warning),
    exceptionType("RuntimeWarning", warning), exceptionType("FutureWarning", warning),
    exceptionType("SyntaxWarning", warning), exceptionType("UnicodeWarning", warning),
    exceptionType("UnicodeTranslateError", unicodeError),
  ]
  private static let importError = exceptionType("ImportError", exception)
  private static let syntaxError = exceptionType("SyntaxError", exception)
  private static let warning = exceptionType("Warning", exception)

  /// All exception types that a program can name.
  static let exceptions: [TypeObject] =
    [
      baseException, exception, arithmeticError, zeroDivisionError, overflowError, assertionError,
      attributeError, lookupError, indexError, keyError, nameError, unboundLocalError, runtimeError,
      recursionError, notImplementedError, stopIteration, typeError, valueError, unicodeError,
      unicodeEncodeError, unicodeDecodeError, generatorExit, osError,
    ] + raisedByPrograms
}
