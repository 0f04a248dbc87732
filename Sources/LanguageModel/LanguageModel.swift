import Crypto
import Foundation
import Tensor

/// A Llama-type decoder's configuration and parameters.
///
/// The parameters are changed only by a ``Trainer``; a ``Sampler`` reads them. The two are used by
/// one thread at a time (each spreads its own work over threads and waits for it), which is why
/// the shared buffer needs no lock.
public final class LanguageModel: Sendable {
  /// The model's sizes.
  public let configuration: ModelConfiguration
  let layout: ParameterLayout
  let parameters: FloatBuffer
  let rotary: RotaryTable

  /// A model whose parameters are all zero, to be filled by a reader.
  init(zeroed configuration: ModelConfiguration) {
    precondition(configuration.defect == nil, configuration.defect ?? "")
    self.configuration = configuration
    layout = ParameterLayout(configuration)
    parameters = FloatBuffer(count: layout.count)
    rotary = RotaryTable(
      positions: configuration.contextLength, frequencies: configuration.rotaryFrequencies)
  }

  /// A freshly initialised model: normal numbers of deviation 0.02 for matrices, divided by
  /// √(2 layers) for those that write to the residual stream (Radford et al. 2019), 0.04 for the
  /// embedding, ones for norms, zeros for biases.
  ///
  /// A tied embedding is not scaled by √width: scaled, it would at first predict its own
  /// input with great confidence.
  public convenience init(configuration: ModelConfiguration, seed: UInt64) {
    self.init(zeroed: configuration)
    var normal = NormalSequence(seed: seed)
    for entry in layout.entries {
      let view = parameters.view.slice(entry.offset, entry.count)
      let deviation: Double
      switch entry.kind {
      case .norm:
        view.copy(from: [Float](repeating: 1, count: entry.count))
        continue
      case .bias: continue
      case .embedding: deviation = 0.04
      case .matrix: deviation = 0.02
      case .residualProjection:
        deviation = 0.02 / (2 * Double(configuration.layers)).squareRoot()
      }
      view.copy(from: (0..<entry.count).map { _ in Float(deviation * normal.next()) })
    }
  }

  /// An independent model with the same parameters.
  public func copy() -> LanguageModel {
    let copy = LanguageModel(zeroed: configuration)
    copy.parameters.view.copy(from: parameters.view)
    return copy
  }

  /// The names of all tensors, in the order of the parameter buffer.
  public var tensorNames: [String] { layout.entries.map(\.name) }

  /// The values of one tensor by its `transformers` name, row-major; nil for an unknown name.
  public func values(of name: String) -> [Float]? {
    guard let entry = layout.entries.first(where: { $0.name == name }) else { return nil }
    return parameters.view.slice(entry.offset, entry.count).array
  }

  /// Replaces one tensor's values. False when the name is unknown or the count is wrong.
  @discardableResult
  public func setValues(_ values: [Float], of name: String) -> Bool {
    guard let entry = layout.entries.first(where: { $0.name == name }),
      entry.count == values.count
    else { return false }
    parameters.view.slice(entry.offset, entry.count).copy(from: values)
    return true
  }

  /// SHA-256 of all parameters as little-endian floats in the layout's order, in hexadecimal:
  /// equal for two models exactly when their weights are bit-identical.
  public var weightsHash: String {
    var hash = SHA256()
    for entry in layout.entries {
      parameters.view.slice(entry.offset, entry.count).withUnsafeBytes {
        hash.update(bufferPointer: $0)
      }
    }
    return hash.finalize().map { String(format: "%02x", $0) }.joined()
  }

  var views: ParameterViews { ParameterViews(parameters.view, layout, configuration) }
}

/// Standard normal numbers from a counter-based generator (Box and Muller 1958).
struct NormalSequence {
  private let seed: UInt64
  private var counter: UInt64 = 0
  private var spare: Double?

  init(seed: UInt64) {
    self.seed = CounterRandom.mix(seed)
  }

  mutating func next() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  private mutating func uniform() -> Double {
    defer { counter += 1 }
    return Double(CounterRandom.hash(key: seed, counter: counter) >> 11) * 0x1p-53
  }
}

/// Random numbers that are a function of a key and a position, so that they do not depend on what
/// else is drawn or in which order.
public enum CounterRandom {
  /// SplitMix64's finaliser: a bijection that scatters neighbouring inputs.
  public static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 64 random bits for a position of the key's stream.
  public static func hash(key: UInt64, counter: UInt64) -> UInt64 {
    mix(mix(key ^ 0x9E37_79B9_7F4A_7C15) &+ (counter &+ 1) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// A number in [0, 1) with 24 random bits, all that a float holds.
  public static func uniform(key: UInt64, position: Int) -> Float {
    Float(hash(key: key, counter: UInt64(truncatingIfNeeded: position)) >> 40) * 0x1p-24
  }
}

extension LanguageModel {
  /// The processor core whose kernels BLAS chose, for reports of measurements.
  public static var processorCore: String { MatrixProduct.coreName }
}
