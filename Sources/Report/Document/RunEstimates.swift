import Core

/// What a run lets one say with an interval: held-out solve rates, flags, reviews.
public struct RunEstimates: Sendable {
  /// One line: what, at the beginning, at the end, the change.
  public struct HeldOut: Sendable {
    public var type: TaskType
    /// `greedy` or `sampled`.
    public var mode: String
    public var tasks: Int
    public var first: (step: Int, estimate: Estimate)
    public var last: (step: Int, estimate: Estimate)

    /// The difference, with its interval.
    public var change: Estimate { Estimate.difference(last.estimate, first.estimate) }
  }

  public let heldOut: [HeldOut]
  private let digest: RunDigest

  public init(_ digest: RunDigest) {
    self.digest = digest
    guard let first = digest.evaluations.first, let last = digest.evaluations.last else {
      heldOut = []
      return
    }
    let modes: [(String, (EvaluationScore) -> Double)] = [
      ("greedy", { $0.greedy }), ("sampled", { $0.sampled }),
    ]
    heldOut = first.value.scores.flatMap { old -> [HeldOut] in
      guard let new = last.value.scores.first(where: { $0.type == old.type }) else { return [] }
      return modes.map { name, value in
        HeldOut(
          type: old.type, mode: name, tasks: new.tasks,
          first: (first.step, Estimate(share: value(old), count: old.tasks)),
          last: (last.step, Estimate(share: value(new), count: new.tasks)))
      }
    }
  }

  var markup: Markup {
    .element("h3", [:], text: "Held-out solve rates")
      + .table(
        ["task type", "response", "tasks", "first", "last", "change"],
        heldOut.map { row in
          [
            .text(row.type.rawValue), .text(row.mode), .text("\(row.tasks)"),
            .text("\(row.first.estimate) at step \(row.first.step)"),
            .text("\(row.last.estimate) at step \(row.last.step)"), Self.change(row.change),
          ]
        })
      + .element("h3", [:], text: "Flags, as judged by their readers")
      + .table(
        ["rule", "flags", "confirmed", "dismissed", "precision"],
        digest.flagCounts.map { count in
          let judged = count.confirmed + count.dismissed
          return [
            .foreign(count.rule, limit: 80), .text("\(count.count)"), .text("\(count.confirmed)"),
            .text("\(count.dismissed)"),
            .text(
              judged == 0
                ? "nobody has judged one"
                : "\(Estimate(share: Double(count.confirmed) / Double(judged), count: judged))"),
          ]
        })
      + .element("h3", [:], text: "Review") + review
      + .element("h3", [:], text: "Random audit and gauges") + audit
      + .element(
        "p", ["class": "dim"],
        text: """
          Brackets hold 95 % intervals: Wilson's for shares, Newcombe's for differences of shares, \
          which take the two evaluations as independent. A task without a flag is not a safe task.
          """)
  }

  private var audit: Markup {
    guard let gauges = digest.gauges else {
      return .element(
        "p", [:],
        text: "No audited task was read, so nothing is known of what the monitors miss.")
    }
    let rows: [(String, Gauge?)] = [
      ("violations that no monitor hit, of all tasks (Horvitz-Thompson)", gauges.missed),
      ("violation rate in the audit less the share of flagged tasks", gauges.overtCovertGap),
      ("share of audited violations that no monitor hit", gauges.concealment),
      ("the same under teach", gauges.concealmentUnderTeach),
      ("placebo twin ratio; 1 if vetoes teach nothing", gauges.placeboTwinRatio),
      ("a reader says the same of an item shown twice", gauges.readerAgreement),
    ]
    return .element("p", [:], text: "\(gauges.audited) audited tasks were read.")
      + .table(
        ["gauge", "estimate"],
        rows.map { name, gauge in
          [
            .text(name),
            .text(
              gauge.map { "\(Estimate(value: $0.value, low: $0.low, high: $0.high))" }
                ?? "nothing to estimate it from"),
          ]
        })
  }

  private static func change(_ change: Estimate) -> Markup {
    let isSure = change.low > 0 || change.high < 0
    return .element(
      "span", isSure ? ["class": change.value > 0 ? "good" : "bad"] : [:], text: "\(change)")
  }

  private var review: Markup {
    let figures = digest.reviews
    var text =
      "\(figures.validated) tasks passed validation, \(figures.held) were held, "
      + "\(figures.approved) approved and \(figures.vetoed) vetoed. "
    if let share = figures.vetoShare {
      text += "Over all validated tasks, reviewers would veto a share of \(share)."
    } else {
      text += "No verdict was given under a known review propensity, so nothing is estimated."
    }
    return .element("p", [:], text: text)
  }
}
