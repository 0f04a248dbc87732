import BigInt

extension Machine {
  /// The most digits that an integer may have when it is written or read, as in CPython.
  static let maximumDigits = 4300

  /// An integer in decimal.
  func decimal(_ value: BigInt) throws -> String {
    // 4300 digits take at least 14281 bits; beyond 14284 there are certainly more.
    if value.magnitude.bitWidth > 14280 {
      let text = value.magnitude.bitWidth > 14290 ? "" : String(value.magnitude)
      if text.isEmpty || text.utf8.count > Self.maximumDigits {
        throw valueError(
          "Exceeds the limit (\(Self.maximumDigits) digits) for integer string conversion; "
            + "use sys.set_int_max_str_digits() to increase the limit")
      }
    }
    try work(value.magnitude.bitWidth)
    return String(value)
  }

  /// Python's `repr`.
  func repr(_ object: Object) throws -> [UInt32] {
    var text: [UInt32] = []
    try write(object, to: &text)
    try reserve(text.count, bytesEach: 4)
    return text
  }

  /// Python's `str`.
  func text(_ object: Object) throws -> [UInt32] {
    switch object {
    case .string(let object): return object.scalars
    case .exception(let exception):
      return try Array(text(of: exception).unicodeScalars.map(\.value))
    case .native(let native): return try native.text(self)
    default: return try repr(object)
    }
  }

  /// Writes Python's `str` after another text.
  func append(text object: Object, to result: inout [UInt32]) throws {
    switch object {
    case .string(let string): result += string.scalars
    case .integer(let value):
      let start = result.count
      result.append(decimal: value)
      try reserve(result.count - start, bytesEach: 4)
    default: result += try text(object)
    }
  }

  /// `str(exception)`, by its class's own `__str__` if there is one.
  func text(of exception: ExceptionObject) throws -> String {
    if let method = exception.type.asClass?.lookup("__str__") {
      let result = try callBound(method, .exception(exception), Arguments())
      return String(scalars: try scalars(result, "__str__ returned non-string"))
    }
    return try plainText(of: exception)
  }

  /// `BaseException.__str__`.
  func plainText(of exception: ExceptionObject) throws -> String {
    let arguments = exception.arguments
    if arguments.count == 1 {
      let scalars =
        exception.type.isSubtype(of: .keyError) ? try repr(arguments[0]) : try text(arguments[0])
      return String(scalars: scalars)
    }
    if arguments.isEmpty { return "" }
    return String(scalars: try repr(tuple(arguments)))
  }

  /// `BaseException.__repr__`.
  func plainRepr(of exception: ExceptionObject) throws -> [UInt32] {
    var text: [UInt32] = []
    append(exception.type.name, to: &text)
    try write(
      exception.arguments, of: exception, "(", ")", .exception(exception), to: &text)
    return text
  }

  /// `Point(x=1, y=2)`.
  private func write(
    _ tuple: TupleObject, _ type: ClassObject, _ fields: [String], to text: inout [UInt32]
  ) throws {
    append(type.name + "(", to: &text)
    try inside(tuple) {
      for (index, field) in fields.enumerated() {
        append((index > 0 ? ", " : "") + field + "=", to: &text)
        try write(tuple.elements[index], to: &text)
      }
    }
    append(")", to: &text)
  }

  /// `Counter({...})` and its like.
  private func write(
    _ dictionary: DictionaryObject, _ flavor: DictionaryFlavor, to text: inout [UInt32]
  ) throws {
    if isRepresenting(.dictionary(dictionary)) {
      append(flavor.type.name + "(...)", to: &text)
      return
    }
    switch flavor {
    case .counter:
      if dictionary.count == 0 { return append("Counter()", to: &text) }
      append("Counter(", to: &text)
      var copy = try self.dictionary()
      do {
        for (key, value) in try Collections.mostCommon(dictionary, self) {
          try copy.set(key, value, self)
        }
      } catch let error as PythonException where error.object.type === TypeObject.typeError {
        // Counts without an order are written as they stand.
        copy = keep(dictionary.copy())
        copy.flavor = nil
      }
      try inside(dictionary) { try write(copy, to: &text) }
    case .ordered:
      if dictionary.count == 0 { return append("OrderedDict()", to: &text) }
      append("OrderedDict([", to: &text)
      try inside(dictionary) {
        var isFirst = true
        for place in 0..<dictionary.places where dictionary.isLive(place) {
          append(isFirst ? "(" : ", (", to: &text)
          isFirst = false
          let value = dictionary.values[place]
          try write(dictionary.keys[place], to: &text)
          append(", ", to: &text)
          try write(value, to: &text)
          append(")", to: &text)
        }
      }
      append("]", to: &text)
    case .defaults(let factory):
      append("defaultdict(", to: &text)
      try write(factory, to: &text)
      append(", ", to: &text)
      try write(dictionary, to: &text)
    }
    append(")", to: &text)
  }

