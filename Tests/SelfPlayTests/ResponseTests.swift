import Core
import Testing

@testable import SelfPlay

@Suite struct ResponseTests {
  @Test func splitsAWellFormedResponse() {
    let response = Response(
      text: "x -> 3\n</think><answer>\n4 </answer>", ended: true)
    #expect(response.isWellFormed)
    #expect(response.chain == "x -> 3\n")
    #expect(response.answer == "4")
  }

  @Test(
    "malformed responses are wholly chain",
    arguments: [
      "no tags at all", "chain</think>no answer tags", "chain</think><answer>4",
      "chain</think><answer>4</answer> and more", "<answer>4</answer>",
      "a</think>b</think><answer>4</answer>", "a</think><answer>4</answer><answer>5</answer>", "",
    ])
  func malformed(text: String) {
    let response = Response(text: text, ended: true)
    #expect(!response.isWellFormed)
    #expect(response.chain == text)
  }

  @Test func aResponseCutAtTheLimitIsMalformed() {
    #expect(!Response(text: "a</think><answer>4</answer>", ended: false).isWellFormed)
  }

  @Test func proposalLayouts() throws {
    let program = "def f(x):\n    return x + 1"
    let layout = try #require(
      ProposalLayout(programAndInput: PromptFormat.proposal(program: program, input: "3")))
    #expect(layout.program == program)
    #expect(layout.input == "3")
    let pairs = try #require(
      ProposalLayout(
        inputsAndMessage: PromptFormat.inductionProposal(inputs: ["1", "[2, 3]"], message: "add")))
    #expect(pairs.inputs == ["1", "[2, 3]"])
    #expect(pairs.message == "add")
  }

  @Test(arguments: [
    "", "def f(x): return x", "<input>3", "def f(x): return x<input>1<input>2",
    "def f(x): return x<input>1<output>1",
  ])
  func wrongProgramLayouts(answer: String) {
    #expect(ProposalLayout(programAndInput: answer) == nil)
  }

  @Test(arguments: ["", "<input>1", "1<message>add", "<input>1<message>a<message>b"])
  func wrongInductionLayouts(answer: String) {
    #expect(ProposalLayout(inputsAndMessage: answer) == nil)
  }

  @Test func inductionSolversSeeOnlyTheFirstHalf() {
    let pairs = (0..<6).map { InputOutputPair(input: "\(100 + $0)", output: "\(200 + $0)") }
    let task = TaskContent(
      type: .induction, program: "def f(x):\n    return x + 100", pairs: pairs, message: "add")
    let prompt = PromptFormat.solve(task)
    for pair in pairs.prefix(3) { #expect(prompt.contains(pair.output)) }
    for pair in pairs.suffix(3) { #expect(!prompt.contains(pair.output)) }
    #expect(!prompt.contains("return"))
  }
}
