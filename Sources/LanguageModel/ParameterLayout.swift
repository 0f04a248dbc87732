import Tensor

/// Where each parameter lies in the one buffer that holds them all (the layout of llm.c).
///
/// Queries, keys and values are neighbours, and so are gate and up, so that each group is one
/// matrix product. Groups start at multiples of 16 floats; the gaps stay zero.
struct ParameterLayout: Sendable {
  /// One named tensor.
  struct Entry: Sendable {
    /// The name that the `transformers` library gives it.
    let name: String
    let shape: [Int]
    let offset: Int
    let kind: Kind
    var count: Int { shape.reduce(1, *) }
  }

  /// What a tensor is, which decides its initial values and its weight decay.
  enum Kind: Sendable {
    case embedding, matrix, residualProjection, norm, bias
  }

  /// Offsets of one block's tensors.
  struct Layer: Sendable {
    var attentionNorm = 0
    var fusedQueryKeyValue = 0
    /// Only where the configuration has it, like the norms.
    var fusedBias = 0
    var queryNorm = 0
    var keyNorm = 0
    var attentionOutput = 0
    var feedForwardNorm = 0
    var gateUp = 0
    var down = 0
  }

  let entries: [Entry]
  let layers: [Layer]
  let embedding: Int
  let finalNorm: Int
  /// The output head: the embedding where they are tied.
  let head: Int
  /// Floats of the whole buffer, gaps included.
  let count: Int

  init(_ c: ModelConfiguration) {
    var entries: [Entry] = []
    var end = 0
    func add(_ name: String, _ shape: [Int], _ kind: Kind, startsGroup: Bool = true) -> Int {
      if startsGroup { end = (end + 15) / 16 * 16 }
      let entry = Entry(name: name, shape: shape, offset: end, kind: kind)
      entries.append(entry)
      end += entry.count
      return entry.offset
    }
    let queries = c.heads * c.headWidth
    let keys = c.keyValueHeads * c.headWidth
    embedding = add("model.embed_tokens.weight", [c.vocabularySize, c.width], .embedding)
    var layers: [Layer] = []
    for index in 0..<c.layers {
      let prefix = "model.layers.\(index)."
      var layer = Layer()
      layer.attentionNorm = add(prefix + "input_layernorm.weight", [c.width], .norm)
      layer.fusedQueryKeyValue = add(
        prefix + "self_attn.q_proj.weight", [queries, c.width], .matrix)
      _ = add(prefix + "self_attn.k_proj.weight", [keys, c.width], .matrix, startsGroup: false)
      _ = add(prefix + "self_attn.v_proj.weight", [keys, c.width], .matrix, startsGroup: false)
      if c.queryKeyValueBias {
        layer.fusedBias = add(prefix + "self_attn.q_proj.bias", [queries], .bias)
        _ = add(prefix + "self_attn.k_proj.bias", [keys], .bias, startsGroup: false)
        _ = add(prefix + "self_attn.v_proj.bias", [keys], .bias, startsGroup: false)
      }
      if c.queryKeyNorm {
        layer.queryNorm = add(prefix + "self_attn.q_norm.weight", [c.headWidth], .norm)
        layer.keyNorm = add(prefix + "self_attn.k_norm.weight", [c.headWidth], .norm)
      }
      layer.attentionOutput = add(
        prefix + "self_attn.o_proj.weight", [c.width, queries], .residualProjection)
      layer.feedForwardNorm = add(prefix + "post_attention_layernorm.weight", [c.width], .norm)
      layer.gateUp = add(prefix + "mlp.gate_proj.weight", [c.feedForward, c.width], .matrix)
      _ = add(
        prefix + "mlp.up_proj.weight", [c.feedForward, c.width], .matrix, startsGroup: false)
      layer.down = add(
        prefix + "mlp.down_proj.weight", [c.width, c.feedForward], .residualProjection)
      layers.append(layer)
    }
    finalNorm = add("model.norm.weight", [c.width], .norm)
    head =
      c.tiedEmbeddings
      ? embedding : add("lm_head.weight", [c.vocabularySize, c.width], .matrix)
    self.entries = entries
    self.layers = layers
    count = (end + 15) / 16 * 16
  }
}

/// Named views of one block's parameters, or of their gradients.
struct LayerParameters {
  let attentionNorm: FloatView
  let fusedQueryKeyValue: FloatView
  let fusedBias: FloatView?
  let queryNorm: FloatView?
  let keyNorm: FloatView?
  let attentionOutput: FloatView
  let feedForwardNorm: FloatView
  let gateUp: FloatView
  let down: FloatView

  init(_ buffer: FloatView, _ layer: ParameterLayout.Layer, _ c: ModelConfiguration) {
    let queries = c.heads * c.headWidth
    let fused = queries + 2 * c.keyValueHeads * c.headWidth
    attentionNorm = buffer.slice(layer.attentionNorm, c.width)
    fusedQueryKeyValue = buffer.slice(layer.fusedQueryKeyValue, fused * c.width)
    fusedBias = c.queryKeyValueBias ? buffer.slice(layer.fusedBias, fused) : nil
    queryNorm = c.queryKeyNorm ? buffer.slice(layer.queryNorm, c.headWidth) : nil
    keyNorm = c.queryKeyNorm ? buffer.slice(layer.keyNorm, c.headWidth) : nil
    attentionOutput = buffer.slice(layer.attentionOutput, c.width * queries)
    feedForwardNorm = buffer.slice(layer.feedForwardNorm, c.width)
    gateUp = buffer.slice(layer.gateUp, 2 * c.feedForward * c.width)
    down = buffer.slice(layer.down, c.width * c.feedForward)
  }
}

/// Named views of all parameters, or of all gradients, in one buffer.
struct ParameterViews {
  let all: FloatView
  let embedding: FloatView
  let layers: [LayerParameters]
  let finalNorm: FloatView
  /// (V, C): the same as `embedding` where they are tied.
  let head: FloatView

  init(_ buffer: FloatView, _ layout: ParameterLayout, _ c: ModelConfiguration) {
    all = buffer
    embedding = buffer.slice(layout.embedding, c.vocabularySize * c.width)
    layers = layout.layers.map { LayerParameters(buffer, $0, c) }
    finalNorm = buffer.slice(layout.finalNorm, c.width)
    head = buffer.slice(layout.head, c.vocabularySize * c.width)
  }
}
