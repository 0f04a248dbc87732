import Core
import LanguageModel

extension SelfPlayEngine {
  /// Tokens that a model has for its marks.
  private static var longestMarks: Int { 16 }

  /// Lets the Guide score the step's new tasks, where there is one.
  func guide(_ batch: inout StepBatch) {
    let tasks = batch.tasks.filter { $0.origin.isNew }.map(\.task)
    switch settings.guide {
    case .off: return
    case .rules:
      for task in tasks {
        let others = state.buffers[task.content.type].newestStructures
        batch.guide[task.id] = RuleGuide().score(task, among: others)
      }
    case .base:
      guard let base else { return }
      // A program that the prompt has no room for gets no opinion.
      let prompts = tasks.compactMap { task -> (id: TaskID, tokens: [Int32])? in
        let tokens = tokenizer.encode(GuidePrompt.text(task.content))
        return tokens.count <= longestPrompt(beforeResponseOf: Self.longestMarks)
          ? (task.id, tokens) : nil
      }
      let completions = base.sampler.sample(
        requests: prompts.enumerated().map { index, prompt in
          // A stream of its own: the Guide's marks are no rollouts of the policy.
          let place = UInt64(state.step) &* 1_000_003 &+ UInt64(index)
          return SamplingRequest(
            prompt: prompt.tokens, keys: [SeededGenerator.mix(seed ^ SeededGenerator.mix(place))])
        },
        maximumTokens: Self.longestMarks, temperature: settings.temperature,
        stopTokens: tokenizer.stopTokens)
      for (prompt, group) in zip(prompts, completions) {
        batch.guide[prompt.id] = group.first.flatMap {
          GuidePrompt.read(tokenizer.decode($0.tokens))
        }
      }
    }
  }
}
