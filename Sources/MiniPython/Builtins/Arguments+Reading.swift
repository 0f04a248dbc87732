extension Arguments {
  /// Checks that only positional arguments are given, and how many.
  func expect(
    _ counts: ClosedRange<Int>, _ name: @autoclosure () -> String, _ machine: Machine
  ) throws {
    if counts.contains(values.count), keywords.isEmpty { return }
    let name = name()
    if let keyword = keywords.first {
      _ = keyword
      throw machine.typeError("\(name)() takes no keyword arguments")
    }
    if counts.upperBound == 0 {
      throw machine.typeError("\(name)() takes no arguments (\(values.count) given)")
    }
    if counts.lowerBound == counts.upperBound {
      let count = counts.lowerBound
      throw machine.typeError(
        count == 1
          ? "\(name)() takes exactly one argument (\(values.count) given)"
          : "\(name) expected \(count) arguments, got \(values.count)")
    }
    let isLow = values.count < counts.lowerBound
    let bound = isLow ? counts.lowerBound : counts.upperBound
    throw machine.typeError(
      "\(name) expected at \(isLow ? "least" : "most") \(bound) "
        + "argument\(bound == 1 ? "" : "s"), got \(values.count)")
  }

  /// Checks the number of positional arguments and the names of the keywords.
  func expect(
    _ counts: ClosedRange<Int>, keywords names: [String], _ name: @autoclosure () -> String,
    _ machine: Machine
  ) throws {
    for keyword in keywords where !names.contains(keyword.name) {
      throw machine.typeError(
        "'\(keyword.name)' is an invalid keyword argument for \(name())()")
    }
    try Arguments(values: values).expect(counts, name(), machine)
  }

  func keyword(_ name: String) -> Object? {
    keywords.first { $0.name == name }?.value
  }

  /// The argument at a position, or by keyword.
  func value(_ index: Int, _ name: String) -> Object? {
    index < values.count ? values[index] : keyword(name)
  }
}

extension Machine {
  /// An argument that must be an integer within a word; larger ones saturate.
  func index(_ object: Object) throws -> Int {
    if let word = Numbers.word(object) { return word }
    if case .bigInteger(let object) = object {
      return object.value.sign == .minus ? .min + 1 : .max
    }
    if let value = try indexed(object) { return try index(value) }
    throw typeError("'\(typeName(of: object))' object cannot be interpreted as an integer")
  }

  /// What an instance's `__index__` gives; nil for all else.
  func indexed(_ object: Object) throws -> Object? {
    if Numbers.bigInteger(object.plain) != nil { return object.plain }
    guard case .native(let instance as InstanceObject) = object,
      let value = try instance.special("__index__", self)
    else { return nil }
    guard Numbers.bigInteger(value) != nil else {
      throw typeError("__index__ returned non-int (type \(typeName(of: value)))")
    }
    return value
  }

  /// An argument that must be an integer within a word; larger ones are an `OverflowError`.
  func size(_ object: Object) throws -> Int {
    if case .bigInteger = object {
      throw exception(.overflowError, "Python int too large to convert to C ssize_t")
    }
    return try index(object)
  }

  /// An argument that must be an integer within 32 bits; larger ones are an `OverflowError`.
  func smallInteger(_ object: Object) throws -> Int {
    let value = try index(object)
    guard Int32(exactly: value) != nil else {
      throw exception(.overflowError, "Python int too large to convert to C int")
    }
    return value
  }

  /// An argument that must be a string.
  func scalars(_ object: Object, _ complaint: @autoclosure () -> String) throws -> [UInt32] {
    guard case .string(let string) = object.plain else {
      throw typeError("\(complaint()), not \(typeName(of: object))")
    }
    return string.scalars
  }
}
