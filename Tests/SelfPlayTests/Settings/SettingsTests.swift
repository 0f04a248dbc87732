import Core
import Foundation
import Testing

@testable import SelfPlay

@Suite struct SettingsTests {
  @Test("the default preset is the default settings, value for value")
  func fixed() {
    #expect(SelfPlaySettings(preset: .fixed) == SelfPlaySettings())
  }

  @Test(
    "every preset's values are valid, have a source, and go together", arguments: Preset.allCases)
  func presets(preset: Preset) throws {
    for setting in SettingDescriptor.all {
      let entry = setting.entry(of: preset)
      #expect(setting.kind.valid(entry.value) == entry.value, "\(setting.key)")
      #expect(!entry.source.isEmpty, "\(setting.key)")
      #expect(setting.value(in: SelfPlaySettings(preset: preset)) == entry.value, "\(setting.key)")
    }
    try SelfPlaySettings(preset: preset).checkTogether()
  }

  @Test("row 16: ten seconds of processor time, as in the paper, and any other number by its key")
  func executorSeconds() throws {
    for preset in [Preset.paper, .code, .fixed] {
      #expect(SelfPlaySettings(preset: preset).executorSeconds == 10)
    }
    var settings = SelfPlaySettings()
    try settings.set("executor-seconds=3")
    #expect(settings.executorSeconds == 3)
    #expect(throws: SettingsError.self) { try settings.set("executor-seconds=0") }
  }

  @Test("row 36: the paper's preset is the paper's table of hyperparameters")
  func paperTable() {
    let paper = SelfPlaySettings(preset: .paper)
    #expect(paper.learningRate == 1e-6 && paper.weightDecay == 0 && paper.gradientClip == 1)
    #expect(paper.batch == 3 * 64 && paper.minibatch == 6 * 64)
    #expect(paper.rollouts == 8 && paper.references == 6 && paper.pairs == 10)
    #expect(paper.seedFactor == 4 && paper.bufferCapacity == 16_384)
    #expect(paper.temperature == 1 && paper.clip == 0.2 && paper.clipHigh == 0.2)
    #expect(paper.entropyCoefficient == 0.001 && paper.divergenceCoefficient == 0)
    #expect(paper.solverRows == .separate && paper.solverMix == .maxNew && !paper.solverLags)
    #expect(paper.whitening == .responses && paper.lossMean == .responses)
    #expect(paper.rewards.unlearnable == 0 && paper.bufferFilter == .all)
  }

  @Test("the code's preset has its harmless defects, and none that opens the gate")
  func officialCode() {
    let code = SelfPlaySettings(preset: .code)
    #expect(code.rewards.unlearnable == -0.5 && code.solverLags && code.whitening == .tokens)
    #expect(code.eviction == .newest && !code.checksMessages && code.singleFunction)
    #expect(code.determinismRuns == 2 && code.temperature > 0)
    let named = SettingDescriptor.all.filter { $0.entry(of: .code).source.contains("defect") }
    #expect(named.map(\.key).contains("eviction") && named.count >= 4)
  }

  @Test("row 47: the optional parts are off in the paper's preset and by default")
  func optionalParts() {
    for preset in [Preset.fixed, .paper, .code] {
      let settings = SelfPlaySettings(preset: preset)
      #expect(settings.taskMix == .even && settings.compositeProbability == 0)
      #expect(!settings.rewards.intrinsic.isOn && settings.guide == .off)
      #expect(settings.rewards.shape == .learnability && settings.rewards.clonePenalty == 0)
      #expect(settings.mostRollouts <= settings.rollouts && settings.warmupSteps == 0)
      #expect(!settings.frozenProposer && !settings.solverOnly && settings.updates)
    }
  }

