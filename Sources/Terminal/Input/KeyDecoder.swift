import Dashboard

/// Turns the bytes that a terminal sends into keys.
///
/// It knows the sequences of xterm, of terminals that follow it, and of the Linux console and rxvt
/// where they differ, in both cursor key modes, so that no terminal mode has to be set for it. What
/// it doesn't know it drops whole: the rest of an unknown sequence must never count as typed.
///
/// A lone Escape and the beginning of a sequence look the same, so the caller asks `patience` how
/// long to wait for more and then calls `timeOut`.
struct KeyDecoder {
  private enum State {
    case ground
    /// Inside a character: the bytes so far and how many are to come.
    case character([UInt8], missing: Int)
    case escape
    /// After `ESC [`: parameter and intermediate bytes.
    case control([UInt8])
    /// After `ESC O`.
    case singleShift
    /// After `ESC [ [`, which begins a function key of the Linux console.
    case linuxFunction
    /// Inside an operating system command or device control string, up to its end: what of it may be
    /// an answer.
    case string([UInt8])
    /// Inside one, after Escape.
    case stringEscape([UInt8])
    case paste
  }

  /// The most that is taken of a paste, in bytes; the rest is dropped.
  static let pasteLimit = 1 << 16
  /// Longer control sequences than any terminal sends are dropped.
  private static let sequenceLimit = 64

  private var state = State.ground
  private var pasted: [UInt8] = []

  /// For how many milliseconds more bytes may belong to what was sent so far; nil if nothing is
  /// open.
  var patience: Int32? {
    switch state {
    case .ground: nil
    case .paste, .string, .stringEscape: 1000
    default: 25
    }
  }

  /// Decodes more bytes.
  mutating func feed(_ bytes: some Sequence<UInt8>, into inputs: inout [TerminalInput]) {
    for byte in bytes { feed(byte, into: &inputs) }
  }

  /// No more bytes came within the time of `patience`.
  mutating func timeOut(into inputs: inout [TerminalInput]) {
    switch state {
    case .escape, .control([]), .singleShift: inputs.append(.key(.escape))
    case .paste: finishPaste(into: &inputs)
    default: break
    }
    state = .ground
  }

  private mutating func feed(_ byte: UInt8, into inputs: inout [TerminalInput]) {
    switch state {
    case .ground: begin(byte, into: &inputs)
    case .character(let bytes, let missing): extend(bytes, missing, by: byte, into: &inputs)
    case .escape: escape(byte, into: &inputs)
    case .control(let bytes): control(bytes, byte, into: &inputs)
    case .singleShift:
      state = .ground
      // The keypad's Enter has no meaning after `ESC [`, where M begins a mouse report.
      let key = byte == UInt8(ascii: "M") ? .enter : Self.cursorKey(byte)
      if let key { inputs.append(.key(key)) }
    case .linuxFunction: state = .ground
    case .string(let bytes):
      switch byte {
      case 0x1B: state = .stringEscape(bytes)
      case 0x18: state = .ground
      case 0x07: finishString(bytes, into: &inputs)
      default:
        state = .string(bytes.count < Self.sequenceLimit ? bytes + [byte] : bytes)
      }
    case .stringEscape(let bytes):
      if byte == UInt8(ascii: "\\") {
        finishString(bytes, into: &inputs)
      } else {
        state = .string(bytes)
      }
    case .paste: paste(byte, into: &inputs)
    }
  }

  // MARK: - Characters

  private mutating func begin(_ byte: UInt8, into inputs: inout [TerminalInput]) {
    switch byte {
    case 0x1B: state = .escape
    case 0x0D, 0x0A: inputs.append(.key(.enter))
    case 0x09: inputs.append(.key(.tab))
    case 0x08, 0x7F: inputs.append(.key(.backspace))
    case 0x01...0x1A:
      inputs.append(.key(.control(Character(Unicode.Scalar(byte + 0x60)))))
    case 0x20...0x7E: inputs.append(.key(.character(Unicode.Scalar(byte))))
    case 0xC2...0xDF: state = .character([byte], missing: 1)
    case 0xE0...0xEF: state = .character([byte], missing: 2)
    case 0xF0...0xF4: state = .character([byte], missing: 3)
    default: break
    }
  }

  private mutating func extend(
    _ bytes: [UInt8], _ missing: Int, by byte: UInt8, into inputs: inout [TerminalInput]
  ) {
    guard byte & 0xC0 == 0x80 else {
      state = .ground
      return feed(byte, into: &inputs)
    }
    guard missing == 1 else {
      state = .character(bytes + [byte], missing: missing - 1)
      return
    }
    state = .ground
    guard let text = String(validating: bytes + [byte], as: UTF8.self),
      let scalar = text.unicodeScalars.first, scalar.properties.generalCategory != .control
    else { return }
    inputs.append(.key(.character(scalar)))
  }

  // MARK: - Sequences

