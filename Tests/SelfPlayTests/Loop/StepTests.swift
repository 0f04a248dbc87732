import Core
import Testing

@testable import SelfPlay

@Suite struct StepTests {
  @Test(
    "row 1: one policy in two roles fills six cells", arguments: [SolverRows.estimates, .separate])
  func cells(rows: SolverRows) throws {
    let bench = try LoopBench { $0.solverRows = rows }
    bench.seed()
    let cells = try #require(bench.step().finished).cells
    #expect(cells.count == 6)
    for cell in cells {
      let solved = rows == .separate ? 2 : 2 * 3
      #expect(cell.rows == (cell.role == .proposer ? 2 : solved), "\(cell.type) \(cell.role)")
    }
  }

  @Test("row 7: valid tasks are admitted whatever their solve rate")
  func extremes() throws {
    let bench = try LoopBench { $0.batch = 12 }
    bench.seed()
    let events = bench.step() + bench.step()
    let extremes = events.scored.filter { $0.solveRate == 0 || $0.solveRate == 1 }
    let admitted = Set(events.admitted.map(\.task))
    #expect(!extremes.isEmpty)
    #expect(events.scored.allSatisfy { admitted.contains($0.task) })
  }

  @Test("row 8: with v of B valid there are exactly B - v refills", arguments: [false, true])
  func refills(separate: Bool) throws {
    let bench = try LoopBench { $0.solverRows = separate ? .separate : .estimates }
    bench.seed()
    let events = bench.step()
    for type in TaskType.allCases {
      let rollouts = Set(events.proposed.filter { $0.type == type }.map(\.rollout))
      let valid = events.validated.count { rollouts.contains($0.rollout) }
      let solved = events.rollouts.filter { $0.type == type }
      #expect(solved.count { $0.refill } == (2 - valid) * (separate ? 1 : 3))
      #expect(solved.count { $0.estimate == nil } == 2 * (separate ? 1 : 3))
      #expect(solved.count { $0.estimate == true } == (separate ? valid * 3 : 0))
    }
  }

  @Test("row 9: the solver trains on this step's tasks, or on those of the step before")
  func lag() throws {
    for lags in [false, true] {
      let bench = try LoopBench {
        $0.solverRows = .separate
        $0.solverLags = lags
        $0.batch = 9
      }
      bench.seed()
      let first = Set(bench.step().admitted.map(\.task))
      let events = bench.step()
      let second = Set(events.admitted.map(\.task))
      let trained = Set(events.rollouts.filter { $0.estimate == nil }.map(\.task))
      #expect(!first.isEmpty && !second.isEmpty)
      if lags {
        #expect(trained.isDisjoint(with: second) && first.isSubset(of: trained))
      } else {
        #expect(second.isSubset(of: trained))
      }
    }
  }

  @Test("row 20: estimates are sampled, so that rollouts of one task differ")
  func sampledEstimates() throws {
    let bench = try LoopBench { $0.rollouts = 8 }
    bench.seed()
    let events = bench.step()
    let chains = Dictionary(grouping: events.rollouts, by: \.task).mapValues {
      Set($0.map { $0.chain + ($0.answer ?? "") }).count
    }
    #expect(chains.values.contains { $0 > 1 })
  }

