import Core
import Dispatch
import LanguageModel
import MiniPython
import Synchronization

/// Makes the examples that the base model is trained on: prompts and responses about generated
/// programs, with their execution traces as chains of thought. No human data.
///
/// Example `i` of a seed is always the same, whatever the order in which examples are asked for.
public struct CurriculumSampler: Sendable {
  /// Shares of the kinds of examples.
  public struct Mix: Sendable {
    public var solveDeduction = 0.30
    public var solveAbduction = 0.24
    public var solveInduction = 0.23
    public var proposeDeduction = 0.07
    public var proposeAbduction = 0.06
    public var proposeInduction = 0.10
    /// Share of solver examples that answer without a chain of thought.
    public var terse = 0.1

    public init() {}
  }

  let mix: Mix
  let seed: UInt64
  let tokenizer: NanoTokenizer
  let validator: Validator
  let pairCount: Int
  let heldOutPrograms: Set<String>
  /// Longest chain, in trace lines over all tries.
  let longestChain = 24

  /// A sampler that avoids the programs of the held-out tasks.
  public init(
    seed: UInt64, mix: Mix = Mix(), validator: Validator, pairCount: Int, heldOut: [TaskContent]
  ) {
    self.seed = seed
    self.mix = mix
    tokenizer = NanoTokenizer()
    self.validator = validator
    self.pairCount = pairCount
    heldOutPrograms = Set(heldOut.map(\.program))
  }

  /// The examples of a range of numbers, in order, made on several threads.
  public func rows(_ range: Range<UInt64>, threads: Int) -> [TrainingRow] {
    let indices = Array(range)
    let size = (indices.count + threads - 1) / max(1, threads)
    let parts = Mutex([Int: [TrainingRow]]())
    DispatchQueue.concurrentPerform(iterations: threads) { part in
      let rows = indices.dropFirst(part * size).prefix(size).map(row)
      parts.withLock { $0[part] = rows }
    }
    return parts.withLock { parts in (0..<threads).flatMap { parts[$0] ?? [] } }
  }

  /// The example with the given number.
  public func row(_ index: UInt64) -> TrainingRow {
    var random = SeededGenerator(seed: seed, stream: index)
    while true {
      let example = example(&random)
      guard let example else { continue }
      let prompt = tokenizer.encode(example.prompt)
      let response = tokenizer.encode(example.response) + [tokenizer.stopToken]
      if prompt.count + response.count > 320 { continue }
      return TrainingRow(tokens: prompt + response, promptLength: prompt.count)
    }
  }

  private func example(
    _ random: inout SeededGenerator
  ) -> (prompt: String, response: String)? {
    let weights = [
      mix.solveDeduction, mix.solveAbduction, mix.solveInduction, mix.proposeDeduction,
      mix.proposeAbduction, mix.proposeInduction,
    ]
    switch random.index(weights: weights) {
    case 0: return solveDeduction(&random)
    case 1: return solveAbduction(&random)
    case 2: return solveInduction(&random)
    case 3: return propose(.deduction, &random)
    case 4: return propose(.abduction, &random)
    default: return proposeInduction(&random)
    }
  }

  private func solveDeduction(_ random: inout SeededGenerator) -> (String, String)? {
    guard let task = draw(.deduction, &random), task.executed.count <= longestChain else {
      return nil
    }
    let chain = random.unit() < mix.terse ? "" : ChainOfThought.text(task.executed)
    return (
      PromptFormat.solve(task.content),
      PromptFormat.response(chain: chain, answer: task.content.output)
    )
  }

  /// Guesses, each traced: wrong ones end in `no`, the last one in `yes`.
  private func solveAbduction(_ random: inout SeededGenerator) -> (String, String)? {
    guard let task = draw(.abduction, &random),
      let program = try? Program(parsing: task.content.program)
    else { return nil }
    var chain = ""
    if random.unit() >= mix.terse {
      var generator = ProgramGenerator(random: random, difficulty: .pretraining)
      let kind = ProgramGenerator.Kind(argument: task.content.input)
      var lineCount = task.executed.count
      for _ in 0..<random.index(weights: [0.45, 0.35, 0.2]) {
        let guess = generator.argument(kind)
        guard guess != task.content.input,
          let run = ChainOfThought.run(
            program, arguments: guess, executor: validator.executor),
          let value = run.execution.value, value.repr != task.content.output
        else { continue }
        lineCount += run.lines.count
        chain += "\(ChainOfThought.attempt)\(guess)\n" + ChainOfThought.text(run.lines) + "no\n"
      }
      guard lineCount <= longestChain else { return nil }
      chain +=
        "\(ChainOfThought.attempt)\(task.content.input)\n" + ChainOfThought.text(task.executed)
        + "yes\n"
    }
    return (
      PromptFormat.solve(task.content),
      PromptFormat.response(chain: chain, answer: task.content.input)
    )
  }

