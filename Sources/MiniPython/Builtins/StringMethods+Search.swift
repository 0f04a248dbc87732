extension StringMethods {
  /// The bounds of optional `start` and `end` arguments.
  private static func bounds(
    _ machine: Machine, _ arguments: Arguments, count: Int
  ) throws -> (start: Int, end: Int) {
    func bound(_ position: Int, _ defaultValue: Int) throws -> Int {
      guard position < arguments.values.count,
        let index = try machine.sliceIndex(arguments.values[position])
      else { return defaultValue }
      return index < 0 ? max(0, index &+ count) : index
    }
    return (try bound(1, 0), min(try bound(2, count), count))
  }

  private static func finding(
    _ name: String, isLast: Bool, raises: Bool
  ) -> BuiltinMethod {
    { machine, receiver, arguments in
      try arguments.expect(1...3, name, machine)
      let text = text(receiver)
      let part = try machine.scalars(arguments.values[0], "must be str")
      let (start, end) = try bounds(machine, arguments, count: text.count)
      let place =
        isLast
        ? try machine.findLast(part, in: text, from: start, to: end)
        : try machine.find(part, in: text, from: start, to: end)
      if let place { return .integer(place) }
      if raises { throw machine.valueError("substring not found") }
      return .integer(-1)
    }
  }

  private static func affix(_ name: String, isEnd: Bool) -> BuiltinMethod {
    { machine, receiver, arguments in
      try arguments.expect(1...3, name, machine)
      let text = text(receiver)
      let (start, end) = try bounds(machine, arguments, count: text.count)
      let candidates: [Object]
      switch arguments.values[0] {
      case .tuple(let tuple): candidates = tuple.elements
      case let object: candidates = [object]
      }
      for candidate in candidates {
        guard case .string(let part) = candidate else {
          throw machine.typeError(
            candidates.count == 1 && candidate.reference == nil || !isTuple(arguments.values[0])
              ? "\(name) first arg must be str or a tuple of str, "
                + "not \(machine.typeName(of: candidate))"
              : "tuple for \(name) must only contain str, "
                + "not \(machine.typeName(of: candidate))")
        }
        let place = isEnd ? end - part.scalars.count : start
        if start <= end, place >= start, place + part.scalars.count <= end,
          machine.matches(part.scalars, in: text, at: place)
        {
          return .bool(true)
        }
      }
      return .bool(false)
    }
  }

  private static func isTuple(_ object: Object) -> Bool {
    if case .tuple = object { true } else { false }
  }

  static let searchMethods: [String: BuiltinMethod] = [
    "find": finding("find", isLast: false, raises: false),
    "rfind": finding("rfind", isLast: true, raises: false),
    "index": finding("index", isLast: false, raises: true),
    "rindex": finding("rindex", isLast: true, raises: true),
    "startswith": affix("startswith", isEnd: false),
    "endswith": affix("endswith", isEnd: true),
    "count": { machine, receiver, arguments in
      try arguments.expect(1...3, "count", machine)
      let text = text(receiver)
      let part = try machine.scalars(arguments.values[0], "must be str")
      let (start, end) = try bounds(machine, arguments, count: text.count)
      if part.isEmpty { return .integer(max(0, end - start + 1)) }
      var count = 0
      var place = start
      while let found = try machine.find(part, in: text, from: place, to: end) {
        count += 1
        place = found + part.count
      }
      return .integer(count)
    },
    "replace": { machine, receiver, arguments in
      try arguments.expect(2...3, "replace", machine)
      let text = text(receiver)
      let old = try machine.scalars(arguments.values[0], "replace() argument 1 must be str")
      let new = try machine.scalars(arguments.values[1], "replace() argument 2 must be str")
      let limit = arguments.values.count > 2 ? try machine.size(arguments.values[2]) : -1
      return try machine.string(
        replaced(machine, text, old, new, limit: limit < 0 ? .max : limit))
    },
    "removeprefix": { machine, receiver, arguments in
      try arguments.expect(1...1, "str.removeprefix", machine)
      let text = text(receiver)
      let part = try machine.scalars(
        arguments.values[0], "removeprefix() argument must be str")
      guard machine.matches(part, in: text, at: 0) else { return receiver }
      return try machine.string(Array(text.dropFirst(part.count)))
    },
    "removesuffix": { machine, receiver, arguments in
      try arguments.expect(1...1, "str.removesuffix", machine)
      let text = text(receiver)
      let part = try machine.scalars(
        arguments.values[0], "removesuffix() argument must be str")
      guard machine.matches(part, in: text, at: text.count - part.count) else { return receiver }
      return try machine.string(Array(text.dropLast(part.count)))
    },
  ]

  private static func replaced(
    _ machine: Machine, _ text: Text, _ old: Text, _ new: Text, limit: Int
  ) throws -> Text {
    var result: Text = []
    var count = 0
    if old.isEmpty {
      let places = min(limit, text.count + 1)
      try machine.reserve(text.count + places &* new.count, bytesEach: 4)
      for (index, scalar) in text.enumerated() {
        if index < places { result += new }
        result.append(scalar)
      }
      if places > text.count { result += new }
      return result
    }
    var place = 0
    while count < limit, let found = try machine.find(old, in: text, from: place) {
      try machine.reserve(found - place + new.count, bytesEach: 4)
      result += text[place..<found]
      result += new
      place = found + old.count
      count += 1
    }
    result += text[place...]
    return result
  }
}
