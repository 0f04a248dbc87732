"""Writes small GGUF files with the `gguf` package, and what they should be read as.

Run after record_models.py and record_tokenizers.py: python record_gguf.py
gguf/blocks.gguf    one tensor of every type, of random blocks; blocks.json: their numbers
gguf/smollm2.gguf   the model of that name (BF16), with a byte-level tokenizer
gguf/qwen3.gguf     the model of that name (F32)
gguf/llama31.gguf   a model in Q8_0 with Llama 3.1's frequencies; llama31.json: its logits
gguf/pieces.gguf    only a tokenizer, trained by sentencepiece; pieces.json: ids of texts
"""
import io
import json
import math
import os

import gguf
import numpy as np
import sentencepiece
import torch
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

import record_models
import record_tokenizers

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = gguf.GGMLQuantizationType
NAMES = {"self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
         "self_attn.o_proj": "attn_output", "input_layernorm": "attn_norm",
         "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate",
         "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down", "self_attn.q_norm": "attn_q_norm",
         "self_attn.k_norm": "attn_k_norm"}


def path(name):
    return os.path.join(HERE, "gguf", name)


def dump(name, value):
    with open(path(name), "w") as f:
        json.dump(value, f, separators=(",", ":"))


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def blocks():
    random = np.random.default_rng(3)
    writer = gguf.GGUFWriter(path("blocks.gguf"), "llama")
    expected = {}
    for kind in (TYPES.F32, TYPES.F16, TYPES.BF16, TYPES.Q8_0, TYPES.Q4_0, TYPES.Q4_1, TYPES.Q4_K,
                 TYPES.Q6_K):
        count, size = gguf.GGML_QUANT_SIZES[kind]
        if kind in (TYPES.F32, TYPES.F16, TYPES.BF16):
            data = gguf.quants.quantize(random.normal(size=(2, 32)).astype(np.float32), kind)
        else:
            data = random.integers(0, 256, size=(2, size * (2 if count == 32 else 1)), dtype=np.uint8)
            scales = {TYPES.Q6_K: [208], TYPES.Q4_1: [0, 2], TYPES.Q4_K: [0, 2]}.get(kind, [0])
            for row in data:
                for start in range(0, len(row), size):
                    for at in scales:
                        half = np.float16(random.normal() * 0.1).tobytes()
                        row[start + at:start + at + 2] = np.frombuffer(half, dtype=np.uint8)
        writer.add_tensor(kind.name, data, raw_dtype=kind)
        numbers = gguf.quants.dequantize(data, kind).astype(np.float32)
        expected[kind.name] = [float(x) for x in numbers.flatten()]
    finish(writer)
    dump("blocks.json", expected)


