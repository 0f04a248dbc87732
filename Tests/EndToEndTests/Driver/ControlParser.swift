/// Splits a terminal's output into characters and control sequences, byte by byte.
struct ControlParser {
  enum Token: Hashable {
    case scalar(Unicode.Scalar)
    case control(UInt8)
    /// `ESC` and what followed, without the `ESC`.
    case escape(String)
    /// `CSI` with its parameter and intermediate bytes, and the final one.
    case sequence(String, Character)
    /// The text of an operating system command.
    case command(String)
  }

  private enum State {
    case ground
    case escape
    case designation(UInt8)
    case sequence
    case command
    case commandEscape
  }

  private var state = State.ground
  private var collected: [UInt8] = []
  private var character: [UInt8] = []

  /// Takes one byte; returns the token that it completes, if any.
  mutating func take(_ byte: UInt8) -> Token? {
    if byte == 0x18 {
      state = .ground
      return .control(byte)
    }
    switch state {
    case .ground: return ground(byte)
    case .escape: return escape(byte)
    case .designation(let first):
      state = .ground
      return .escape(String(decoding: [first, byte], as: UTF8.self))
    case .sequence:
      guard (0x40...0x7E).contains(byte) else {
        collected.append(byte)
        return nil
      }
      state = .ground
      return .sequence(
        String(decoding: collected, as: UTF8.self), Character(Unicode.Scalar(byte)))
    case .command:
      switch byte {
      case 0x07: return finishCommand()
      case 0x1B: state = .commandEscape
      default: collected.append(byte)
      }
      return nil
    case .commandEscape: return finishCommand()
    }
  }

  private mutating func ground(_ byte: UInt8) -> Token? {
    switch byte {
    case 0x1B:
      state = .escape
      return nil
    case 0..<0x20, 0x7F: return .control(byte)
    case 0x20..<0x7F: return .scalar(Unicode.Scalar(byte))
    default:
      if byte & 0xC0 != 0x80 { character = [] }
      character.append(byte)
      let length = character[0] >= 0xF0 ? 4 : character[0] >= 0xE0 ? 3 : 2
      guard character.count >= length else { return nil }
      let text = String(decoding: character, as: UTF8.self)
      character = []
      return text.unicodeScalars.first.map { .scalar($0) }
    }
  }

  private mutating func escape(_ byte: UInt8) -> Token? {
    collected = []
    switch byte {
    case UInt8(ascii: "["): state = .sequence
    case UInt8(ascii: "]"), UInt8(ascii: "P"): state = .command
    case UInt8(ascii: "("), UInt8(ascii: ")"): state = .designation(byte)
    default:
      state = .ground
      return .escape(String(Unicode.Scalar(byte)))
    }
    return nil
  }

  private mutating func finishCommand() -> Token {
    state = .ground
    return .command(String(decoding: collected, as: UTF8.self))
  }
}
