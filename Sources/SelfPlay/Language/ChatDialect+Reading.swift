import Core

extension ChatDialect {
  /// A response is well formed when its block has what was asked for. Of several calls or assertions
  /// the first counts. What was cut off at the length limit counts as far as its last whole line,
  /// but for programs, which must be complete.
  ///
  /// The chain of thought is the comment before the answer, and for a proposal its docstring.
  public func read(_ text: String, ended: Bool, of cell: Cell) -> Response {
    let block = PythonBlock(
      start: Self.start(of: cell.role, cell.type), continuedBy: text, ended: ended)
    switch (cell.role, cell.type) {
    case (.proposer, .induction):
      // The comment is the message, so nothing is left that would be a thought.
      let (calls, message) = (block.calls, block.remark)
      guard !calls.isEmpty, !message.isEmpty else { break }
      return Response(
        chain: "", answer: PromptFormat.inductionProposal(inputs: calls, message: message))
    case (.proposer, _):
      guard block.isComplete, let found = block.proposal else { break }
      return Response(
        chain: found.docstring,
        answer: PromptFormat.proposal(program: found.program, input: found.arguments))
    case (.solver, .induction): return response(block, block.isComplete ? block.program : nil, text)
    case (.solver, .abduction): return response(block, block.assertion?.arguments, text)
    case (.solver, .deduction): return response(block, block.assertion?.value, text)
    case (.solver, .errorDeduction): return response(block, block.statement, text)
    }
    return Response(chain: text, answer: nil)
  }

  private func response(_ block: PythonBlock, _ answer: String?, _ text: String) -> Response {
    guard let answer, !answer.isEmpty else { return Response(chain: text, answer: nil) }
    return Response(chain: block.comment, answer: answer)
  }
}