  private mutating func escape(_ byte: UInt8, into inputs: inout [TerminalInput]) {
    switch byte {
    case UInt8(ascii: "["): state = .control([])
    case UInt8(ascii: "O"): state = .singleShift
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      state = .string([byte])
    case 0x1B: inputs.append(.key(.escape))
    default:
      // Alt with a key, or Escape and a key that arrived together. Escape alone is safe to act on;
      // a letter that was not meant as a command is not.
      state = .ground
      inputs.append(.key(.escape))
    }
  }

  private mutating func control(
    _ bytes: [UInt8], _ byte: UInt8, into inputs: inout [TerminalInput]
  ) {
    switch byte {
    case UInt8(ascii: "[") where bytes.isEmpty: state = .linuxFunction
    case 0x20...0x3F:
      state = bytes.count < Self.sequenceLimit ? .control(bytes + [byte]) : .control(bytes)
    case 0x40...0x7E:
      state = .ground
      finish(bytes, final: byte, into: &inputs)
    case 0x1B: state = .escape
    default: state = .ground
    }
  }

  private mutating func finish(
    _ bytes: [UInt8], final: UInt8, into inputs: inout [TerminalInput]
  ) {
    let parameters = String(decoding: bytes, as: UTF8.self)
    switch final {
    case UInt8(ascii: "Z"): inputs.append(.key(.backTab))
    case UInt8(ascii: "I") where bytes.isEmpty: inputs.append(.focused)
    case UInt8(ascii: "O") where bytes.isEmpty: inputs.append(.unfocused)
    case UInt8(ascii: "M") where parameters.hasPrefix("<"):
      if let pointer = Self.pointer(parameters) { inputs.append(.pointer(pointer)) }
    case UInt8(ascii: "y") where parameters.hasPrefix("?") && parameters.hasSuffix("$"):
      let numbers = parameters.dropFirst().dropLast().split(separator: ";").compactMap { Int($0) }
      guard numbers.count == 2 else { return }
      inputs.append(.mode(numbers[0], isKnown: numbers[1] == 1 || numbers[1] == 2))
    case UInt8(ascii: "c") where parameters.hasPrefix("?"): inputs.append(.attributes)
    case UInt8(ascii: "~"):
      switch parameters.split(separator: ";").first {
      case "1", "7": inputs.append(.key(.home))
      case "3": inputs.append(.key(.delete))
      case "4", "8": inputs.append(.key(.end))
      case "5": inputs.append(.key(.pageUp))
      case "6": inputs.append(.key(.pageDown))
      case "200":
        pasted = []
        state = .paste
      default: break
      }
    default:
      let plain = bytes.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ";") }
      if plain, let key = Self.cursorKey(final) { inputs.append(.key(key)) }
    }
  }

  /// A mouse report in the form of mode 1006: button, column and row, counted from 1. Releases, which
  /// end in `m`, and other buttons mean nothing.
  private static func pointer(_ parameters: String) -> Pointer? {
    let numbers = parameters.dropFirst().split(separator: ";").map { Int($0) }
    guard numbers.count == 3, let button = numbers[0], let column = numbers[1],
      let row = numbers[2], column > 0, row > 0
    else { return nil }
    let place = Position(row: row - 1, column: column - 1)
    switch button {
    case 0: return Pointer(.press, at: place)
    case 64: return Pointer(.wheelUp, at: place)
    case 65: return Pointer(.wheelDown, at: place)
    default: return nil
    }
  }

  /// The answer to a question, if it is one: `]11;rgb:RRRR/GGGG/BBBB`.
  private mutating func finishString(_ bytes: [UInt8], into inputs: inout [TerminalInput]) {
    state = .ground
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("]11;rgb:") else { return }
    let parts = text.dropFirst(8).split(separator: "/").map { part in
      UInt32(part, radix: 16).map { value in
        part.count >= 2 ? value >> UInt32(4 * (part.count - 2)) : value * 17
      }
    }
    guard parts.count == 3, let red = parts[0], let green = parts[1], let blue = parts[2],
      max(red, green, blue) < 256
    else { return }
    inputs.append(.background(Color(rgb: red << 16 | green << 8 | blue)))
  }

  private static func cursorKey(_ final: UInt8) -> Key? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "H"): .home
    default: nil
    }
  }

  // MARK: - Paste

  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  private mutating func paste(_ byte: UInt8, into inputs: inout [TerminalInput]) {
    pasted.append(byte)
    if pasted.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) {
      pasted.removeLast(Self.pasteEnd.count)
      finishPaste(into: &inputs)
      state = .ground
    } else if pasted.count > Self.pasteLimit + Self.pasteEnd.count {
      // Its end is still looked for in what is dropped.
      pasted.remove(at: Self.pasteLimit)
    }
  }

  /// Hands over the paste, with line ends as line feeds and without other control characters: it
  /// comes from a clipboard that any program may have filled.
  private mutating func finishPaste(into inputs: inout [TerminalInput]) {
    let text = String(decoding: pasted.prefix(Self.pasteLimit), as: UTF8.self)
    pasted = []
    var clean = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "\r" || (scalar == "\n" && previous != "\r") {
        clean.append("\n")
      } else if scalar == "\t" || scalar.properties.generalCategory != .control {
        clean.append(scalar)
      }
      previous = scalar
    }
    inputs.append(.key(.paste(String(clean))))
  }
}
