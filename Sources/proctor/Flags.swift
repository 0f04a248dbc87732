import ArgumentParser
import Core
import Foundation
import Oversight

/// `proctor flags`: train and try the text monitors.
struct Flags: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train the text monitor, or score texts with it.",
    subcommands: [Train.self, Score.self, Try.self])

  /// `proctor flags train`
  struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Train the text monitor on labelled texts and measure it.",
      discussion: """
        Each line is {"id", "text", "label", "category", "source"}, with label 1 for a text to look \
        at and 0 for a benign one. The printed figures are from leaving out each category in turn; \
        the model that is written has seen all of them.
        """)

    @Argument(help: ArgumentHelp("The labelled texts, one JSON object a line.", valueName: "jsonl"))
    var data: String

    @Option(help: ArgumentHelp("Where to write the model.", valueName: "file"))
    var output: String?

    func run() throws {
      let texts = try JSONLines.read(data, as: LabelledText.self)
      let training = TextModelTraining()
      let scores = try training.heldOutScores(texts)
      print("CATEGORY                 POSITIVES  NEGATIVES  AUROC                  TPR AT 1 % FPR")
      for category in Set(texts.filter { $0.label == 1 }.map(\.category)).sorted() {
        show(category, quality(zip(texts, scores).filter { $0.0.category == category }))
      }
      let model = try training.model(of: texts, heldOutScores: scores)
      show("all, one threshold", model.quality)
      print("threshold \(model.threshold.asShare), trained on \(model.provenance)")
      guard let output else { return }
      try Data(model.encoded).write(to: URL(fileURLWithPath: output), options: .atomic)
      print("\(model.featureCount) weights written to \(output)")
    }

    private func quality(_ scored: [(LabelledText, Double)]) -> DetectionQuality? {
      DetectionQuality(
        positives: scored.filter { $0.0.label == 1 }.map(\.1),
        negatives: scored.filter { $0.0.label != 1 }.map(\.1))
    }

    private func show(_ name: String, _ quality: DetectionQuality?) {
      guard let quality else { return }
      func column(_ text: String, _ width: Int) -> String {
        text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
      }
      print(
        column(name, 25) + column(String(quality.positives), 11)
          + column(String(quality.negatives), 11) + column(text(quality.areaUnderCurve), 23)
          + text(quality.truePositiveRate))
    }

    /// An estimate with its interval: `0.512 [0.404, 0.619]`.
    private func text(_ estimate: DetectionQuality.Estimate) -> String {
      "\(estimate.value.asShare) [\(estimate.low.asShare), \(estimate.high.asShare)]"
    }
  }

  /// `proctor flags score`
  struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Score texts: {\"id\", \"text\"} a line in, {\"id\", \"score\", \"rules\"} a line out.",
      discussion: """
        The score is the trained text monitor's; rules are the names of the text rules that hit. \
        No hit does not mean that a text is safe.
        """)

    @Option(help: ArgumentHelp("The texts, one JSON object a line.", valueName: "file"))
    var jsonl: String

    @Option(help: ArgumentHelp("A rule file to apply too.", valueName: "toml"))
    var rules: String?

    @Option(
      help: ArgumentHelp(
        "A model that `flags train` wrote, not the shipped one.", valueName: "file"))
    var model: String?

    func run() throws {
      signal(SIGPIPE, SIG_DFL)
      let model =
        try self.model.map { path in
          try TextModel(decoding: Array(Data(contentsOf: URL(fileURLWithPath: path))))
        } ?? TextModel.shipped()
      let rules =
        try self.rules.map { path in
          try RuleFile.parse(String(contentsOfFile: path, encoding: .utf8), file: path)
        } ?? []
      let scorer = TextScorer(model: model, rules: rules)
      let encoder = OrderedJSONEncoder()
      for item in try JSONLines.read(jsonl, as: Item.self) {
        let scored = scorer.score(item.text)
        let line = Line(id: item.id, score: scored.score, rules: scored.rules)
        print(try encoder.string(line))
      }
    }

    private struct Item: Decodable {
      var id: String
      var text: String
    }

    private struct Line: Encodable {
      var id: String
      var score: Double
      var rules: [String]
    }
  }
}

/// A file of one JSON object a line.
private enum JSONLines {
  static func read<Element: Decodable>(_ path: String, as: Element.Type) throws -> [Element] {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch { throw ValidationError("\(path) cannot be read as UTF-8 text") }
    let decoder = JSONDecoder()
    return try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { !$0.element.isEmpty }
      .map { index, line in
        do {
          return try decoder.decode(Element.self, from: Data(line.utf8))
        } catch { throw ValidationError("\(path):\(index + 1): \(Self.fault(error))") }
      }
  }

  private static func fault(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "`\(key.stringValue)` is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "`\(context.codingPath.map(\.stringValue).joined(separator: "."))` is of another type"
    default: "this is no JSON object"
    }
  }
}
