import Core

extension ChatDialect {
  /// A response is well formed when it has the blocks that were asked for; what is before them is
  /// the chain of thought. Of several the last counts, as a model may try more than once. The last
  /// block need not be closed where the response ended by itself.
  public func read(_ text: String, ended: Bool, of cell: Cell) -> Response {
    let blocks = FencedBlock.all(in: ended ? text + "\n```" : text)
    func last(_ name: String) -> FencedBlock? { blocks.last { $0.name == name } }
    switch (cell.role, cell.type) {
    case (.proposer, .induction):
      let inputs = blocks.filter { $0.name == "input" }
      guard let first = inputs.first, let message = last("message") else { break }
      return Response(
        chain: first.before(in: text),
        answer: PromptFormat.inductionProposal(
          inputs: inputs.map { Self.arguments($0.text) }, message: message.text))
    case (.proposer, _):
      guard let input = last("input"),
        let program = blocks.last(where: { $0.name == "python" && $0.end <= input.start })
      else { break }
      return Response(
        chain: program.before(in: text),
        answer: PromptFormat.proposal(
          program: program.text, input: Self.arguments(input.text)))
    case (.solver, .induction):
      if let program = last("python") { return response(program, program.text, in: text) }
    case (.solver, .abduction):
      if let input = last("input") { return response(input, Self.arguments(input.text), in: text) }
    case (.solver, _):
      if let output = last("output") { return response(output, output.text, in: text) }
    }
    return Response(chain: text, answer: nil)
  }

  private func response(_ block: FencedBlock, _ answer: String, in text: String) -> Response {
    Response(chain: block.before(in: text), answer: answer)
  }

  /// The arguments of a call, also where the whole call was written.
  private static func arguments(_ text: String) -> String {
    guard text.hasPrefix("f("), text.hasSuffix(")") else { return text }
    return String(text.dropFirst(2).dropLast())
  }
}

/// A closed block between two fences, as Markdown has them.
struct FencedBlock: Hashable {
  var name: String
  var text: String
  /// The lines of the opening and of the closing fence.
  var start: Int
  var end: Int

  /// All blocks of a text, in order. A fence begins its line; one without a name closes.
  static func all(in text: String) -> [FencedBlock] {
    var blocks: [FencedBlock] = []
    var open: (name: String, line: Int)?
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where line.hasPrefix("```") {
      let name = line.dropFirst(3).trimmed
      if name.isEmpty {
        guard let block = open else { continue }
        let body = lines[(block.line + 1)..<number].joined(separator: "\n")
        blocks.append(
          FencedBlock(name: block.name, text: body.trimmed, start: block.line, end: number))
        open = nil
      } else {
        open = (name.lowercased(), number)
      }
    }
    return blocks
  }

  /// The text before the block.
  func before(in text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)[..<start]
      .joined(separator: "\n").trimmed
  }
}