def write_model(name, architecture, model, kind, tokenizer=None, factors=None):
    """As llama.cpp's converter does: llama's queries and keys with pairs side by side."""
    c = model.config
    writer = gguf.GGUFWriter(path(name), architecture)
    head = getattr(c, "head_dim", None) or c.hidden_size // c.num_attention_heads
    writer.add_context_length(c.max_position_embeddings)
    writer.add_embedding_length(c.hidden_size)
    writer.add_block_count(c.num_hidden_layers)
    writer.add_feed_forward_length(c.intermediate_size)
    writer.add_head_count(c.num_attention_heads)
    writer.add_head_count_kv(c.num_key_value_heads)
    writer.add_key_length(head)
    writer.add_rope_dimension_count(head)
    writer.add_rope_freq_base(c.rope_parameters["rope_theta"])
    writer.add_layer_norm_rms_eps(c.rms_norm_eps)
    if tokenizer:
        add_byte_level(writer, *tokenizer)
    if factors is not None:
        writer.add_tensor("rope_freqs.weight", factors)
    for full, p in model.named_parameters():
        data = p.detach().float().numpy()
        if full == "model.embed_tokens.weight":
            short = "token_embd"
        elif full == "model.norm.weight":
            short = "output_norm"
        elif full == "lm_head.weight":
            short = "output"
        else:
            _, _, layer, *module, suffix = full.split(".")
            short = f"blk.{layer}.{NAMES['.'.join(module)]}"
            if architecture == "llama" and short.endswith(("attn_q", "attn_k")):
                heads = data.shape[0] // head
                data = data.reshape(heads, 2, head // 2, -1).swapaxes(1, 2).reshape(data.shape)
        stored = kind if data.ndim == 2 else TYPES.F32
        data = gguf.quants.quantize(np.ascontiguousarray(data), stored)
        writer.add_tensor(f"{short}.{full.split('.')[-1]}", data, raw_dtype=stored)
    finish(writer)


def add_byte_level(writer, file, pre):
    with open(os.path.join(HERE, "tokenizers", file)) as f:
        spec = json.load(f)
    tokens = {i: t for t, i in spec["model"]["vocab"].items()}
    kinds = {i: gguf.TokenType.NORMAL for i in tokens}
    for added in spec["added_tokens"]:
        if added["content"] == "word":
            continue
        tokens[added["id"]] = added["content"]
        kinds[added["id"]] = (gguf.TokenType.CONTROL if added["special"]
                              else gguf.TokenType.USER_DEFINED)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list([tokens[i] for i in range(len(tokens))])
    writer.add_token_types([kinds[i] for i in range(len(tokens))])
    writer.add_token_merges([" ".join(m) for m in spec["model"]["merges"]])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(False)
    writer.add_chat_template("{% for message in messages %}{{ '<|im_start|>' + message['role'] "
                             "+ '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}")


def llama31():
    rope = dict(rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0,
                high_freq_factor=4.0, original_max_position_embeddings=8192)
    sizes = {**record_models.SIZES, "intermediate_size": 64, "num_attention_heads": 2,
             "num_key_value_heads": 1, "head_dim": 32, "max_position_embeddings": 16384}
    model = LlamaForCausalLM(LlamaConfig(**sizes, tie_word_embeddings=False, rope_parameters=rope))
    model = model.float().eval()
    record_models.randomise(model, torch.float32)
    with torch.no_grad():
        for p in model.parameters():
            if p.ndim == 2:
                q = gguf.quants.quantize(p.numpy(), TYPES.Q8_0)
                p.copy_(torch.from_numpy(gguf.quants.dequantize(q, TYPES.Q8_0)))
        # Long positions, or the scaling would hardly show.
        tokens = [(i * i * 7 + 3 * i + 1) % 64 for i in range(200)]
        logits = model(torch.tensor([tokens])).logits[0, -4:]
    inverse = 500000.0 ** -(np.arange(0, 32, 2) / 32)
    factors = []
    for frequency in inverse:
        turns = 8192 * frequency / (2 * math.pi)
        if turns < 1:
            factors.append(8.0)
        elif turns > 4:
            factors.append(1.0)
        else:
            smooth = (turns - 1) / 3
            factors.append(1 / ((1 - smooth) / 8 + smooth))
    write_model("llama31.gguf", "llama", model, TYPES.Q8_0,
                factors=np.array(factors, dtype=np.float32))
    dump("llama31.json", dict(tokens=tokens, logits=logits.tolist()))


def pieces():
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(line for line in record_tokenizers.corpus() if line.strip()),
        model_writer=out, model_type="bpe", vocab_size=700, byte_fallback=True,
        character_coverage=0.99, normalization_rule_name="identity", add_dummy_prefix=True,
        remove_extra_whitespaces=False, minloglevel=2)
    sp = sentencepiece.SentencePieceProcessor(model_proto=out.getvalue())
    kinds = [gguf.TokenType.BYTE if sp.is_byte(i) else gguf.TokenType.CONTROL if sp.is_control(i)
             else gguf.TokenType.UNKNOWN if sp.is_unknown(i) else gguf.TokenType.NORMAL
             for i in range(sp.vocab_size())]
    writer = gguf.GGUFWriter(path("pieces.gguf"), "llama")
    writer.add_tokenizer_model("llama")
    writer.add_token_list([sp.id_to_piece(i) for i in range(sp.vocab_size())])
    writer.add_token_scores([sp.get_score(i) for i in range(sp.vocab_size())])
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    finish(writer)
    # sentencepiece takes neither control tokens nor NUL from text.
    texts = [t for t in record_tokenizers.TEXTS + record_tokenizers.fuzz(6, 40)
             if "<s>" not in t and "\0" not in t]
    dump("pieces.json", dict(texts=texts, ids=[sp.encode(t) for t in texts]))


if __name__ == "__main__":
    torch.set_num_threads(1)
    blocks()
    load = lambda name: AutoModelForCausalLM.from_pretrained(os.path.join(HERE, name))
    write_model("smollm2.gguf", "llama", load("smollm2"), TYPES.BF16, ("smollm2.json", "smollm"))
    write_model("qwen3.gguf", "qwen3", load("qwen3"), TYPES.F32)
    llama31()
    pieces()