  /// The answer to imitate is the shortest program found that explains the pairs, not the one that
  /// made them.
  private func solveInduction(_ random: inout SeededGenerator) -> (String, String)? {
    guard let task = draw(.induction, &random) else { return nil }
    let program = ProgramReduction(validator: validator).reduced(task.content)
    let chain = random.unit() < mix.terse ? "" : ProgramFeatures.plan(of: program)
    return (
      PromptFormat.solve(task.content),
      PromptFormat.response(chain: chain, answer: "\n" + program)
    )
  }

  private func propose(
    _ type: TaskType, _ random: inout SeededGenerator
  ) -> (String, String)? {
    guard let task = draw(type, &random) else { return nil }
    var references: [TaskContent] = []
    for _ in 0..<random.index(weights: [0.3, 0.3, 0.4]) {
      if random.unit() < 0.03 {
        references.append(Seeds.zeroTriplet(type))
      } else if let other = draw(type, &random) {
        references.append(other.content)
      }
    }
    let content = task.content
    return (
      PromptFormat.propose(type, references: references),
      PromptFormat.response(
        chain: ProgramFeatures.plan(of: content.program),
        answer: PromptFormat.proposal(program: content.program, input: content.input))
    )
  }

  /// Two inputs more than are needed: a sampled proposal repeats itself at times, and then still has
  /// enough different ones.
  private func proposeInduction(_ random: inout SeededGenerator) -> (String, String)? {
    guard let task = draw(.induction, pairs: pairCount + 2, &random) else { return nil }
    let content = task.content
    return (
      PromptFormat.proposeInduction(program: content.program),
      PromptFormat.response(
        chain: ProgramFeatures.plan(of: content.program),
        answer: PromptFormat.inductionProposal(
          inputs: content.pairs.map(\.input), message: content.message))
    )
  }

  /// A task of the pre-training distribution that no held-out set may hold.
  private func draw(
    _ type: TaskType, pairs: Int? = nil, _ random: inout SeededGenerator
  ) -> ValidTask? {
    guard let task = Self.task(type, .pretraining, validator, pairs ?? pairCount, &random),
      !heldOutPrograms.contains(task.content.program),
      !HeldOutSet.isReserved(task.content.program)
    else { return nil }
    return task
  }

  /// A generated task that the executor accepts, or nil when this draw was not one.
  static func task(
    _ type: TaskType, _ difficulty: ProgramGenerator.Difficulty, _ validator: Validator,
    _ pairCount: Int, _ random: inout SeededGenerator
  ) -> ValidTask? {
    var generator = ProgramGenerator(random: random, difficulty: difficulty)
    let (source, kind) = generator.program()
    var content = TaskContent(type: type, program: source)
    if type == .induction {
      var inputs: [String] = []
      for _ in 0..<pairCount * 4 where inputs.count < pairCount {
        let input = generator.argument(kind)
        if !inputs.contains(input) { inputs.append(input) }
      }
      content.pairs = inputs.map { InputOutputPair(input: $0, output: "") }
      content.message = ProgramFeatures.message(of: source)
    } else {
      content.input = generator.argument(kind)
    }
    random = generator.random
    guard let task = try? validator.validate(content, pairCount: pairCount) else { return nil }
    // Pairs that all agree say nothing about the program.
    if type == .induction && Set(task.content.pairs.map(\.output)).count < 3 { return nil }
    return task
  }
}

extension ProgramGenerator.Kind {
  /// What kind of argument a text is.
  fileprivate init(argument: String) {
    self = argument.hasPrefix("[") ? .list : argument.hasPrefix("'") ? .text : .integer
  }
}