  @Test("row 21: a solve rate has its interval, and n grows where all rollouts agree")
  func adaptiveRollouts() throws {
    let bench = try LoopBench { $0.mostRollouts = 9 }
    bench.seed()
    let events = bench.step() + bench.step()
    #expect(!events.scored.isEmpty)
    for score in events.scored {
      let own = events.rollouts.filter { $0.task == score.task && !$0.refill }
      let first = own.prefix(3).count { $0.correct }
      #expect(score.rollouts == own.count)
      #expect((score.rollouts > 3) == (first == 0 || first == 3))
      let (low, high) = (try #require(score.low), try #require(score.high))
      #expect(low <= score.solveRate + 1e-9 && score.solveRate <= high + 1e-9 && low < high)
      // What only prices the proposer does not train.
      #expect(own.count { $0.estimate == nil } == 3)
    }
    #expect(events.scored.contains { $0.rollouts > 3 })
  }

  @Test("row 47: ablations of the paper: solver only, no references, a subset of the tasks")
  func ablations() throws {
    let bench = try LoopBench {
      $0.solverOnly = true
      $0.references = 0
      $0.taskMix = TaskMix(deduction: 1, abduction: 0, induction: 0)
    }
    bench.seed()
    let events = bench.step()
    #expect(events.proposed.count == 6)
    #expect(events.proposed.allSatisfy { $0.type == .deduction && $0.references.isEmpty })
    #expect(events.scored.allSatisfy { !$0.trainsProposer })
    let solved = events.rollouts.count
    #expect(events.updates.allSatisfy { $0.rows <= solved })
  }

  @Test("row 47: solver warm-up trains no proposer at first")
  func warmup() throws {
    func rows(_ steps: Int) throws -> Int {
      let bench = try LoopBench {
        $0.warmupSteps = steps
        $0.batch = 9
      }
      bench.seed()
      return bench.step().updates.reduce(0) { $0 + $1.rows }
    }
    #expect(try rows(1) < rows(0))
  }

  @Test func withoutUpdatesNoWeightChanges() throws {
    let bench = try LoopBench { $0.updates = false }
    let hash = bench.engine.model.weightsHash
    bench.seed()
    let events = bench.step()
    #expect(bench.engine.model.weightsHash == hash && events.updates.isEmpty)
    #expect(events.finished != nil)
  }

  @Test("a frozen proposer goes on proposing as the base does, whatever becomes of the policy")
  func frozenProposer() throws {
    func valid(frozen: Bool) throws -> Int {
      let bench = try LoopBench {
        $0.frozenProposer = frozen
        $0.learningRate = 0.1
        $0.minibatch = 8
      }
      bench.seed()
      bench.step()
      return bench.step().validated.count
    }
    #expect(try valid(frozen: true) > 0)
    #expect(try valid(frozen: false) == 0)
  }

  @Test("a divergence term keeps the policy nearer to its base")
  func divergence() throws {
    func loss(_ coefficient: Float) throws -> Double {
      let bench = try LoopBench {
        $0.divergenceCoefficient = coefficient
        $0.minibatch = 8
        $0.learningRate = 1e-3
      }
      bench.seed()
      bench.step()
      let update = try #require(bench.step().updates.last)
      #expect(update.loss.isFinite)
      return update.loss
    }
    #expect(try loss(1) != loss(0))
  }

  @Test("row 35: the first pass over a step has ratio 1, so nothing is clipped")
  func firstPass() throws {
    let bench = try LoopBench { $0.minibatch = 100_000 }
    bench.seed()
    let update = try #require(bench.step().updates.first)
    #expect(update.clipShare == 0 && abs(update.divergence) < 1e-6 && update.gradientNorm > 0)
  }

  @Test("row 49: the metrics of every cell have the official code's names in every step")
  func metricNames() throws {
    let bench = try LoopBench()
    bench.seed()
    for _ in 0..<2 {
      let names = Set(bench.step().metrics.keys)
      for type in ["code_o", "code_i", "code_f"] {
        for prefix in ["gen_\(type)/", "pred_\(type)/"] {
          for name in [
            "critic/score/mean", "critic/rewards/mean", "critic/rewards/max", "critic/rewards/min",
            "critic/advantages/mean", "critic/advantages/max", "critic/advantages/min",
            "critic/returns/mean", "response_length/mean", "response_length/max",
            "response_length/min", "response_length/clip_ratio", "response_length/reflect_ratio",
            "response_length/correct_reflect_ratio", "prompt_length/mean", "prompt_length/max",
            "prompt_length/min", "prompt_length/clip_ratio", "format_score", "none_ratio",
          ] {
            #expect(names.contains(prefix + name), "\(prefix + name)")
          }
        }
        #expect(names.contains("pred_\(type)/accuracy"))
        #expect(names.contains("gen_\(type)/num_valid_programs"))
        #expect(names.contains("gen_\(type)/avg_program_lines"))
      }
      for name in ["entropy", "pg_loss", "grad_norm", "pg_clipfrac", "ppo_kl", "lr"] {
        #expect(names.contains("actor/\(name)"))
      }
      #expect(names.contains { $0.hasSuffix("distinct_types") })
      #expect(names.contains { $0.hasSuffix("/halstead") })
    }
  }

  @Test("row 61: what was admitted and graded comes out the same when it is worked out anew")
  func verification() throws {
    let bench = try LoopBench { $0.verifiedShare = 1 }
    bench.seed()
    let events = bench.step()
    let result = try #require(events.verified.first)
    #expect(result.tasks == events.admitted.count)
    #expect(result.grades == events.rollouts.count)
    #expect(result.disagreements.isEmpty && result.rate == 0)
  }

  @Test("row 61: the share is what the settings say, and verifying changes nothing else")
  func verifiedShare() throws {
    func run(_ share: Double) throws -> (grades: Int, rollouts: [RolloutFinished]) {
      let bench = try LoopBench { $0.verifiedShare = share }
      bench.seed()
      let events = bench.step() + bench.step()
      return (events.verified.reduce(0) { $0 + $1.grades }, events.rollouts)
    }
    let (none, some) = (try run(0), try run(0.3))
    #expect(none.grades == 0 && none.rollouts == some.rollouts)
    #expect(some.grades > 0 && some.grades < some.rollouts.count)
  }

  @Test("row 62: a remembered verdict is the verdict that grading again gives")
  func verdictCache() throws {
    let bench = try LoopBench { $0.rollouts = 6 }
    bench.seed()
    let events = bench.step()
    let answers = events.rollouts.filter { $0.answer != nil }
    let tasks = Dictionary(
      bench.engine.state.buffers.types.flatMap { bench.engine.state.buffers[$0].tasks }
        .map { ($0.id, $0.content) }, uniquingKeysWith: { first, _ in first })
    #expect(bench.engine.verdicts.count < answers.count, "some answers are given twice")
    for (answer, grade) in bench.engine.verdicts {
      guard let task = tasks[answer.task] else { continue }
      #expect(bench.engine.grader.isCorrect(answer.text, for: task) == grade.isCorrect)
    }
  }

  @Test("every row carries its lineage: references, revision, policy, what evicted it")
  func lineage() throws {
    let bench = try LoopBench { $0.bufferCapacity = 4 }
    bench.seed()
    bench.overseer.revision.number = 7
    let first = bench.step()
    let second = bench.step()
    #expect(first.proposed.allSatisfy { $0.revision == 7 && $0.policyVersion == 0 })
    #expect(second.proposed.allSatisfy { $0.policyVersion == bench.engine.state.policyVersion - 1 })
    #expect(second.rollouts.allSatisfy { $0.policyVersion == second.proposed[0].policyVersion })
    #expect(second.proposed.contains { !$0.references.isEmpty })
    #expect(second.admitted.allSatisfy { $0.evicted != nil })
  }
}
