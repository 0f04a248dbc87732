import Core
import Testing

@testable import SelfPlay

@Suite struct MixTests {
  /// Where the tasks of a type's training rows come from, by step of admission.
  private func trained(
    _ mix: SolverMix, type: TaskType = .deduction
  ) throws -> (new: Int, old: [Int], valid: Int) {
    let bench = try LoopBench {
      $0.solverRows = .separate
      $0.solverMix = mix
      $0.taskMix = TaskMix(deduction: 1, abduction: 0, induction: 0)
      $0.batch = 8
    }
    bench.seed()
    for number in 0..<4 {
      bench.engine.state.buffers.deduction.admit(.sample(number, step: 1_000 * number))
    }
    let steps = Dictionary(
      bench.engine.state.buffers.deduction.tasks.map { ($0.id, $0.step) },
      uniquingKeysWith: { first, _ in first })
    let events = bench.step()
    let rows = events.rollouts.filter { $0.estimate == nil }
    #expect(rows.count == 8)
    return (
      rows.count { !$0.refill }, rows.filter(\.refill).compactMap { steps[$0.task] },
      events.validated.count
    )
  }

  @Test("row 37: max-new takes all new tasks, then draws")
  func maxNew() throws {
    let rows = try trained(.maxNew)
    #expect(rows.new == rows.valid && rows.old.count == 8 - rows.valid)
  }

  @Test("row 37: half-new takes new tasks for half of the batch at most")
  func halfNew() throws {
    let rows = try trained(.halfNew)
    #expect(rows.new == min(4, rows.valid) && rows.old.count == 8 - rows.new)
  }

  @Test("row 37: uniform-total draws from the buffer alone")
  func uniformTotal() throws {
    let rows = try trained(.uniformTotal)
    #expect(rows.new == 0 && rows.old.count == 8 && rows.old.contains(0))
  }

  @Test("row 37: step draws from the buffer by the weight of the step")
  func step() throws {
    let rows = try trained(.step)
    #expect(rows.new == 0 && Set(rows.old).isSuperset(of: [1_000, 2_000, 3_000]))
  }

  @Test("row 38: a filtered task is priced and not kept")
  func filtered() throws {
    let bench = try LoopBench {
      $0.bufferFilter = .nonExtremes
      $0.batch = 12
    }
    bench.seed()
    let events = bench.step() + bench.step()
    let admitted = Set(events.admitted.map(\.task))
    #expect(events.scored.contains { $0.solveRate == 0 || $0.solveRate == 1 })
    for score in events.scored {
      #expect(admitted.contains(score.task) == (score.solveRate > 0 && score.solveRate < 1))
    }
  }

  @Test("repeats are admitted as rows of their own where the settings allow them")
  func repeats() throws {
    let bench = try LoopBench {
      $0.rejectsRepeats = false
      $0.rejectsClones = false
    }
    bench.seed()
    let events = bench.step() + bench.step() + bench.step()
    #expect(!events.rejected.contains { $0.reason == .duplicate })
    #expect(events.scored.count == events.admitted.count)
  }

  @Test("after seeding, a program that differs in names and constants alone is a duplicate")
  func clones() throws {
    let bench = try LoopBench { $0.batch = 36 }
    bench.seed()
    let events = bench.step() + bench.step()
    #expect(events.rejected.contains { $0.detail.contains("names and constants") })
    for type in [TaskType.deduction, .abduction] {
      let tasks = bench.engine.state.buffers[type].tasks
      let seeds = Set(tasks.filter { $0.step == 0 }.map(\.structure))
      let admitted = tasks.filter { $0.step > 0 }.map(\.structure)
      #expect(!admitted.isEmpty)
      #expect(Set(admitted).count == admitted.count && seeds.isDisjoint(with: admitted))
    }
  }

  @Test(
    "the paper's and the code's presets run a step of the shipped model",
    arguments: [
      Preset.paper, .code, .collapse,
    ])
  func presets(preset: Preset) throws {
    let bench = try LoopBench { settings in
      settings = SelfPlaySettings(preset: preset)
      settings.batch = 6
      settings.seedFactor = 1
      settings.longestProposal = 100
      settings.longestSolution = 48
    }
    bench.seed()
    let events = bench.step()
    #expect(events.finished != nil && events.proposed.count == 6)
    #expect(events.verified.allSatisfy { $0.disagreements.isEmpty })
  }
}
