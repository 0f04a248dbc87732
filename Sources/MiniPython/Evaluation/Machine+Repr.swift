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
    default: return try repr(object)
    }
  }

  /// `str(exception)`.
  func text(of exception: ExceptionObject) throws -> String {
    let arguments = exception.arguments
    if arguments.count == 1 {
      let scalars =
        exception.type === TypeObject.keyError ? try repr(arguments[0]) : try text(arguments[0])
      return String(scalars: scalars)
    }
    if arguments.isEmpty { return "" }
    return String(scalars: try repr(tuple(arguments)))
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
    case .integer(let value): append(String(value), to: &text)
    case .bigInteger(let object): append(try decimal(object.value), to: &text)
    case .float(let value): append(FloatText.repr(value), to: &text)
    case .string(let object):
      try work(object.scalars.count)
      append(StringText.repr(object.scalars), to: &text)
    case .list(let list): try write(list.elements, of: list, "[", "]", object, to: &text)
    case .tuple(let tuple):
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
    case .dictionary(let dictionary): try write(dictionary, to: &text)
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
      append("dict_\(view.kind.rawValue)(", to: &text)
      try write(elements(of: object), of: view, "[", "]", object, to: &text)
      append(")", to: &text)
    case .type(let type): append("<class '\(type.name)'>", to: &text)
    case .builtin(let function): append("<built-in function \(function.name)>", to: &text)
    case .exception(let exception):
      append(exception.type.name, to: &text)
      let tail = exception.arguments.count == 1 ? ")" : ")"
      try write(exception.arguments, of: exception, "(", tail, object, to: &text)
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
      for place in 0..<dictionary.places where !dictionary.keys[place].isUnbound {
        if !isFirst { append(", ", to: &text) }
        isFirst = false
        try write(dictionary.keys[place], to: &text)
        append(": ", to: &text)
        try write(dictionary.values[place], to: &text)
      }
      append("}", to: &text)
    }
  }
}