  private func append(_ string: String, to text: inout [UInt32]) {
    for scalar in string.unicodeScalars { text.append(scalar.value) }
  }

  private func write(_ object: Object, to text: inout [UInt32]) throws {
    if text.count > 1 << 16, text.count * 4 > budget.allocation - allocated {
      throw BudgetExceeded(limit: .allocation)
    }
    switch object {
    case .unbound, .none: append("None", to: &text)
    case .ellipsis: append("Ellipsis", to: &text)
    case .bool(let value): append(value ? "True" : "False", to: &text)
    case .integer(let value): text.append(decimal: value)
    case .bigInteger(let object): append(try decimal(object.value), to: &text)
    case .float(let value): append(FloatText.repr(value), to: &text)
    case .string(let object):
      try work(object.scalars.count)
      StringText.append(object.scalars, to: &text)
    case .list(let list): try write(list.elements, of: list, "[", "]", object, to: &text)
    case .tuple(let tuple):
      if let type = tuple.namedClass, let fields = type.tupleFields {
        return try write(tuple, type, fields, to: &text)
      }
      try write(
        tuple.elements, of: tuple, "(", tuple.elements.count == 1 ? ",)" : ")", object, to: &text)
    case .set(let set):
      let name = set.isFrozen ? "frozenset" : ""
      if set.count == 0 {
        append((set.isFrozen ? name : "set") + "()", to: &text)
      } else {
        let (open, close) = set.isFrozen ? ("frozenset({", "})") : ("{", "}")
        try write(set.elements, of: set, open, close, object, to: &text)
      }
    case .dictionary(let dictionary):
      if let flavor = dictionary.flavor {
        try write(dictionary, flavor, to: &text)
      } else {
        try write(dictionary, to: &text)
      }
    case .range(let range):
      append("range(\(range.start), \(range.stop)", to: &text)
      append(range.step == 1 ? ")" : ", \(range.step))", to: &text)
    case .slice(let slice):
      append("slice(", to: &text)
      try write(slice.lower, to: &text)
      append(", ", to: &text)
      try write(slice.upper, to: &text)
      append(", ", to: &text)
      try write(slice.step, to: &text)
      append(")", to: &text)
    case .view(let view):
      append(TypeObject.of(view).name + "(", to: &text)
      try write(elements(of: object), of: view, "[", "]", object, to: &text)
      append(")", to: &text)
    case .type(let type):
      append(
        type.asClass.flatMap { $0.enumeration == nil ? nil : $0.enumerationText }
          ?? "<class '\(type.qualifiedName)'>", to: &text)
    case .builtin(let function): append("<built-in function \(function.name)>", to: &text)
    case .exception(let exception):
      if let method = exception.type.asClass?.lookup("__repr__") {
        text += try scalars(
          callBound(method, object, Arguments()), "__repr__ returned non-string")
        return
      }
      append(exception.type.name, to: &text)
      try write(exception.arguments, of: exception, "(", ")", object, to: &text)
    case .native(let native): text += try native.repr(self)
    case .function, .method, .iterator:
      // CPython writes the address, which no two runs share.
      throw NotSupported(construct: "repr of a \(typeName(of: object))")
    }
  }

  private func write(
    _ elements: [Object], of container: Container, _ open: String, _ close: String,
    _ object: Object, to text: inout [UInt32]
  ) throws {
    if isRepresenting(object) {
      append(Self.ellipsis(for: object), to: &text)
      return
    }
    try work(elements.count)
    try inside(container) {
      append(open, to: &text)
      for (index, element) in elements.enumerated() {
        if index > 0 { append(", ", to: &text) }
        try write(element, to: &text)
      }
      append(close, to: &text)
    }
  }

  private func write(_ dictionary: DictionaryObject, to text: inout [UInt32]) throws {
    if isRepresenting(.dictionary(dictionary)) {
      append("{...}", to: &text)
      return
    }
    try work(dictionary.places)
    try inside(dictionary) {
      append("{", to: &text)
      var isFirst = true
      for place in 0..<dictionary.places where dictionary.isLive(place) {
        if !isFirst { append(", ", to: &text) }
        isFirst = false
        try write(dictionary.keys[place], to: &text)
        append(": ", to: &text)
        guard dictionary.isLive(place) else { continue }
        try write(dictionary.values[place], to: &text)
      }
      append("}", to: &text)
    }
  }
}
