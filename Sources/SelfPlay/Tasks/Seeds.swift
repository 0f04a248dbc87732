import Core

/// The one task that a run begins with.
public enum Seeds {
  /// The zero triplet (figure 5 of the paper): the identity function on a greeting.
  public static func zeroTriplet(_ type: TaskType) -> TaskContent {
    TaskContent(
      type: type, program: "def f(x):\n    return x", input: "'Hello world'",
      output: type == .errorDeduction ? TaskContent.noError : "'Hello world'")
  }
}

extension TaskContent {
  /// The answer of an error deduction task whose program raises nothing.
  public static let noError = "NoError"
}
