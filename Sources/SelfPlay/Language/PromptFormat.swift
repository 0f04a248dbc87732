import Core

/// The layout of prompts and responses: tags around Python, in the think/answer form of the paper.
///
/// A prompt ends with an open think tag. A response is a chain of thought, `</think>`, and an answer
/// between answer tags. The nano vocabulary has one token for each tag.
public enum PromptFormat {
  /// Every tag of a prompt or response.
  private static let tags = [
    "<propose>", "<solve>", "<deduction>", "<abduction>", "<induction>", "<error-deduction>",
    "<reference>", "<program>", function, input, output, message, think, endOfThought, answer,
    endOfAnswer,
  ]

  /// The first tag that a text contains, or nil.
  static func tag(in text: String) -> String? {
    text.utf8.contains(UInt8(ascii: "<")) ? tags.first { text.contains($0) } : nil
  }

  static let think = "<think>"
  static let endOfThought = "</think>"
  static let answer = "<answer>"
  static let endOfAnswer = "</answer>"
  static let input = "<input>"
  static let output = "<output>"
  static let message = "<message>"
  static let function = "<function>"

  /// The prompt of a proposer of deduction, abduction or error deduction: up to K references, each
  /// with its input and output.
  ///
  /// - Parameter functions: Functions that the program must call.
  static func propose(
    _ type: TaskType, references: [TaskContent], functions: [String] = []
  ) -> String {
    var text = "<propose><\(type.rawValue)>"
    for source in functions { text += "\(function)\n\(source)\n" }
    for reference in references {
      text += "<reference>\n\(reference.program)\n\(input)\(reference.input)"
      text += "\(output)\(reference.output)\n"
    }
    return text + think
  }

  /// The prompt of an induction proposer: one program, to be shown by inputs and a message.
  static func proposeInduction(program: String) -> String {
    "<propose><induction><program>\n\(program)\n\(think)"
  }

  /// The prompt of a solver. Induction shows the first half of the pairs; the rest stay hidden.
  static func solve(_ task: TaskContent) -> String {
    let head = "<solve><\(task.type.rawValue)>"
    switch task.type {
    case .deduction, .errorDeduction:
      return head + "<program>\n\(task.program)\n\(input)\(task.input)\n\(think)"
    case .abduction:
      return head + "<program>\n\(task.program)\n\(output)\(task.output)\n\(think)"
    case .induction:
      let shown = task.pairs.prefix(task.shownPairCount)
      let pairs = shown.map { "\(input)\($0.input)\(output)\($0.output)\n" }.joined()
      return head + pairs + "\(message)\(task.message)\n\(think)"
    }
  }

  /// A well-formed response.
  static func response(chain: String, answer text: String) -> String {
    chain + endOfThought + answer + text + endOfAnswer
  }

  /// The answer part of a deduction or abduction proposal.
  static func proposal(program: String, input text: String) -> String {
    "\n\(program)\n\(input)\(text)"
  }

  /// The answer part of an induction proposal.
  static func inductionProposal(inputs: [String], message text: String) -> String {
    inputs.map { input + $0 }.joined() + message + text
  }
}
