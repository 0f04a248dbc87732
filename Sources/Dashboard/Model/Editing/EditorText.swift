import Core

/// A text that is changed in the operator's own editor.
public struct EditorText: Hashable, Sendable {
  /// What the text is of.
  public enum Subject: Hashable, Sendable {
    /// A held task that is to be replaced.
    case task(TaskID)
    /// The constraints, as a document.
    case constraints
    /// The operator's text rules, as a file.
    case rules
  }

  public var subject: Subject
  public var text: String

  public init(subject: Subject, text: String) {
    self.subject = subject
    self.text = text
  }
}
