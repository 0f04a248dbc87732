import Core
import Foundation
import Journal
import LanguageModel
import Oversight
import Synchronization
import Testing

@testable import RunSession
@testable import SelfPlay

/// A tokenizer that keeps every text that it was asked to encode: each prompt passes here.
private final class RecordingTokenizer: Tokenizer {
  private let inner: any Tokenizer
  private let texts = Mutex<[String]>([])

  init(_ inner: any Tokenizer) { self.inner = inner }

  var recorded: [String] { texts.withLock { $0 } }
  var vocabularySize: Int { inner.vocabularySize }
  var stopToken: Int32 { inner.stopToken }
  var stopTokens: [Int32] { inner.stopTokens }

  func encode(_ text: String) -> [Int32] {
    texts.withLock { $0.append(text) }
    return inner.encode(text)
  }

  func decode(_ tokens: some Sequence<Int32>) -> String { inner.decode(tokens) }
}

@Suite struct PromptTests {
  @Test("nothing that an operator says enters any prompt of a run, nor do rules and reviewers")
  func promptsKeepTheOperatorOut() throws {
    let run = SmallRun()
    defer { run.remove() }
    var configuration = SmallRun.configuration(steps: 4)
    configuration.policy = .holdAll
    configuration.evaluationInterval = 2
    var options = OversightOptions()
    options.ruleDocument = RuleRevision.table(
      name: "zqrulename", severity: .high, pattern: "return")
    configuration.oversight = options
    var start = try run.start(configuration)
    let tokenizer = RecordingTokenizer(start.words.tokenizer)
    start.words = PolicyWords(
      tokenizer: tokenizer, dialect: start.words.dialect,
      largestInteger: start.words.largestInteger)
    let count = Mutex(0)
    let script = Script { event, send in
      if case .taskHeld(let held) = event.body {
        let number = count.withLock { count in
          count += 1
          return count
        }
        let verdict: Verdict = number % 3 == 0 ? .veto : number % 3 == 1 ? .approve : .defer
        send(
          .review(
            task: held.task, verdict: verdict, reason: .offTopic, note: "zqnotetext about cheating")
        )
      }
      if case .flagRaised(let flag) = event.body { send(.reviewFlag(flag.id, .confirm)) }
      if event.kind == .stepStarted, event.step == 2 {
        send(.editConstraints(ConstraintDraft(bannedNames: "zqban")))
        send(.setTreatment(TreatmentChoice(.shadow), confirmation: nil, reason: "zqreasontext"))
        send(
          .fixReward(
            rule: ConstraintDraft(bannedNames: "zqfixedname"), reward: -1, reason: "zqfixtext"))
        send(
          .applyRules(
            document: RuleRevision.table(
              name: "zqotherrule", severity: .low, pattern: "zqpattern")))
      }
    }
    _ = try script.run(start)
    let events = try run.events()
    #expect(events.contains { $0.kind == .taskReviewed })
    #expect(events.contains { $0.kind == .treatmentChanged })
    #expect(events.contains { $0.kind == .rulesApplied })
    #expect(events.contains { $0.kind == .rewardFixed })
    // Every text that becomes tokens passes here; what is no prompt is a piece of the vocabulary that
    // the mask looks for.
    let prompts = tokenizer.recorded.filter { $0.count > 12 }
    #expect(prompts.count > 100)
    #expect(prompts.allSatisfy { $0.contains("<propose>") || $0.contains("<solve>") })
    let words =
      [
        "zqnotetext", "zqrulename", "zqreasontext", "zqfixedname", "zqfixtext", "zqotherrule",
        "zqpattern", "zqban", "tester", "veto", "flag", "review", "oversight", "monitor", "penalty",
        "treatment",
      ] + VetoReason.allCases.map(\.rawValue).filter { $0 != "other" }
    for word in words {
      #expect(!prompts.contains { $0.lowercased().contains(word) }, "\(word)")
    }
  }

  @Test("the operator's clauses are in proposers' requests, and in nothing that a solver is asked")
  func clauses() {
    let plain = ChatDialect(template: nil, marks: [])
    let dialect = plain.adding(clauses: ["Prefer recursion.", "Use lists."])
    let task = TaskContent(
      type: .deduction, program: "def f(x):\n    return x", input: "1", output: "1")
    let proposal = dialect.propose(.abduction, references: [task], functions: [])
    #expect(proposal.contains("Write a different one. Prefer recursion. Use lists."))
    #expect(
      dialect.proposeInduction(program: task.program, input: task.input, pairs: 4).contains(
        " Prefer recursion."))
    #expect(!dialect.solve(task).contains("Prefer"))
    #expect(plain.adding(clauses: []).solve(task) == dialect.solve(task))
    #expect(plain.takesClauses && !TagDialect().takesClauses)
  }

  @Test("the pieces of the nano vocabulary that stand for a ban, and no others, are masked")
  func maskedPieces() {
    let tokenizer = NanoTokenizer()
    func pieces(_ change: (inout Constraints) -> Void) -> Set<String> {
      var set = Constraints()
      change(&set)
      return Set(set.bannedTokens(of: tokenizer).map { tokenizer.decode([$0]) })
    }
    #expect(
      pieces { $0.bannedConstructs = [.while, .lambda, .import, .break, .if, .for] }
        == ["while ", "lambda ", "import ", "break"])
    #expect(pieces { $0.bannedNames = ["len", "append", "str.upper"] } == ["len(", ".append("])
    #expect(pieces { $0.bannedCalls = ["sorted", "pop"] } == ["sorted(", ".pop()"])
    #expect(
      pieces {
        $0.bannedConstructs = [.while]
        $0.masksTokens = false
      }.isEmpty)
  }

  @Test("a banned token is never drawn, and its row keeps the probabilities without the ban")
  func samplingMask() throws {
    let model = try NanoModel.load()
    let words = PolicyWords.nano
    let prompt = words.tokenizer.encode(
      words.dialect.propose(.deduction, references: [], functions: []))
    let sampler = Sampler(model: model)
    let request = SamplingRequest(prompt: prompt, keys: Array(1...24))
    func sample(_ banned: [Int32]) -> [Completion] {
      sampler.sample(
        requests: [request], maximumTokens: 40, temperature: 1,
        stopTokens: words.tokenizer.stopTokens, banned: banned)[0]
    }
    let free = sample([])
    let counts = Dictionary(grouping: free.flatMap { $0.tokens.dropFirst() }, by: { $0 })
      .mapValues(\.count)
    let common = try #require(
      counts.filter { !words.tokenizer.stopTokens.contains($0.key) }.max { $0.value < $1.value }
    ).key
    let masked = sample([common])
    #expect(masked.allSatisfy { !$0.tokens.contains(common) })
    // The first token of rows that drew it in both cases has the same probability.
    for (left, right) in zip(free, masked) {
      guard let token = left.tokens.first, token == right.tokens.first else { continue }
      #expect(abs(left.logProbabilities[0] - right.logProbabilities[0]) < 1e-3)
    }
  }
}