  @Test("values are read as text and keys without regard to case and hyphens")
  func reading() throws {
    var settings = SelfPlaySettings()
    let record = try settings.set("learning-rate = 1e-4")
    try settings.set("frozenProposer=true")
    try settings.set("task_mix=2/1/0")
    try settings.set("target-solve-rate=0.2-0.8")
    try settings.set("eviction=lowest-value")
    #expect(record == SettingOverride(key: "learning-rate", value: "0.0001", source: "--set"))
    #expect(settings.learningRate == 1e-4 && settings.frozenProposer)
    #expect(settings.taskMix == TaskMix(deduction: 2, abduction: 1, induction: 0))
    #expect(settings.targetSolveRate == 0.2...0.8 && settings.eviction == .lowestValue)
  }

  @Test(
    "what is not valid is refused with what would be",
    arguments: [
      ("learning-rat=1", "'learning-rate'"), ("batch=0", "an integer from 3 to 100000"),
      ("batch=2.5", "an integer"), ("learning-rate=nan", "a number from"),
      ("learning-rate=1", "to 0.1"), ("updates=maybe", "true or false"),
      ("eviction=random", "oldest, lowest-value, newest"), ("task-mix=1/1", "weights"),
      ("task-mix=0/0/0", "one of them positive"), ("target-solve-rate=0.8-0.2", "low-high"),
      ("batch", "key=value"), ("=3", "key=value"),
    ])
  func refusing(argument: String, expected: String) {
    var settings = SelfPlaySettings()
    let before = settings
    let error = #expect(throws: SettingsError.self) { try settings.set(argument) }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    #expect(settings == before)
  }

  @Test("row 20: an estimate of one rollout, or of greedy ones, is refused")
  func greedyEstimates() {
    var settings = SelfPlaySettings()
    #expect(throws: SettingsError.self) { try settings.set("rollouts=1") }
    #expect(throws: SettingsError.self) { try settings.set("temperature=0") }
    settings.temperature = 0
    #expect(throws: SettingsError.self) { try settings.checkTogether() }
    settings = SelfPlaySettings()
    settings.rollouts = 1
    #expect(throws: SettingsError.self) { try settings.checkTogether() }
  }

  @Test func mixesAndLagNeedSeparateRows() {
    var settings = SelfPlaySettings()
    settings.solverLags = true
    #expect(throws: SettingsError.self) { try settings.checkTogether() }
    settings.solverRows = .separate
    #expect(throws: Never.self) { try settings.checkTogether() }
  }

  @Test("settings survive being stored", arguments: Preset.allCases)
  func storing(preset: Preset) throws {
    let settings = SelfPlaySettings(preset: preset)
    let data = try JSONEncoder().encode(settings)
    #expect(try JSONDecoder().decode(SelfPlaySettings.self, from: data) == settings)
  }

  @Test("settings that an older program stored are read, new ones having their defaults")
  func older() throws {
    let text = """
      {"preset": "fixed", "batch": 9, "learningRate": 0.00019999999494757503, "seedFactor": 2,
       "rewards": {"malformed": -1, "wrong": -0.25, "unlearnable": 0, "duplicate": -0.5}}
      """
    let settings = try JSONDecoder().decode(SelfPlaySettings.self, from: Data(text.utf8))
    #expect(settings.batch == 9 && settings.learningRate == 2e-4 && settings.seedFactor == 2)
    #expect(settings.rewards.wrong == -0.25 && settings.solverRows == .estimates)
    #expect(!settings.rejectsClones && settings.rateHalving == 0, "its course does not change")
  }

  @Test("the learning rate falls as 1 / (1 + steps / halving), and not in the paper's presets")
  func learningRateFalls() {
    var settings = SelfPlaySettings()
    settings.learningRate = 0.5
    settings.rateHalving = 100
    #expect([0, 100, 300].map(settings.learningRate(after:)) == [0.5, 0.25, 0.125])
    for preset in [Preset.paper, .code, .collapse] {
      let settings = SelfPlaySettings(preset: preset)
      #expect(settings.learningRate(after: 1000) == settings.learningRate)
    }
  }

  @Test func anUnknownPresetIsRefusedWithTheNames() {
    let error = #expect(throws: SettingsError.self) { try Preset(named: "papper") }
    #expect(error?.description.contains("fixed, paper, code, collapse, chat") == true)
  }
}
