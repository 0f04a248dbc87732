extension StringMethods {
  static let splitMethods: [String: BuiltinMethod] = [
    "split": { try split($0, $1, $2, "split", isReversed: false) },
    "rsplit": { try split($0, $1, $2, "rsplit", isReversed: true) },
    "splitlines": { machine, receiver, arguments in
      try arguments.expect(0...1, keywords: ["keepends"], "splitlines", machine)
      let keepsEnds =
        try arguments.value(0, "keepends").map { try machine.smallInteger($0) != 0 } ?? false
      let text = text(receiver)
      try machine.reserve(text.count, bytesEach: 4)
      var lines: [Object] = []
      var start = 0
      var index = 0
      while index < text.count {
        guard isLineEnd(text[index]) else {
          index += 1
          continue
        }
        let isPair = text[index] == 13 && index + 1 < text.count && text[index + 1] == 10
        let next = index + (isPair ? 2 : 1)
        lines.append(try machine.string(Array(text[start..<(keepsEnds ? next : index)])))
        start = next
        index = next
      }
      if start < text.count { lines.append(try machine.string(Array(text[start...]))) }
      return try machine.list(lines)
    },
    "partition": { try partition($0, $1, $2, "partition", isLast: false) },
    "rpartition": { try partition($0, $1, $2, "rpartition", isLast: true) },
    "join": { machine, receiver, arguments in
      try arguments.expect(1...1, "str.join", machine)
      let separator = text(receiver)
      guard Compiler.isIterable(arguments.values[0]) else {
        throw machine.typeError("can only join an iterable")
      }
      let elements = try machine.elements(of: arguments.values[0])
      var result: Text = []
      for (index, element) in elements.enumerated() {
        guard case .string(let part) = element else {
          throw machine.typeError(
            "sequence item \(index): expected str instance, "
              + "\(machine.typeName(of: element)) found")
        }
        let added = part.scalars.count + (index > 0 ? separator.count : 0)
        try machine.allocate(4 * added)
        if index > 0 { result += separator }
        result += part.scalars
      }
      try machine.work(result.count)
      return try machine.string(result)
    },
  ]

  private static func isLineEnd(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 10...13, 28...30, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  private static func split(
    _ machine: Machine, _ receiver: Object, _ arguments: Arguments, _ name: String,
    isReversed: Bool
  ) throws -> Object {
    try arguments.expect(0...2, keywords: ["sep", "maxsplit"], name, machine)
    let text = text(receiver)
    let limit = try arguments.value(1, "maxsplit").map { try machine.size($0) } ?? -1
    let maximum = limit < 0 ? Int.max : limit
    try machine.reserve(text.count, bytesEach: 4)
    var parts: [ArraySlice<UInt32>]
    if let separator = arguments.value(0, "sep"), !separator.isNone {
      let separator = try machine.scalars(separator, "must be str or None")
      if separator.isEmpty { throw machine.valueError("empty separator") }
      parts =
        isReversed
        ? try splitFromEnd(machine, text, separator, maximum)
        : try splitFromStart(machine, text, separator, maximum)
    } else {
      parts = isReversed ? fieldsFromEnd(text, maximum) : fieldsFromStart(text, maximum)
    }
    return try machine.list(parts.map { try machine.string(Array($0)) })
  }

  private static func splitFromStart(
    _ machine: Machine, _ text: Text, _ separator: Text, _ maximum: Int
  ) throws -> [ArraySlice<UInt32>] {
    var parts: [ArraySlice<UInt32>] = []
    var start = 0
    while parts.count < maximum, let found = try machine.find(separator, in: text, from: start) {
      parts.append(text[start..<found])
      start = found + separator.count
    }
    parts.append(text[start...])
    return parts
  }

  private static func splitFromEnd(
    _ machine: Machine, _ text: Text, _ separator: Text, _ maximum: Int
  ) throws -> [ArraySlice<UInt32>] {
    var parts: [ArraySlice<UInt32>] = []
    var end = text.count
    while parts.count < maximum,
      let found = try machine.findLast(separator, in: text, from: 0, to: end)
    {
      parts.append(text[(found + separator.count)..<end])
      end = found
    }
    parts.append(text[..<end])
    return parts.reversed()
  }

  private static func fieldsFromStart(_ text: Text, _ maximum: Int) -> [ArraySlice<UInt32>] {
    var parts: [ArraySlice<UInt32>] = []
    var index = 0
    while true {
      while index < text.count, CharacterClass.isSpace(text[index]) { index += 1 }
      if index == text.count { return parts }
      if parts.count == maximum {
        parts.append(text[index...])
        return parts
      }
      let start = index
      while index < text.count, !CharacterClass.isSpace(text[index]) { index += 1 }
      parts.append(text[start..<index])
    }
  }

  private static func fieldsFromEnd(_ text: Text, _ maximum: Int) -> [ArraySlice<UInt32>] {
    var parts: [ArraySlice<UInt32>] = []
    var index = text.count
    while true {
      while index > 0, CharacterClass.isSpace(text[index - 1]) { index -= 1 }
      if index == 0 { break }
      if parts.count == maximum {
        parts.append(text[..<index])
        break
      }
      let end = index
      while index > 0, !CharacterClass.isSpace(text[index - 1]) { index -= 1 }
      parts.append(text[index..<end])
    }
    return parts.reversed()
  }

  private static func partition(
    _ machine: Machine, _ receiver: Object, _ arguments: Arguments, _ name: String, isLast: Bool
  ) throws -> Object {
    try arguments.expect(1...1, "str.\(name)", machine)
    let text = text(receiver)
    let separator = try machine.scalars(arguments.values[0], "must be str")
    if separator.isEmpty { throw machine.valueError("empty separator") }
    let found =
      isLast
      ? try machine.findLast(separator, in: text, from: 0, to: text.count)
      : try machine.find(separator, in: text)
    guard let found else {
      let empty = try machine.string([])
      return try machine.tuple(isLast ? [empty, empty, receiver] : [receiver, empty, empty])
    }
    return try machine.tuple([
      machine.string(Array(text[..<found])), arguments.values[0],
      machine.string(Array(text[(found + separator.count)...])),
    ])
  }
}
