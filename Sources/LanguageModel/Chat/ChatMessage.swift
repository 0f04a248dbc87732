/// One turn of a chat.
public struct ChatMessage: Codable, Hashable, Sendable {
  /// Who speaks.
  public enum Role: String, Codable, Sendable {
    case system, user, assistant
  }

  /// Who speaks.
  public var role: Role
  /// What is said.
  public var content: String

  /// Describes a turn.
  public init(role: Role, content: String) {
    self.role = role
    self.content = content
  }
}
