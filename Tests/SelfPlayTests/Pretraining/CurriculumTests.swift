import Core
import LanguageModel
import Testing

@testable import SelfPlay

@Suite struct CurriculumTests {
  private static let validator = Validator(settings: SelfPlaySettings(), largestInteger: 99)

  @Test("what ships is what the generator draws", arguments: HeldOutSet.allCases)
  func heldOutSets(set: HeldOutSet) throws {
    let tasks = try NanoModel.heldOutTasks(set)
    #expect(tasks == Pretrainer.heldOutTasks(set))
    for type in TaskType.allCases {
      let programs = tasks.filter { $0.type == type }.map(\.program)
      #expect(programs.count == 80)
      #expect(Set(programs).count == 80)
    }
  }

  @Test func trainingNeverShowsAHeldOutProgram() throws {
    let heldOut = try HeldOutSet.allCases.flatMap { try NanoModel.heldOutTasks($0) }
    let programs = Set(heldOut.map(\.program))
    let curriculum = CurriculumSampler(
      seed: 9, validator: Self.validator, pairCount: 6,
      heldOut: try NanoModel.heldOutTasks(.harder))
    let tokenizer = NanoTokenizer()
    for index in 0..<600 as Range<UInt64> {
      let text = tokenizer.decode(curriculum.row(index).tokens)
      #expect(!programs.contains { text.contains($0 + "\n") })
    }
  }

  @Test func anExampleDependsOnItsNumberAlone() {
    let curriculum = CurriculumSampler(
      seed: 4, validator: Self.validator, pairCount: 6, heldOut: [])
    let rows = curriculum.rows(0..<20, threads: 2)
    #expect(rows.map(\.tokens) == (0..<20).map { curriculum.row($0).tokens })
  }

  @Test func reductionDropsWhatNoPairShows() {
    let program = """
      def f(x):
          z = x * 3
          for i in range(2):
              z += i
          if x > 100:
              x = 0
          else:
              x += 1
          return x
      """
    let pairs = (0..<6).map { InputOutputPair(input: "\($0)", output: "\($0 + 1)") }
    var task = TaskContent(type: .induction, program: program)
    task.pairs = pairs
    let reduced = ProgramReduction(validator: Self.validator).reduced(task)
    #expect(reduced == "def f(x):\n    x += 1\n    return x")
  }

  @Test("a reduced program explains the pairs of its task")
  func reductionKeepsThePairs() throws {
    let reduction = ProgramReduction(validator: Self.validator)
    let grader = Grader(executor: Self.validator.executor)
    for task in try NanoModel.heldOutTasks(.harder).filter({ $0.type == .induction }).prefix(20) {
      let reduced = reduction.reduced(task)
      #expect(reduced.count <= task.program.count)
      #expect(grader.isCorrect(reduced, for: task))
    }
  }
}
