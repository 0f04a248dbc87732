/// What the fields of a template name.
private enum TemplateSource {
  case arguments(Arguments)
  /// The mapping of `str.format_map`.
  case mapping(Object)
}

extension Machine {
  /// `template.format(arguments)`.
  func formatTemplate(_ template: [UInt32], _ arguments: Arguments) throws -> [UInt32] {
    var automatic = 0
    return try formatTemplate(template[...], .arguments(arguments), &automatic, level: 0)
  }

  /// `template.format_map(mapping)`.
  func formatTemplate(_ template: [UInt32], mapping: Object) throws -> [UInt32] {
    var automatic = 0
    return try formatTemplate(template[...], .mapping(mapping), &automatic, level: 0)
  }

  private func formatTemplate(
    _ template: ArraySlice<UInt32>, _ source: TemplateSource, _ automatic: inout Int, level: Int
  ) throws -> [UInt32] {
    if level > 2 { throw valueError("Max string recursion exceeded") }
    let open = UInt32(ascii: "{")
    let close = UInt32(ascii: "}")
    var result: [UInt32] = []
    var index = template.startIndex
    while index < template.endIndex {
      let scalar = template[index]
      let next = index + 1 < template.endIndex ? template[index + 1] : 0
      if scalar == open || scalar == close, next == scalar {
        result.append(scalar)
        index += 2
      } else if scalar == close {
        throw valueError("Single '}' encountered in format string")
      } else if scalar == open {
        var depth = 1
        var end = index + 1
        while end < template.endIndex {
          if template[end] == open { depth += 1 }
          if template[end] == close { depth -= 1 }
          if depth == 0 { break }
          end += 1
        }
        guard end < template.endIndex else {
          throw valueError(
            index + 1 == template.endIndex
              ? "Single '{' encountered in format string" : "expected '}' before end of string")
        }
        result += try field(template[(index + 1)..<end], source, &automatic, level: level)
        try allocate(4 * 16)
        index = end + 1
      } else {
        result.append(scalar)
        index += 1
      }
    }
    return result
  }

  private func field(
    _ text: ArraySlice<UInt32>, _ source: TemplateSource, _ automatic: inout Int, level: Int
  ) throws -> [UInt32] {
    var end = text.endIndex
    var specification: ArraySlice<UInt32> = []
    var conversion: UInt32?
    var depth = 0
    for index in text.indices {
      let scalar = text[index]
      if scalar == UInt32(ascii: "[") { depth += 1 }
      if scalar == UInt32(ascii: "]") { depth -= 1 }
      if depth > 0 { continue }
      if scalar == UInt32(ascii: "!"), conversion == nil {
        end = index
        guard index + 1 < text.endIndex else {
          throw valueError("end of string while looking for conversion specifier")
        }
        conversion = text[index + 1]
        guard index + 2 < text.endIndex else { break }
        guard text[index + 2] == UInt32(ascii: ":") else {
          throw valueError("expected ':' after conversion specifier")
        }
        specification = text[(index + 3)...]
        break
      }
      if scalar == UInt32(ascii: ":") {
        end = index
        specification = text[(index + 1)...]
        break
      }
    }
    var value = try resolve(text[text.startIndex..<end], source, &automatic)
    switch conversion {
    case nil: break
    case UInt32(ascii: "r"): value = try string(repr(value))
    case UInt32(ascii: "s"): value = try string(self.text(value))
    case UInt32(ascii: "a"): value = try string(ascii(value))
    case let letter?:
      throw valueError("Unknown conversion specifier \(String(scalars: [letter]))")
    }
    let resolved = try formatTemplate(specification, source, &automatic, level: level + 1)
    return try format(value, resolved)
  }

  /// The argument that a field names, such as `0`, `name`, `0[key]`.
  private func resolve(
    _ name: ArraySlice<UInt32>, _ source: TemplateSource, _ automatic: inout Int
  ) throws -> Object {
    let end =
      name.firstIndex { $0 == UInt32(ascii: ".") || $0 == UInt32(ascii: "[") } ?? name.endIndex
    let first = String(scalars: name[name.startIndex..<end])
    var value: Object
    if first.isEmpty || first.allSatisfy({ $0.isASCII && $0.isNumber }) {
      if first.isEmpty ? automatic < 0 : automatic > 0 {
        throw valueError(
          first.isEmpty
            ? "cannot switch from manual field specification to automatic field numbering"
            : "cannot switch from automatic field numbering to manual field specification")
      }
      let position = first.isEmpty ? automatic : Int(first) ?? Int.max
      automatic = first.isEmpty ? automatic + 1 : -1
      guard case .arguments(let arguments) = source else {
        throw valueError("Format string contains positional fields")
      }
      guard position < arguments.values.count else {
        throw indexError(
          "Replacement index \(position) out of range for positional args tuple")
      }
      value = arguments.values[position]
    } else {
      switch source {
      case .mapping(let mapping): value = try item(mapping, string(first))
      case .arguments(let arguments):
        guard let found = arguments.keyword(first) else { throw keyError(try string(first)) }
        value = found
      }
    }
    var index = end
    while index < name.endIndex {
      guard name[index] == UInt32(ascii: "[") else {
        let rest = name[(index + 1)...]
        let end =
          rest.firstIndex { $0 == UInt32(ascii: ".") || $0 == UInt32(ascii: "[") }
          ?? name.endIndex
        let attribute = String(scalars: rest[..<end])
        if attribute.isEmpty { throw valueError("Empty attribute in format string") }
        value = try self.attribute(value, attribute, MethodEntries.named(attribute))
        index = end
        continue
      }
      guard let close = name[index...].firstIndex(of: UInt32(ascii: "]")) else {
        throw valueError("Missing ']' in format string")
      }
      let key = String(scalars: name[(index + 1)..<close])
      if key.isEmpty { throw valueError("Empty attribute in format string") }
      value = try item(value, Int(key).map { .integer($0) } ?? string(key))
      index = close + 1
    }
    return value
  }
}
