"""Makes tiny random models of every supported architecture with transformers, and their logits.

Run beside the folders that it writes: python record_models.py
Each folder holds config.json, the weights, and expected.json: tokens and logits (float32).
Weights are rounded to the type they are stored in before the logits are computed.
"""
import json
import os
import shutil

import torch
import transformers
from transformers import (LlamaConfig, LlamaForCausalLM, MistralConfig, MistralForCausalLM,
                          Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM)

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = dict(vocab_size=64, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
             num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=64,
             bos_token_id=1, eos_token_id=2)
LLAMA3 = dict(rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0,
              high_freq_factor=4.0, original_max_position_embeddings=16)

MODELS = {
    "llama2": (LlamaConfig, LlamaForCausalLM, torch.float32,
               dict(num_key_value_heads=4, tie_word_embeddings=False,
                    rope_parameters=dict(rope_type="linear", rope_theta=10000.0, factor=4.0))),
    "llama3": (LlamaConfig, LlamaForCausalLM, torch.bfloat16,
               dict(tie_word_embeddings=False, rope_parameters=LLAMA3)),
    "smollm2": (LlamaConfig, LlamaForCausalLM, torch.bfloat16,
                dict(num_attention_heads=3, num_key_value_heads=1, hidden_size=48,
                     tie_word_embeddings=True,
                     rope_parameters=dict(rope_type="default", rope_theta=100000.0))),
    "qwen2": (Qwen2Config, Qwen2ForCausalLM, torch.float16,
              dict(tie_word_embeddings=True,
                   rope_parameters=dict(rope_type="default", rope_theta=1000000.0))),
    "qwen3": (Qwen3Config, Qwen3ForCausalLM, torch.float32,
              dict(head_dim=16, num_hidden_layers=1, tie_word_embeddings=True,
                   rope_parameters=dict(rope_type="default", rope_theta=1000000.0))),
    "mistral": (MistralConfig, MistralForCausalLM, torch.float32,
                dict(tie_word_embeddings=False, sliding_window=24,
                     rope_parameters=dict(rope_type="default", rope_theta=10000.0))),
}


def randomise(model, dtype):
    """Every tensor away from its initial value, and already rounded to the stored type."""
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for name, p in model.named_parameters():
            noise = torch.randn(p.shape, generator=generator)
            p.copy_(1 + 0.2 * noise if "norm" in name else 0.25 * noise)
            p.copy_(p.to(dtype).float())


def record(name, config_class, model_class, dtype, changes):
    folder = os.path.join(HERE, name)
    shutil.rmtree(folder, ignore_errors=True)
    model = model_class(config_class(**{**SIZES, **changes})).float().eval()
    randomise(model, dtype)
    tokens = [(i * i * 7 + 3 * i + 1) % 64 for i in range(24)]
    with torch.no_grad():
        logits = model(torch.tensor([tokens])).logits[0]
        greedy = model.generate(torch.tensor([tokens[:5]]), max_new_tokens=12, do_sample=False,
                                eos_token_id=None, pad_token_id=0)[0, 5:].tolist()
    # A shard limit that cuts the larger models in two or three.
    model.to(dtype).save_pretrained(folder, max_shard_size="20KB" if name == "llama3" else "5GB")
    for extra in ("generation_config.json",):
        if os.path.exists(os.path.join(folder, extra)):
            os.remove(os.path.join(folder, extra))
    expected = dict(transformers=transformers.__version__, tokens=tokens, greedy=greedy,
                    logits=[[float(f"{x:.6g}") for x in row] for row in logits.tolist()])
    with open(os.path.join(folder, "expected.json"), "w") as f:
        json.dump(expected, f, separators=(",", ":"))


if __name__ == "__main__":
    torch.set_num_threads(1)
    for name, (config_class, model_class, dtype, changes) in MODELS.items():
        record(name, config_class, model_class, dtype, changes)
