import Tensor

/// A model's matrices in the forms in which passes multiply by them: forwards, and backwards by the
/// input. All shards' passes read the same ones.
struct PassWeights: Sendable {
  let forward: PackedModel
  let backward: PackedModel

  /// Larger models gain little from repacking and would hold two more copies of themselves.
  private static let largestPacked = 1 << 25

  init(_ model: LanguageModel) {
    let packs = model.layout.count <= PassWeights.largestPacked
    forward = PackedModel(model.configuration, for: .forward, packs: packs)
    backward = PackedModel(model.configuration, for: .inputGradient, packs: packs)
  }

  /// Takes over the parameters' present values; for gradients, too, if asked.
  func load(_ parameters: ParameterViews, gradient: Bool) {
    forward.load(parameters)
    if gradient { backward.load(parameters) }
  }
}
