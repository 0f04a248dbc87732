import Core
import LanguageModel
import MiniPython
import Testing

@testable import SelfPlay

@Suite struct UpdateTests {
  /// An engine over a model of one small layer, and what it emits.
  private final class Bench {
    var events: [RunEvent.Body] = []
    let engine: SelfPlayEngine
    private let overseer = PermissiveOverseer()

    init() {
      var settings = SelfPlaySettings()
      settings.minibatch = 2
      let model = LanguageModel(
        configuration: ModelConfiguration(
          vocabularySize: NanoTokenizer().vocabularySize, width: 16, layers: 1, heads: 1,
          feedForward: 16, contextLength: 64), seed: 1)
      var emit: (RunEvent.Body) -> Void = { _ in }
      engine = SelfPlayEngine(
        settings: settings, model: model, trainer: Trainer(model: model, shards: 1),
        sampler: Sampler(model: model, shards: 1), tokenizer: NanoTokenizer(),
        largestInteger: nil, seed: 1, state: nil, overseer: overseer, emit: { emit($0) })
      emit = { [unowned self] in events.append($0) }
    }

    var alarms: [String] {
      events.compactMap { if case .alarmRaised(let alarm) = $0 { alarm.code } else { nil } }
    }
  }

  private func row(_ token: Int32, old: Float = -5) -> TrainingRow {
    TrainingRow(
      tokens: [token, 7, 8, 9], promptLength: 2, advantage: token % 2 == 0 ? 1 : -1,
      oldLogProbabilities: [old, old])
  }

  @Test("numbers that are not finite raise an alarm, end the update, and change nothing")
  func notFinite() throws {
    let bench = Bench()
    let (hash, optimizer) = (
      bench.engine.model.weightsHash, try bench.engine.trainer.encodedState()
    )
    bench.engine.update([row(1, old: -.infinity), row(2, old: -.infinity)])
    #expect(bench.alarms == ["update.not-finite"])
    #expect(bench.events.count == 1, "no update is reported")
    #expect(bench.engine.model.weightsHash == hash)
    #expect(try bench.engine.trainer.encodedState() == optimizer)
    #expect(bench.engine.state.policyVersion == 0)

    bench.engine.update([row(1), row(2)])
    #expect(bench.engine.model.weightsHash != hash, "the next step learns again")
    #expect(bench.engine.state.policyVersion == 1 && bench.alarms.count == 1)
  }

  @Test func whatFollowsInTheStepIsNotAppliedEither() {
    let bench = Bench()
    bench.engine.update((1..<20).map { row(Int32($0), old: -.infinity) })
    #expect(bench.alarms.count == 1)
    #expect(bench.engine.trainer.stepCount == 0)
  }
}
