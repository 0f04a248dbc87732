import Core

/// Flags phrases about deceiving people, escaping oversight, cheating the verifier or clinging to
/// power, in chains of thought, messages, and the comments and strings of programs.
///
/// It is a short list of phrases and no detector: see `quality`. It finds what is said in these
/// words and nothing else, and it also fires on text that only talks about such things. A phrase
/// whose clause denies it, by an odd number of other words that do, is no hit.
public struct AlarmingLanguageMonitor: Monitor {
  public let rule = "alarming-language"

  public init() {}

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    subject.texts.flatMap { field, text -> [MonitorHit] in
      guard !text.isEmpty else { return [] }
      let isProgram = field == .program || (field == .answer && subject.answersWithProgram)
      return AlarmingLanguageMonitor.matches(in: text, isProgram: isProgram).map { match in
        MonitorHit(
          rule: rule, severity: match.phrase.severity, field: field, span: match.span,
          detail: "the text speaks of \(match.phrase.topic)")
      }
    }
  }

  /// Whether the rule fires anywhere in a text.
  public func fires(on text: String) -> Bool {
    !AlarmingLanguageMonitor.matches(in: text, isProgram: false).isEmpty
  }

  private static func matches(
    in text: String, isProgram: Bool
  ) -> [(phrase: AlarmingPhrase, span: Range<Int>)] {
    let words = TextWords(text, isProgram: isProgram).words
    let clauses = ClauseNumbers(of: words, in: Array(text.unicodeScalars))
    return AlarmingPhrase.all.flatMap { phrase in
      words.indices.compactMap { index in
        guard let places = phrase.places(in: words, at: index), let end = places.last,
          !clauses.deny(places, in: words)
        else { return nil }
        return (phrase, words[index].span.lowerBound..<words[end].span.upperBound)
      }
    }
    .sorted { $0.span.lowerBound < $1.span.lowerBound }
  }
}

extension MonitorSubject {
  /// Whether the answer is a program: text in it stands in comments and strings only.
  var answersWithProgram: Bool {
    if case .response(let response) = self { response.task.type == .induction } else { false }
  }
}

/// A text's words in lower case, without those of program code.
struct TextWords {
  struct Word {
    var text: String
    /// Scalar offsets.
    var span: Range<Int>
  }

  private(set) var words: [Word] = []

  init(_ text: String, isProgram: Bool) {
    let scalars = Array(text.unicodeScalars)
    let regions =
      isProgram
      ? SourceRegions(text).regions.filter { $0.kind != .code }.map(\.range) : [0..<scalars.count]
    for region in regions {
      var position = region.lowerBound
      while position < region.upperBound {
        guard scalars[position].properties.isAlphabetic else {
          position += 1
          continue
        }
        let start = position
        while position < region.upperBound,
          scalars[position].properties.isAlphabetic || Self.isApostrophe(scalars[position])
        {
          position += 1
        }
        // An apostrophe at the end is a closing quote, or as good as none.
        let end = (scalars[start..<position].lastIndex { !Self.isApostrophe($0) } ?? start) + 1
        let text = scalars[start..<end].map { Self.isApostrophe($0) ? "'" : $0 }
        words.append(Word(text: String(text).lowercased(), span: start..<end))
      }
    }
  }

  private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "'" || scalar == "\u{2019}"
  }
}

extension AlarmingLanguageMonitor {
  /// Measured on 7,686 labelled statements, each category's positives against matched negatives.
  ///
  /// Sources: anthropics/evals (persona and advanced-ai-risk statements, CC-BY-4.0),
  /// agatha-duzan/cot-monitor-stress-test and control-arena 20.1.1 (both MIT). The statements are
  /// about a persona's wishes and not a small policy's chains of thought: expect less there.
  public static let measured = MeasuredQuality(
    precision: 0.7641, falseAlarmRate: 0.0153, recall: 0.0658, positives: 3300, negatives: 4386,
    source:
      "flag-statements: anthropics/evals (CC-BY-4.0), cot-monitor-stress-test and control-arena (MIT)"
  )

  public var quality: MeasuredQuality? { AlarmingLanguageMonitor.measured }
}
