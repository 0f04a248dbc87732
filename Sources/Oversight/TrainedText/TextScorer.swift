/// Scores texts on their own, without a task: the trained model and the rules of words.
public struct TextScorer: Sendable {
  private let model: TextModel
  private let rules: [OperatorRule]

  public init(model: TextModel, rules: [OperatorRule] = []) {
    self.model = model
    self.rules = rules
  }

  /// The trained model's score, 0 to 1, and the names of the rules that hit, sorted.
  public func score(_ text: String) -> (score: Double, rules: [String]) {
    let score = model.score(text)
    var names = rules.filter { !$0.matches(in: text).isEmpty }.map(\.name)
    if AlarmingLanguageMonitor().fires(on: text) { names.append("alarming-language") }
    if score > model.threshold { names.append("trained-text") }
    return (score, names.sorted())
  }
}
