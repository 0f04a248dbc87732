import Core

/// The flags of a run with what was said of them.
struct FlagSection {
  private let digest: RunDigest
  /// Unicode scalars shown on either side of a hit.
  private static let margin = 160

  init(_ digest: RunDigest) { self.digest = digest }

  var markup: Markup {
    let total = digest.flagCounts.reduce(0) { $0 + $1.count }
    let judged = digest.flagCounts.reduce(0) { $0 + $1.confirmed + $1.dismissed }
    let note =
      "\(total) flags, \(judged) judged."
      + (total > digest.flags.count
        ? " Shown are \(digest.flags.count): the judged ones and the newest." : "")
    return .element("p", [:], text: note)
      + .table(
        ["flag", "step", "severity", "rule", "where", "what was seen", "verdict"],
        digest.flags.map(row))
  }

  private func row(_ entry: RunDigest.FlagEntry) -> [Markup] {
    let flag = entry.flag
    let place = "\(flag.type.rawValue) \(flag.role.rawValue), \(flag.field.rawValue) of task "
    let verdict: Markup =
      switch entry.verdict {
      case .confirm: .element("span", ["class": "bad"], text: "confirmed")
      case .dismiss: .element("span", ["class": "good"], text: "dismissed")
      case .some(let other): .text(other.rawValue)
      case nil: .element("span", ["class": "dim"], text: "not judged")
      }
    return [
      .text("\(flag.id)"), .text("\(entry.step)"), .text(flag.severity.rawValue),
      .foreign(flag.rule, limit: 80),
      .text(place) + .foreign(flag.task.rawValue, limit: 40)
        + .text(", rollout \(flag.rollout)"),
      .foreign(flag.detail, limit: 400) + .element("code", [:], [excerpt(flag)]),
      verdict + (entry.by.map { .text(" by ") + .foreign($0, limit: 80) } ?? .empty),
    ]
  }

  /// The text around the hit, with the hit marked.
  private func excerpt(_ flag: Flag) -> Markup {
    let scalars = Array(flag.text.unicodeScalars)
    let start = min(max(0, flag.start), scalars.count)
    let end = min(max(start, flag.end), scalars.count)
    func part(_ range: Range<Int>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return String(view)
    }
    let from = max(0, start - Self.margin)
    let to = min(scalars.count, end + Self.margin)
    return .text(from > 0 ? "…" : "") + .foreign(part(from..<start))
      + (start < end
        ? .element("mark", [:], [.foreign(part(start..<end), limit: 600)]) : .empty)
      + .foreign(part(end..<to)) + .text(to < scalars.count ? "…" : "")
  }
}
