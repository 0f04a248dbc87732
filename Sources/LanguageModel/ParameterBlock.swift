/// A range of the parameter buffer that one job works on. Ranges are fixed by the layout alone, so
/// that sums over them come out the same whatever the number of threads.
struct ParameterBlock: Sendable {
  let offset: Int
  let count: Int
  let decays: Bool

  private static let size = 1 << 15

  /// The buffer in equal blocks.
  static func blocks(of count: Int) -> [ParameterBlock] {
    split(offset: 0, count: count, decays: false)
  }

  /// The buffer's tensors, each of one kind of decay, in blocks.
  static func decayRanges(of layout: ParameterLayout) -> [ParameterBlock] {
    layout.entries.flatMap { entry in
      let decays =
        switch entry.kind {
        case .norm, .bias: false
        case .embedding, .matrix, .residualProjection: true
        }
      return split(offset: entry.offset, count: entry.count, decays: decays)
    }
  }

  private static func split(offset: Int, count: Int, decays: Bool) -> [ParameterBlock] {
    stride(from: 0, to: count, by: size).map { start in
      ParameterBlock(offset: offset + start, count: min(size, count - start), decays: decays)
    }
  }
}
