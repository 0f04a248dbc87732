import Core

/// Why an edit of the constraints was refused.
public struct ConstraintError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The field whose text is wrong.
  public let field: ConstraintField
  /// What is wrong and what would be right.
  public let message: String

  public init(field: ConstraintField, message: String) {
    self.field = field
    self.message = message
  }

  public var description: String { "\(field.rawValue): \(message)" }
}
