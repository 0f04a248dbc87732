import Core
import Foundation
import Journal

/// A run as one self-contained HTML page.
public struct RunReport: Sendable {
  private let digest: RunDigest
  private let verification: JournalVerification
  private let version: String

  /// - Parameter version: The version of Proctor that makes the report.
  public init(digest: RunDigest, verification: JournalVerification, version: String) {
    self.digest = digest
    self.verification = verification
    self.version = version
  }

  /// The page.
  public func page() throws -> Page {
    Page(
      title: "Run \(digest.identity.name)",
      sections: [
        Page.Section(title: "Run", content: summary),
        Page.Section(title: "Estimates", content: estimates),
        Page.Section(title: "Course", content: charts),
        Page.Section(title: "Flags", content: flags),
        Page.Section(title: "Operator acts", content: acts),
        Page.Section(title: "Constraint history", content: try constraints()),
        Page.Section(title: "Checkpoints and alarms", content: checkpoints),
      ])
  }

  private var summary: Markup {
    var rows: [(String, Markup)] = []
    func add(_ name: String, _ text: String) { rows.append((name, .foreign(text))) }
    if let start = digest.started {
      add("model", "\(start.model) (\(start.parameters) parameters, SHA-256 \(start.modelHash)…)")
      add("preset and seed", "\(start.preset), \(start.seed)")
      add(
        "batch",
        "\(start.batch) proposals a step, \(start.rollouts) rollouts a task, "
          + "\(start.references) references")
      add("began", Self.date(digest.identity.created))
      if let branch = start.branch {
        add(
          "branched off",
          "run \(branch.run) at the checkpoint of step \(branch.checkpoint) (event \(branch.seq), "
            + "link \(branch.hash ?? "none")) by \(branch.by)")
      }
    }
    if let last = digest.lastTime { add("last event", Self.date(last)) }
    add(
      "course",
      "\(digest.steps.last?.step ?? 0) steps, \(digest.steps.last?.tokens ?? 0) tokens sampled, "
        + "\(digest.events) events, resumed \(digest.resumptions.count) times, "
        + (digest.stopped.map { "ended: \($0.rawValue)" } ?? "not ended"))
    rows.append(("journal", journal))
    add("made by", "Proctor \(version); the run by \(digest.identity.version)")
    return .element(
      "table", [:],
      rows.map { name, content in
        .element(
          "tr", [:], [.element("th", [:], text: name), .element("td", [:], [content])])
      })
  }

  private var journal: Markup {
    if let problem = verification.problem {
      return .element("span", ["class": "bad"], [.foreign("NOT AS WRITTEN: \(problem.message)")])
    }
    guard let head = verification.head, let first = verification.chainedFrom else {
      return .text("not chained: it was written before there was a hash chain")
    }
    let whole = Markup.element("span", ["class": "good"], text: "whole")
    let range = first > 1 ? " (not chained before event \(first))" : ""
    return whole + .text("\(range): \(verification.events) events give the link ")
      + .element("code", [:], text: "\(head)")
  }

  /// A moment in Coordinated Universal Time.
  static func date(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e11 else { return "unknown" }
    return Date(timeIntervalSince1970: seconds)
      .formatted(.iso8601.dateTimeSeparator(.space)) + " UTC"
  }

  private var charts: Markup {
    .element(
      "div", ["class": "charts"],
      Curve.Group.allCases.map { group in
        .element("figure", [:], [chart(group).markup])
      })
      + .element(
        "p", ["class": "dim"],
        text: "R marks a constraint revision, c a checkpoint. Bands are 95 % Wilson intervals.")
  }

  private func chart(_ group: Curve.Group) -> LineChart {
    LineChart(
      title: group.rawValue,
      series: digest.curves(group).map { LineChart.Series(name: $0.name, points: $0.points) },
      marks: digest.marks(), yRange: group.range)
  }

  private var acts: Markup {
    guard !digest.acts.isEmpty else { return .element("p", [:], text: "None.") }
    let shown = digest.acts.suffix(500)
    let note =
      shown.count < digest.acts.count
      ? Markup.element(
        "p", ["class": "dim"], text: "The last \(shown.count) of \(digest.acts.count).") : .empty
    return note
      + .table(
        ["event", "time", "step", "who", "what", "how"],
        shown.map { act in
          [
            .text("\(act.seq)"), .text(Self.date(act.time)), .text("\(act.step)"),
            .foreign(act.by, limit: 80), .text(act.kind), .foreign(act.words, limit: 600),
          ]
        })
  }

  private func constraints() throws -> Markup {
    guard let start = digest.started else { return .element("p", [:], text: "Unknown.") }
    var content = Markup.element("h3", [:], text: "Revision \(start.constraints.number)")
    let first = try ConstraintChange.words(start.constraints.constraints)
    content += .table(
      ["field", "value"],
      first.sorted { $0.key < $1.key }.map { [.text($0.key), .foreign($0.value, limit: 600)] })
    var current = start.constraints.constraints
    for revision in digest.revisions {
      let next = revision.value.revision
      let title =
        "Revision \(next.number), after step \(revision.step), by \(revision.value.by), "
        + Self.date(revision.time)
      content += .element("h3", [:], [.foreign(title, limit: 200)])
      content += .table(
        ["field", "before", "after"],
        try ConstraintChange.between(current, next.constraints).map { change in
          [
            .text(change.field), .element("del", [:], [.foreign(change.before, limit: 600)]),
            .element("ins", [:], [.foreign(change.after, limit: 600)]),
          ]
        })
      current = next.constraints
    }
    return content
  }

  private var checkpoints: Markup {
    let saved = Markup.table(
      ["step", "saved", "folder", "SHA-256 of the weights"],
      digest.checkpoints.map { entry in
        [
          .text("\(entry.value.checkpoint)"), .text(Self.date(entry.time)),
          .foreign(entry.value.path, limit: 200),
          .element("code", [:], [.foreign(entry.value.hash, limit: 64)]),
        ]
      })
    guard !digest.alarms.isEmpty else { return saved }
    return saved + .element("h3", [:], text: "Alarms")
      + .table(
        ["step", "time", "code", "message"],
        digest.alarms.suffix(300).map { alarm in
          [
            .text("\(alarm.step)"), .text(Self.date(alarm.time)),
            .foreign(alarm.value.code, limit: 80), .foreign(alarm.value.message, limit: 800),
          ]
        })
  }

  private var estimates: Markup {
    RunEstimates(digest).markup
  }

  private var flags: Markup {
    FlagSection(digest).markup
  }
}

extension Markup {
  /// A table with a row of headings.
  static func table(_ headings: [String], _ rows: [[Markup]]) -> Markup {
    guard !rows.isEmpty else { return .element("p", ["class": "dim"], text: "None.") }
    let head = Markup.element(
      "thead", [:],
      [.element("tr", [:], headings.map { .element("th", [:], text: $0) })])
    let body = Markup.element(
      "tbody", [:],
      rows.map { row in
        .element("tr", [:], row.map { .element("td", [:], [$0]) })
      })
    return .element("table", [:], [head, body])
  }
}
