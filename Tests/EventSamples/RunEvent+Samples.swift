import Core

extension RunEvent {
  /// One event of each kind, numbered from 1, in the order of `Kind.allCases`, with each optional
  /// filled in and text that is hard to encode. The transient one has number 0 and comes where its
  /// kind does.
  public static var samples: [RunEvent] {
    var seq: Int64 = 0
    return Kind.allCases.map { kind in
      var event = RunEvent(seq: 0, time: 1_700_000_000.25, step: 3, body: .sample(of: kind))
      if !event.isTransient {
        seq += 1
        event.seq = seq
        event.time += Double(seq) / 1024
      }
      return event
    }
  }

  /// The samples that go into a journal.
  public static var journaledSamples: [RunEvent] { samples.filter { !$0.isTransient } }
}

/// Text with everything that a JSON string has to escape, and some that it need not.
public let hostileText =
  "q\" b\\ n\n r\r t\t nul\0 esc\u{1B}[31m del\u{7F} c1\u{9B} é 漢 🙂 \u{2028}\u{202E}"

extension RunEvent.Body {
  /// A body of the given kind.
  public static func sample(of kind: RunEvent.Kind) -> RunEvent.Body {
    switch kind {
    case .runStarted, .runResumed, .runPausing, .runPaused, .runContinued, .runStopped,
      .seedingFinished, .stepStarted, .stepFinished, .policyUpdated, .checkpointSaved,
      .evaluationFinished, .alarmRaised, .stepMetrics, .verificationFinished:
      runSample(of: kind)
    case .taskProposed, .taskRejected, .taskValidated, .taskHeld, .taskReviewed, .taskScored,
      .taskAdmitted, .taskPurged, .rolloutText, .rolloutFinished, .flagRaised, .flagReviewed,
      .reviewPolicyChanged, .constraintsApplied, .constraintsRefused:
      taskSample(of: kind)
    case .treatmentChanged, .commandRefused, .verdictUndone, .taskEdited, .rewardFixed,
      .auditDrawn, .auditReviewed, .safetyGauges, .constraintsPreviewed, .rulesTried,
      .rulesApplied:
      oversightSample(of: kind)
    }
  }
}

/// A revision with every field set.
public let sampleRevision = ConstraintRevision(
  number: 2,
  constraints: Constraints(
    bannedConstructs: [.while, .return], bannedNames: ["str.format"], maximumLines: 12,
    taskMix: TaskMix(deduction: 2, abduction: 1, induction: 0.5), targetSolveRate: 0.125...0.9))
