/// Why a checkpoint could not be read or written.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: String, Sendable {
    /// The file could not be read, created or replaced.
    case inputOutput
    /// The bytes are not a well-formed safetensors file.
    case malformed
    /// The contents do not have the hash that the file records.
    case altered
    /// A well-formed file that does not hold what was asked for.
    case mismatched
  }

  /// The kind of failure.
  public let code: Code
  /// The file's path, or what stands for it.
  public let file: String
  /// What is wrong, and with which field.
  public let message: String

  /// Describes a failure.
  public init(_ code: Code, file: String, _ message: String) {
    self.code = code
    self.file = file
    self.message = message
  }

  /// One line for people.
  public var description: String { "\(file): \(message)" }
}
