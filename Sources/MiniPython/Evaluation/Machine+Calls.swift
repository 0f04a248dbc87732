extension Machine {
  /// `callee(arguments)`.
  func call(_ callee: Object, _ arguments: Arguments) throws -> Object {
    try step()
    switch callee {
    case .function(let function): return try invoke(function, arguments)
    case .builtin(let function): return try guarded { try function.body(self, arguments) }
    case .type(let type):
      if let type = type.asClass { return try guarded { try instantiate(type, arguments) } }
      return try guarded { try type.construct(self, arguments) }
    case .method(let method):
      return try guarded { try method.body(self, method.receiver, arguments) }
    case .native(let native):
      if let result = try guarded({ try native.call(arguments, self) }) { return result }
      throw typeError("'\(typeName(of: callee))' object is not callable")
    default: throw typeError("'\(typeName(of: callee))' object is not callable")
    }
  }

  /// Calls with positional arguments only.
  func call(_ callee: Object, _ values: Object...) throws -> Object {
    try call(callee, Arguments(values: values))
  }

  /// Calls a builtin with its one argument.
  func call(_ body: UnaryBody, _ value: Object) throws -> Object {
    try step()
    return try guarded { try body(self, value) }
  }

  /// `str(value)`.
  func text(calling value: Object) throws -> Object {
    try step()
    switch value {
    case .string: return value
    case .integer(let number):
      var text: [UInt32] = []
      text.append(decimal: number)
      try reserve(text.count, bytesEach: 4)
      return try string(text)
    default: return try guarded { try string(text(value)) }
    }
  }

  /// Counts the native stack that a builtin takes, which may call back.
  private func guarded<Result>(_ body: () throws -> Result) throws -> Result {
    try enterNative(height: 3)
    defer { leaveNative(height: 3) }
    return try body()
  }

  /// Calls a function that takes exactly these arguments by position and is no generator.
  ///
  /// - Parameter receiver: the first argument, before the others are evaluated.
  func invoke(
    _ function: FunctionObject, _ receiver: Object?, _ arguments: [Evaluable], _ caller: Frame
  ) throws -> Object {
    let code = function.code
    var frame: Frame
    if let spare = function.spareFrame {
      frame = spare
      function.spareFrame = nil
    } else {
      frame = Frame(machine: self, slotCount: code.slotNames.count, parent: function.closure)
    }
    var slot = 0
    if let receiver {
      frame.slots[0] = receiver
      slot = 1
    }
    for argument in arguments {
      frame.slots[slot] = try argument.evaluate(caller)
      slot += 1
    }
    try step()
    try enterFrame(height: code.height)
    defer { leaveFrame(height: code.height) }
    let callerLine = line
    _ = try code.body(frame)
    let result = frame.result
    if recordsTrace, !code.isLambda { record(.returned(repr: try traceRepr(result))) }
    line = callerLine
    if isKnownUniquelyReferenced(&frame) {
      frame.reset()
      function.spareFrame = frame
    }
    return result
  }

  private func invoke(_ function: FunctionObject, _ arguments: Arguments) throws -> Object {
    let code = function.code
    try enterFrame(height: code.height)
    defer { leaveFrame(height: code.height) }
    let frame = Frame(machine: self, slotCount: code.slotNames.count, parent: function.closure)
    try bind(arguments, to: function, in: frame)
    if code.isGenerator {
      try allocate(160)
      return .iterator(keep(GeneratorObject(code: code, frame: frame)))
    }
    let callerLine = line
    _ = try code.body(frame)
    if recordsTrace, !code.isLambda {
      record(.returned(repr: try traceRepr(frame.result)))
    }
    line = callerLine
    return frame.result
  }

  private func bind(
    _ arguments: Arguments, to function: FunctionObject, in frame: Frame
  ) throws {
    let given = arguments.values.count
    if given == function.code.plainCount, arguments.keywords.isEmpty {
      for index in 0..<given { frame.slots[index] = arguments.values[index] }
      return
    }
    let parameters = function.code.parameters
    let positional = parameters.positional
    for index in 0..<min(given, positional.count) { frame.slots[index] = arguments.values[index] }
    var slot = positional.count
    if parameters.variadic != nil {
      let rest = given > positional.count ? Array(arguments.values[positional.count...]) : []
      frame.slots[slot] = try tuple(rest)
      slot += 1
    } else if given > positional.count {
      throw tooMany(function, given: given)
    }
    let keywordSlot = slot
    slot += parameters.keywordOnly.count
    var extra: DictionaryObject?
    if parameters.keywordVariadic != nil {
      let dictionary = try dictionary()
      frame.slots[slot] = .dictionary(dictionary)
      extra = dictionary
    }
    for (name, value) in arguments.keywords {
      if let index = positional.firstIndex(where: { $0.name == name }),
        index >= parameters.positionalOnlyCount
      {
        guard frame.slots[index].isUnbound else {
          throw typeError(
            "\(function.code.qualifiedName)() got multiple values for argument '\(name)'")
        }
        frame.slots[index] = value
      } else if let index = parameters.keywordOnly.firstIndex(where: { $0.name == name }) {
        frame.slots[keywordSlot + index] = value
      } else if let extra {
        try extra.set(string(name), value, self)
      } else {
        throw typeError(
          "\(function.code.qualifiedName)() got an unexpected keyword argument '\(name)'")
      }
    }
    try fillDefaults(function, in: frame, keywordSlot: keywordSlot)
  }

  private func fillDefaults(
    _ function: FunctionObject, in frame: Frame, keywordSlot: Int
  ) throws {
    let parameters = function.code.parameters
    let firstDefault = parameters.positional.count - function.defaults.count
    var missing: [String] = []
    for index in parameters.positional.indices where frame.slots[index].isUnbound {
      if index >= firstDefault {
        frame.slots[index] = function.defaults[index - firstDefault]
      } else {
        missing.append(parameters.positional[index].name)
      }
    }
    if !missing.isEmpty { throw self.missing(missing, "positional", function) }
    for index in parameters.keywordOnly.indices where frame.slots[keywordSlot + index].isUnbound {
      frame.slots[keywordSlot + index] = function.keywordDefaults[index]
      if function.keywordDefaults[index].isUnbound {
        missing.append(parameters.keywordOnly[index].name)
      }
    }
    if !missing.isEmpty { throw self.missing(missing, "keyword-only", function) }
  }

  private func missing(
    _ names: [String], _ kind: String, _ function: FunctionObject
  ) -> PythonException {
    let quoted = names.map { "'\($0)'" }
    let list =
      switch quoted.count {
      case 1: quoted[0]
      case 2: "\(quoted[0]) and \(quoted[1])"
      default: quoted.dropLast().joined(separator: ", ") + ", and " + quoted[quoted.count - 1]
      }
    return typeError(
      "\(function.code.qualifiedName)() missing \(names.count) required \(kind) "
        + "argument\(names.count == 1 ? "" : "s"): \(list)")
  }

  private func tooMany(_ function: FunctionObject, given: Int) -> PythonException {
    let count = function.code.parameters.positional.count
    let takes =
      function.defaults.isEmpty
      ? "\(count)" : "from \(count - function.defaults.count) to \(count)"
    return typeError(
      "\(function.code.qualifiedName)() takes \(takes) positional "
        + "argument\(count == 1 && function.defaults.isEmpty ? "" : "s") "
        + "but \(given) \(given == 1 ? "was" : "were") given")
  }

  /// `left op= right`: lists, sets and dictionaries change in place.
  func inPlace(_ operation: BinaryOperator, _ left: Object, _ right: Object) throws -> Object {
    if case .integer(let first) = left, case .integer(let second) = right,
      let result = Self.fast(operation, first, second)
    {
      return result
    }
    switch (operation, left) {
    case (.add, .list(let list)):
      // CPython asks the numeric slots first: the right operand's `__radd__` goes before `extend`.
      if case .native(let native) = right,
        let result = try native.binary(.add, left, isReflected: true, self)
      {
        return result
      }
      try extend(list, by: right)
      return left
    case (.multiply, .list(let list)):
      guard case .list(let result) = try binary(operation, left, right, isInPlace: true) else {
        return left
      }
      list.elements = result.elements
      return left
    case (.bitOr, .dictionary(let dictionary)) where dictionary.flavor?.isCounter != true:
      try update(dictionary, from: right)
      return left
    case (.bitOr, .set(let set)), (.bitAnd, .set(let set)), (.subtract, .set(let set)),
      (.bitXor, .set(let set)):
      guard !set.isFrozen, case .set(let other) = right else { break }
      try replace(set, operation, other)
      return left
    case (_, .native(let native)):
      if let result = try native.inPlace(operation, right, self) { return result }
    default: break
    }
    return try binary(operation, left, right, isInPlace: true)
  }

  /// `list.extend(source)`; what an iterator gives is there at once.
  func extend(_ list: ListObject, by source: Object) throws {
    switch source {
    case .iterator, .native:
      let iterator = try iterator(source)
      while let element = try iterator.next(self) {
        try step()
        try allocate(16)
        list.elements.append(element)
      }
    default:
      let added = try elements(of: source)
      try reserve(added.count)
      list.elements += added
    }
  }

  /// Changes a set as `|=`, `&=`, `-=` and `^=` do.
  func replace(_ set: SetObject, _ operation: BinaryOperator, _ other: SetObject) throws {
    switch operation {
    case .bitOr: try set.merge(other, self)
    case .bitAnd: set.take(over: try intersection(set, other))
    case .subtract:
      try work(other.places)
      if other === set {
        set.clear()
      } else {
        for element in other.elements { _ = try set.remove(element, self) }
        set.compact()
      }
    default:
      try work(other.places)
      if other === set {
        set.clear()
      } else {
        for element in other.elements where try !set.remove(element, self) {
          try set.insert(element, self)
        }
      }
    }
  }

  /// `dictionary.update(source)`.
  func update(_ dictionary: DictionaryObject, from source: Object) throws {
    if case .dictionary(let other) = source.plain {
      try work(other.places)
      if other === dictionary { return }
      for place in 0..<other.places where other.isLive(place) {
        try dictionary.set(other.keys[place], other.values[place], self)
      }
      return
    }
    let iterator = try iterator(source)
    var index = 0
    while let pair = try iterator.next(self) {
      try step()
      guard Compiler.isIterable(pair) else {
        throw typeError(
          "cannot convert dictionary update sequence element #\(index) to a sequence")
      }
      let parts = try elements(of: pair)
      guard parts.count == 2 else {
        throw valueError(
          "dictionary update sequence element #\(index) has length \(parts.count); 2 is required")
      }
      try dictionary.set(parts[0], parts[1], self)
      index += 1
    }
  }
}
