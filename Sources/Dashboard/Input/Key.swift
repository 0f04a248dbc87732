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
