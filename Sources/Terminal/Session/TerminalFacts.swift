import CTerminal

/// What the terminal database says of a type of terminal.
public struct TerminalFacts: Hashable, Sendable {
  /// How many colours it has; 0 for none.
  public let colors: Int
  /// Whether a full-screen program can run on it.
  public let canPlaceCursor: Bool

  /// Nil if the database doesn't know the type.
  public init?(type: String) {
    var facts = cterminal_facts()
    guard !type.isEmpty, cterminal_look_up(type, &facts) else { return nil }
    colors = max(0, Int(facts.colors))
    canPlaceCursor = facts.can_place_cursor
  }
}
