import Dashboard

/// What a terminal sends, decoded.
enum TerminalInput: Hashable {
  case key(Key)
  /// The window got the keyboard's focus.
  case focused
  /// The window lost the focus.
  case unfocused
  /// A mouse did something; the place is counted from 0.
  case pointer(Pointer)
  /// The answer to the question for the background colour.
  case background(Color)
  /// The answer to a question about a private mode: whether the terminal knows it.
  case mode(Int, isKnown: Bool)
  /// The answer to the question what the terminal is, which every terminal gives: no answer to a
  /// question before it comes any more.
  case attributes
}
