/// A key press, or pasted text, as the terminal decoded it.
public enum Key: Hashable, Sendable {
  /// A printable character.
  case character(Unicode.Scalar)
  case up, down, left, right
  case pageUp, pageDown, home, end
  case enter, escape, tab, backTab, backspace, delete
  /// A letter with Ctrl, in lower case: `control("d")`.
  case control(Character)
  /// A bracketed paste. Line ends in it never count as Enter.
  case paste(String)
}

extension Key: ExpressibleByUnicodeScalarLiteral {
  /// A printable character's key, so that key tables read well.
  public init(unicodeScalarLiteral scalar: Unicode.Scalar) { self = .character(scalar) }

  /// The key of a digit 0 to 9.
  static func digit(_ digit: Int) -> Key { .character(Unicode.Scalar(UInt8(48 + digit % 10))) }
}

extension Key {
  /// Keys that are not characters, by their names in a keys file and on the screen.
  private static let named: [(name: String, key: Key)] = [
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("PgUp", .pageUp),
    ("PgDn", .pageDown), ("Home", .home), ("End", .end), ("Enter", .enter), ("Esc", .escape),
    ("Tab", .tab), ("S-Tab", .backTab), ("Backspace", .backspace), ("Delete", .delete),
    ("Space", .character(" ")),
  ]

  /// The key of a name: one printable ASCII character, `C-d`, or a word such as `PgDn`.
  init?(name: String) {
    if let known = Self.named.first(where: { $0.name.lowercased() == name.lowercased() }) {
      self = known.key
      return
    }
    let scalars = Array(name.unicodeScalars)
    if scalars.count == 1, (0x21..<0x7F).contains(scalars[0].value) {
      self = .character(scalars[0])
    } else if scalars.count == 3, name.lowercased().hasPrefix("c-"),
      let letter = name.lowercased().last, letter.isASCII, letter.isLetter
    {
      self = .control(letter)
    } else {
      return nil
    }
  }

  /// The key as the hints and the help show it.
  var label: Chrome {
    if let known = Self.named.first(where: { $0.key == self }) {
      return Chrome(stringLiteral: known.name)
    }
    switch self {
    case .character(let scalar): return Chrome(scalar)
    case .control(let letter): return "C-\(letter.unicodeScalars.first ?? "?")"
    default: return "?"
    }
  }
}
