extension Value: CustomStringConvertible {
  /// CPython's `repr`.
  public var repr: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// The same as `repr`.
  public var description: String { repr }

  private func write(to text: inout String) {
    switch self {
    case .none: text += "None"
    case .ellipsis: text += "Ellipsis"
    case .bool(let value): text += value ? "True" : "False"
    case .integer(let value): text += String(value)
    case .bigInteger(let value): text += String(value)
    case .float(let value): text += FloatText.repr(value)
    case .string(let scalars): text += StringText.repr(scalars)
    case .bytes(let bytes): text += BytesText.repr(bytes)
    case .list(let elements): Self.write(elements, "[", "]", to: &text)
    case .tuple(let elements):
      Self.write(elements, "(", elements.count == 1 ? ",)" : ")", to: &text)
    case .set(let elements):
      if elements.isEmpty { text += "set()" } else { Self.write(elements, "{", "}", to: &text) }
    case .frozenSet(let elements):
      if elements.isEmpty {
        text += "frozenset()"
      } else {
        Self.write(elements, "frozenset({", "})", to: &text)
      }
    case .dictionary(let entries):
      text += "{"
      for (index, entry) in entries.enumerated() {
        if index > 0 { text += ", " }
        entry.key.write(to: &text)
        text += ": "
        entry.value.write(to: &text)
      }
      text += "}"
    case .range(let start, let stop, let step):
      text += step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))"
    case .opaque(_, let repr): text += repr
    }
  }

  private static func write(
    _ elements: [Value], _ open: String, _ close: String, to text: inout String
  ) {
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += ", " }
      element.write(to: &text)
    }
    text += close
  }
}
