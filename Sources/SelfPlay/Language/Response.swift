import Core
import MiniPython

/// A sampled response, split into its chain of thought and its answer.
public struct Response: Hashable, Sendable {
  /// The text before `</think>`; the whole response when it is malformed.
  public var chain: String
  /// The text between the answer tags; nil when the response is malformed.
  public var answer: String?

  /// Whether the think and answer parts are complete, the first component of the format reward.
  public var isWellFormed: Bool { answer != nil }

  /// The program and the input of a proposal; nil when the answer is laid out otherwise.
  public var programAndInput: (program: String, input: String)? {
    answer.flatMap { ProposalLayout(programAndInput: $0) }.map { ($0.program, $0.input) }
  }

  /// A response that is split already; without an answer it is malformed.
  public init(chain: String, answer: String?) {
    self.chain = chain
    self.answer = answer
  }

  /// Splits a response. It is well formed when it is exactly one chain, `</think>`, and one answer
  /// between its tags, and ended by itself rather than at the length limit.
  public init(text: String, ended: Bool) {
    chain = text
    guard
      ended,
      let parts = text.split(onceAt: PromptFormat.endOfThought),
      let body = parts.1.trimmed.dropping(prefix: PromptFormat.answer)?
        .dropping(suffix: PromptFormat.endOfAnswer),
      !body.contains(PromptFormat.answer), !body.contains(PromptFormat.endOfAnswer),
      !body.contains(PromptFormat.endOfThought), !body.contains(PromptFormat.think)
    else { return }
    chain = String(parts.0)
    answer = body.trimmed
  }
}

/// The content of a proposer's answer, before anything is known about it.
struct ProposalLayout: Hashable {
  var program = ""
  var input = ""
  var inputs: [String] = []
  var message = ""

  /// The inputs without those that repeat an earlier one by value: 1, (1) and +1 are one input.
  var differentInputs: [String] {
    var seen: Set<[String]> = []
    return inputs.filter { input in
      seen.insert((try? Literal.parseArguments(input))?.map(\.repr) ?? [input]).inserted
    }
  }

  /// Reads `program <input> arguments`; nil when the layout is another.
  init?(programAndInput answer: String) {
    guard let parts = answer.split(onceAt: PromptFormat.input),
      !parts.1.contains(PromptFormat.input), !answer.contains(PromptFormat.output),
      !answer.contains(PromptFormat.message)
    else { return nil }
    program = parts.0.trimmed
    input = parts.1.trimmed
    if program.isEmpty { return nil }
  }

  /// Reads `<input> arguments ... <message> text`; nil when the layout is another.
  init?(inputsAndMessage answer: String) {
    guard let parts = answer.split(onceAt: PromptFormat.message),
      !parts.1.contains(PromptFormat.message), !parts.1.contains(PromptFormat.input),
      parts.0.hasPrefix(PromptFormat.input)
    else { return nil }
    inputs = parts.0.components(separatedAt: PromptFormat.input).dropFirst().map { $0.trimmed }
    message = parts.1.trimmed
  }
}

extension StringProtocol {
  /// The parts before and after the first occurrence of a mark.
  fileprivate func split(onceAt mark: String) -> (SubSequence, SubSequence)? {
    guard let found = firstRange(of: mark) else { return nil }
    return (self[..<found.lowerBound], self[found.upperBound...])
  }

  /// The parts between all occurrences of a mark.
  fileprivate func components(separatedAt mark: String) -> [String] {
    split(separator: mark, omittingEmptySubsequences: false).map { String($0) }
  }

  fileprivate func dropping(prefix: String) -> SubSequence? {
    hasPrefix(prefix) ? self[index(startIndex, offsetBy: prefix.count)...] : nil
  }

  fileprivate func dropping(suffix: String) -> SubSequence? {
    hasSuffix(suffix) ? self[..<index(endIndex, offsetBy: -suffix.count)] : nil
  }
}

extension StringProtocol {
  /// Without white space at either end.
  var trimmed: String {
    if let plain = trimmedByBytes { return plain }
    guard let first = firstIndex(where: { !$0.isWhitespace }) else { return "" }
    var end = endIndex
    while end > first, self[index(before: end)].isWhitespace { end = index(before: end) }
    return String(self[first..<end])
  }

  /// The same where the text begins and ends in ASCII, which is quicker; else nil.
  private var trimmedByBytes: String? {
    let text = String(self)
    let bytes = text.utf8
    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    guard let start = bytes.firstIndex(where: { !isSpace($0) }),
      let last = bytes.lastIndex(where: { !isSpace($0) })
    else { return "" }
    guard bytes[start] < 128, bytes[last] < 128 else { return nil }
    return String(text[start...last])
  }
}
