import Core
import LanguageModel
import Testing

@testable import SelfPlay

@Suite struct SeedingTests {
  @Test("row 2: the zero triplet is all that the first proposers see")
  func zeroTriplet() throws {
    let bench = try LoopBench()
    bench.engine.seedBuffers(constraints: bench.overseer.revision)
    let zero = Seeds.zeroTriplet(.deduction)
    let first = bench.events.proposed.filter { $0.type == .deduction }.prefix(2)
    #expect(first.count == 2 && first.allSatisfy { $0.references == [zero.id] })
    #expect(
      PromptFormat.propose(.deduction, references: [zero]).contains("def f(x):\n    return x\n"))
  }

  @Test("row 3: seeding fills the buffers to B x S and changes no weight")
  func sizes() throws {
    let bench = try LoopBench()
    let hash = bench.engine.model.weightsHash
    bench.engine.seedBuffers(constraints: bench.overseer.revision)
    #expect(bench.engine.model.weightsHash == hash)
    for type in TaskType.allCases { #expect(bench.engine.state.buffers[type].tasks.count == 2 * 2) }
    #expect(bench.events.updates.isEmpty)
  }

  @Test("row 4: deduction and abduction start as one set, and induction is built from it")
  func oneSet() throws {
    let bench = try LoopBench()
    bench.seed()
    func said(_ buffer: TaskBuffer) -> Set<[String]> {
      Set(buffer.tasks.map { [$0.content.program, $0.content.input, $0.content.output] })
    }
    let buffers = bench.engine.state.buffers
    #expect(said(buffers.deduction) == said(buffers.abduction))
    let programs = Set(buffers.deduction.tasks.map(\.content.program))
    #expect(buffers.induction.tasks.allSatisfy { programs.contains($0.content.program) })
  }

  @Test("the shipped seeds are valid tasks that fill the default buffers")
  func shipped() throws {
    let settings = SelfPlaySettings()
    let bench = try LoopBench()
    let seeds = try NanoModel.seeds()
    bench.engine.admitSeeds(seeds)
    let buffers = bench.engine.state.buffers
    for type in TaskType.allCases {
      #expect(buffers[type].tasks.count == settings.batch / 3 * settings.seedFactor)
    }
    let validator = Validator(settings: settings, largestInteger: NanoTokenizer.largestInteger)
    for seed in seeds {
      let valid = try validator.validate(seed.content, pairCount: settings.pairs)
      #expect(valid.content == seed.content && valid.structure == seed.structure)
      #expect(seed.id == seed.content.id && seed.step == 0 && seed.rollout == nil)
    }
  }

  @Test("row 6: induction programs come from both buffers alike")
  func inductionSources() throws {
    let bench = try LoopBench()
    var buffers = TaskBuffers(capacity: 100)
    for number in 0..<5 {
      for type in [TaskType.deduction, .abduction] {
        buffers[type].admit(.sample(number, type: type))
      }
    }
    let deductions = Set(buffers.deduction.tasks.map(\.id))
    let draws = 2_000
    let hits = (0..<draws).count { _ in
      bench.engine.prompt(.induction, buffers: buffers).references.allSatisfy(deductions.contains)
    }
    // Four standard deviations of a fair coin.
    #expect(abs(Double(hits) - 1_000) < 4 * (Double(draws) / 4).squareRoot())
  }
}

extension AdmittedTask {
  /// A small task; equal numbers and types are equal tasks.
  static func sample(
    _ number: Int, type: TaskType = .deduction, step: Int = 0, value: Double? = nil
  ) -> AdmittedTask {
    let content = TaskContent(
      type: type, program: "def f(x):\n    return x + \(number)", input: "1",
      output: "\(number + 1)")
    return AdmittedTask(
      id: content.id, content: content, rollout: nil, step: step, revision: 0, references: [],
      structure: "s\(number)", value: value)
  }
}
