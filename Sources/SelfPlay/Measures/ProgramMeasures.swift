import Core
import MiniPython

/// What the official code measures of a valid proposal, each from 0 up to about 1.
public struct ProgramMeasures: Codable, Hashable, Sendable {
  /// Cognitive complexity over 15.
  public var complexity = 0.0
  /// 0.5 min(effort / 1e4, 1) + 0.3 min(cyclomatic / 10, 1) + 0.2 min(volume / 500, 1).
  public var halstead = 0.0
  /// Mean distance from the references; 0 without any.
  public var distance = 0.0
  /// One minus the answer's share of all answers so far.
  public var surprise = 0.0
  /// The mean of the surprise of the answer's type and, within the type, of its value.
  public var hierarchicalSurprise = 0.0

  public init() {}

  /// Measures a program; surprise is the counter's to tell.
  ///
  /// - Parameter references: Canonical forms of the programs that the proposer saw.
  public init(_ program: Program, references: [SyntaxSequence]) {
    complexity = Double(program.cognitiveComplexity) / 15
    halstead = HalsteadMeasures(program).score
    let sequence = SyntaxSequence(program)
    if !references.isEmpty {
      distance =
        references.reduce(0) { $0 + sequence.distance(to: $1) } / Double(references.count)
    }
  }

  /// The answer's surprise as a rule counts it.
  public func answerDiversity(_ rule: AnswerDiversity) -> Double {
    switch rule {
    case .flat: surprise
    case .hierarchical: hierarchicalSurprise
    }
  }
}
