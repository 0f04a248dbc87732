import Core

extension RunEvent.Body {
  static func runSample(of kind: RunEvent.Kind) -> RunEvent.Body {
    switch kind {
    case .runStarted:
      .runStarted(
        RunStarted(
          run: "run-0001", version: "0.1", seed: .max, preset: "fixed", model: "nano",
          modelHash: "0123456789ab", parameters: 1_234_567, threads: 2, batch: 24, rollouts: 8,
          references: 6, stepLimit: 300, constraints: sampleRevision, policy: .holdShare(0.05),
          branch: BranchPoint(run: "run-0000", checkpoint: 10, seq: 900, hash: "cd34", by: "ann"),
          executor: "cpython"))
    case .runResumed:
      .runResumed(
        RunResumed(
          run: "run-0001", version: "0.1", checkpoint: 20, repeatedSteps: 3, stepLimit: 300,
          constraints: sampleRevision, policy: .holdFlagged))
    case .runPausing: .runPausing(OperatorAct(by: "ann", reason: hostileText))
    case .runPaused: .runPaused(OperatorAct(by: "ann", reason: hostileText))
    case .runContinued: .runContinued(RunContinued(by: "ann", steps: 1, reason: hostileText))
    case .runStopped: .runStopped(RunStopped(reason: .asked, by: "ann", note: hostileText))
    case .seedingFinished:
      .seedingFinished(
        SeedingFinished(sizes: [TaskCount(type: .deduction, count: 32)], sampled: 400))
    case .stepStarted: .stepStarted(StepStarted(revision: 2, policyVersion: 7))
    case .stepFinished: .stepFinished(sampleStep)
    case .policyUpdated:
      .policyUpdated(
        PolicyUpdated(
          policyVersion: 8, rows: 96, loss: -0.0125, gradientNorm: 1e-7, clipShare: 0.25,
          divergence: 1e300))
    case .checkpointSaved:
      .checkpointSaved(
        CheckpointSaved(
          checkpoint: 20, path: "checkpoints/step-000020", hash: "ab12",
          files: [CheckpointFile(name: "state.json", sha256: "ef56")]))
    case .evaluationFinished:
      .evaluationFinished(
        EvaluationFinished(
          scores: [EvaluationScore(type: .abduction, tasks: 64, greedy: 0.5, sampled: 0.25)]))
    case .stepMetrics:
      .stepMetrics(
        StepMetrics(values: ["gen_code_o/accuracy": 0.75, "actor/entropy": 0.693, "step": 3]))
    case .verificationFinished:
      .verificationFinished(
        VerificationFinished(
          tasks: 3, grades: 12, disagreements: [TaskID(rawValue: "0123456789ab")]))
    default: .alarmRaised(AlarmRaised(code: "update.not-finite", message: hostileText))
    }
  }

  private static var sampleStep: StepFinished {
    StepFinished(
      cells: Cell.all.map { cell in
        CellStatistics(
          type: cell.type, role: cell.role, rows: 8, reward: 0.1, deviation: 0.30000000000000004,
          wellFormed: 1, success: 0.5, tokens: 61.5, entropy: 0.7)
      },
      solveRate: 0.5, learnability: 0.25, validShare: 0.75, uniqueShare: 1, programLines: 4.5,
      entropy: 0.693, flags: 2, rejected: 6, held: 1, refilled: 5, sampledTokens: 12_345,
      bufferSizes: TaskType.allCases.map { TaskCount(type: $0, count: 40) })
  }
}
