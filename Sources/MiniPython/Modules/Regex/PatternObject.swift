/// A compiled pattern.
final class PatternObject: NativeObject {
  let program: RegexProgram
  let source: [UInt32]
  /// The flags that were given.
  let flags: Int

  init(_ program: RegexProgram, source: [UInt32], flags: Int) {
    self.program = program
    self.source = source
    self.flags = flags
  }

  override var type: TypeObject { .pattern }

  override func repr(_ machine: Machine) throws -> [UInt32] {
    // Text is Unicode anyway, which goes without saying.
    let named = program.flags & ~32
    let text =
      "re.compile(" + StringText.repr(source)
      + (named == 0 ? "" : ", " + RegexFlags.text(of: named)) + ")"
    return text.unicodeScalars.map(\.value)
  }

  private func text(_ object: Object, _ machine: Machine) throws -> [UInt32] {
    guard case .string(let string) = object else {
      throw machine.typeError(
        "expected string or bytes-like object, got '\(machine.typeName(of: object))'")
    }
    return string.scalars
  }

  private func made(_ matcher: RegexMatcher, _ string: Object, _ machine: Machine) throws -> Object
  {
    try machine.allocate(96 + 16 * program.groupCount)
    return .native(
      machine.keep(
        MatchObject(
          self, string: string, text: matcher.text,
          bounds: Array(matcher.slots.prefix(2 * (program.groupCount + 1))))))
  }

  /// Calls `body` with the matcher at each match, from left to right, until it gives false.
  private func walk(
    _ text: [UInt32], _ machine: Machine, _ body: (RegexMatcher) throws -> Bool
  ) throws {
    var matcher = RegexMatcher(program, text, end: text.count, machine)
    var position = 0
    var mustAdvance = false
    while position <= text.count,
      try matcher.search(from: position, mustAdvance: mustAdvance)
    {
      let (start, end) = (matcher.slots[0], matcher.slots[1])
      guard try body(matcher) else { return }
      mustAdvance = start == end
      position = end
    }
  }

  private func part(_ matcher: RegexMatcher, _ group: Int, _ machine: Machine) throws -> Object {
    let (start, end) = (matcher.slots[2 * group], matcher.slots[2 * group + 1])
    guard start >= 0, end >= start else { return .none }
    return try machine.string(Array(matcher.text[start..<end]))
  }

  override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    switch name {
    case "pattern": return try machine.string(source)
    case "flags": return .integer(program.flags)
    case "groups": return .integer(program.groupCount)
    case "groupindex":
      let dictionary = try machine.dictionary()
      for (name, group) in program.names {
        try dictionary.set(machine.string(name), .integer(group), machine)
      }
      return .dictionary(dictionary)
    default: break
    }
    guard let method = Self.methods[name] else { return nil }
    return .native(machine.keep(NativeFunction(name) { try method(self, $0, $1) }))
  }

  private typealias Method = @Sendable (PatternObject, Machine, Arguments) throws -> Object

  private static func matching(
    _ name: String,
    _ run: @escaping @Sendable (inout RegexMatcher, Int) throws -> Bool
  ) -> Method {
    { pattern, machine, arguments in
      try arguments.expect(1...3, keywords: ["pos", "endpos"], name, machine)
      let text = try pattern.text(arguments.values[0], machine)
      let start = try arguments.value(1, "pos").map { try machine.size($0) } ?? 0
      let end = try arguments.value(2, "endpos").map { try machine.size($0) } ?? text.count
      let limit = min(max(0, end), text.count)
      guard start <= limit else { return .none }
      var matcher = RegexMatcher(pattern.program, text, end: limit, machine)
      guard try run(&matcher, max(0, start)) else { return .none }
      return try pattern.made(matcher, arguments.values[0], machine)
    }
  }

  private static let methods: [String: Method] = [
    "match": matching("match") { try $0.match(at: $1) },
    "fullmatch": matching("fullmatch") { try $0.match(at: $1, isFull: true) },
    "search": matching("search") { try $0.search(from: $1) },
    "findall": { pattern, machine, arguments in
      try arguments.expect(1...1, "findall", machine)
      var result: [Object] = []
      let count = pattern.program.groupCount
      try pattern.walk(pattern.text(arguments.values[0], machine), machine) { matcher in
        try machine.allocate(16)
        func part(_ group: Int) throws -> Object {
          let part = try pattern.part(matcher, group, machine)
          return part.isNone ? try machine.string([]) : part
        }
        result.append(
          count < 2 ? try part(count) : try machine.tuple((1...count).map { try part($0) }))
        return true
      }
      return try machine.list(result)
    },
    "finditer": { pattern, machine, arguments in
      try arguments.expect(1...1, "finditer", machine)
      var result: [Object] = []
      try pattern.walk(pattern.text(arguments.values[0], machine), machine) { matcher in
        result.append(try pattern.made(matcher, arguments.values[0], machine))
        return true
      }
      return .iterator(machine.keep(ElementIterator(result)))
    },
    "split": { pattern, machine, arguments in
      try arguments.expect(1...2, keywords: ["maxsplit"], "split", machine)
      let text = try pattern.text(arguments.values[0], machine)
      let limit = try arguments.value(1, "maxsplit").map { try machine.size($0) } ?? 0
      var result: [Object] = []
      var start = 0
      var count = 0
      if limit >= 0 {
        try pattern.walk(text, machine) { matcher in
          result.append(try machine.string(Array(text[start..<matcher.slots[0]])))
          for group in 0..<pattern.program.groupCount {
            result.append(try pattern.part(matcher, group + 1, machine))
          }
          start = matcher.slots[1]
          count += 1
          return limit == 0 || count < limit
        }
      }
      result.append(try machine.string(Array(text[start...])))
      return try machine.list(result)
    },
    "sub": { try $0.substituted($1, $2, "sub").text },
    "subn": { pattern, machine, arguments in
      let (text, count) = try pattern.substituted(machine, arguments, "subn")
      return try machine.tuple([text, .integer(count)])
    },
  ]

  private func substituted(
    _ machine: Machine, _ arguments: Arguments, _ name: String
  ) throws -> (text: Object, count: Int) {
    try arguments.expect(2...3, keywords: ["count"], name, machine)
    let text = try text(arguments.values[1], machine)
    let limit = try arguments.value(2, "count").map { try machine.size($0) } ?? 0
    var template: [ReplacementPart]?
    if case .string(let string) = arguments.values[0] {
      do {
        template = try ReplacementPart.parse(string.scalars, program)
      } catch let error as RegexError {
        throw machine.exception(.regexError, error.message)
      }
    }
    var result: [UInt32] = []
    var start = 0
    var count = 0
    try walk(text, machine) { matcher in
      let (from, to) = (matcher.slots[0], matcher.slots[1])
      var added = Array(text[start..<from])
      if let template {
        for part in template {
          switch part {
          case .text(let scalars): added += scalars
          case .group(let group):
            let (low, high) = (matcher.slots[2 * group], matcher.slots[2 * group + 1])
            if low >= 0, high >= low { added += matcher.text[low..<high] }
          }
        }
      } else {
        let value = try machine.call(
          arguments.values[0], made(matcher, arguments.values[1], machine))
        added += try machine.scalars(value, "expected str instance")
      }
      try machine.reserve(added.count, bytesEach: 4)
      result += added
      start = to
      count += 1
      return limit == 0 || count < limit
    }
    if count == 0 { return (arguments.values[1], 0) }
    return (try machine.string(result + text[start...]), count)
  }
}
