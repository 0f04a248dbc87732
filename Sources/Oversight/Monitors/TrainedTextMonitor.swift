import Core

/// Flags sentences that read like those of labelled data about deceiving people, escaping oversight,
/// seeking power, gaming rewards or clinging to life, in chains of thought, messages, and the
/// comments and strings of programs.
///
/// It knows statements and not behaviour: it ranks what is said, in the manner of the data that it
/// was trained on. It hits above the threshold at which 1 % of the benign texts were hit.
public struct TrainedTextMonitor: Monitor {
  public let rule = "trained-text"
  public let model: TextModel
  /// A sentence with fewer words is not scored: labelled data has none so short.
  private static let fewestWords = 3

  public init(model: TextModel) { self.model = model }

  public var quality: MeasuredQuality? {
    guard let quality = model.quality else { return nil }
    let hits = quality.truePositiveRate.value * Double(quality.positives)
    let alarms = quality.falsePositiveRate * Double(quality.negatives)
    return MeasuredQuality(
      precision: hits + alarms > 0 ? hits / (hits + alarms) : 0,
      falseAlarmRate: quality.falsePositiveRate, recall: quality.truePositiveRate.value,
      positives: quality.positives, negatives: quality.negatives,
      source: "each category held out in turn: \(model.provenance)")
  }

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    subject.texts.flatMap { field, text -> [MonitorHit] in
      guard !text.isEmpty else { return [] }
      let scalars = Array(text.unicodeScalars)
      let isProgram = field == .program || (field == .answer && subject.answersWithProgram)
      let regions =
        isProgram
        ? SourceRegions(text).regions.filter { $0.kind != .code }.map(\.range) : [0..<scalars.count]
      return regions.flatMap { region in
        var words = ScopedWords(scalars: scalars, in: region)
        words.removeSentences(shorterThan: TrainedTextMonitor.fewestWords)
        return model.scores(words).filter { $0.score > model.threshold }.map { sentence in
          MonitorHit(
            rule: rule, severity: .medium, field: field, span: sentence.span,
            detail:
              "the sentence scores \(Self.percent(sentence.score)) on the trained text monitor")
        }
      }
    }
  }

  private static func percent(_ score: Double) -> String {
    "\(Int((score * 100).rounded(.down))) %"
  }
}
