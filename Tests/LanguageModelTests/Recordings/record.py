#!/usr/bin/env python3
"""Records what PyTorch computes for a tiny model: logits, losses, gradients, one AdamW step.

usage: python record.py > recorded.json        (needs torch)

The parameters come from a formula that the Swift test repeats, so that only results are stored:
value(i) = sin(0.37 * i + tensor) * scale, i the element's index, `tensor` the tensor's index.
"""
import json
import math

import torch
import torch.nn.functional as F

C = dict(vocabularySize=11, width=16, layers=2, heads=4, keyValueHeads=2, headWidth=4,
         feedForward=24, ropeBase=10000.0, normEpsilon=1e-5, contextLength=32)
ROWS = [
    dict(tokens=[1, 5, 9, 2, 7, 3, 10, 4], promptLength=3, weight=1.0, advantage=0.8),
    dict(tokens=[2, 2, 8, 0, 6], promptLength=1, weight=0.5, advantage=-1.1),
    dict(tokens=[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4], promptLength=9,
         weight=2.0, advantage=0.3),
]
ADAMW = dict(learningRate=0.01, beta1=0.9, beta2=0.95, epsilon=1e-8, weightDecay=0.1,
             gradientClip=1.0)
POLICY = dict(clipLow=0.2, clipHigh=0.28, entropyCoefficient=0.01, divergenceCoefficient=0, temperature=0.8)


def shapes():
    q, kv = C["heads"] * C["headWidth"], C["keyValueHeads"] * C["headWidth"]
    d, f = C["width"], C["feedForward"]
    yield "model.embed_tokens.weight", (C["vocabularySize"], d)
    for i in range(C["layers"]):
        p = f"model.layers.{i}."
        yield p + "input_layernorm.weight", (d,)
        yield p + "self_attn.q_proj.weight", (q, d)
        yield p + "self_attn.k_proj.weight", (kv, d)
        yield p + "self_attn.v_proj.weight", (kv, d)
        yield p + "self_attn.o_proj.weight", (d, q)
        yield p + "post_attention_layernorm.weight", (d,)
        yield p + "mlp.gate_proj.weight", (f, d)
        yield p + "mlp.up_proj.weight", (f, d)
        yield p + "mlp.down_proj.weight", (d, f)
    yield "model.norm.weight", (d,)


def parameters():
    result = {}
    for index, (name, shape) in enumerate(shapes()):
        i = torch.arange(math.prod(shape), dtype=torch.float64)
        values = torch.sin(0.37 * i + index)
        values = 1 + 0.1 * values if "norm" in name else 0.3 * values
        result[name] = values.to(torch.float32).reshape(shape).requires_grad_()
    return result


def rotate(x):  # (T, heads, width)
    half = C["headWidth"] // 2
    t = torch.arange(x.shape[0])[:, None]
    angle = t / C["ropeBase"] ** (torch.arange(half) * 2 / C["headWidth"])
    cos, sin = angle.cos()[:, None], angle.sin()[:, None]
    a, b = x[..., :half], x[..., half:]
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


def logits(p, tokens):
    norm = lambda x, w: F.rms_norm(x, (C["width"],), w, C["normEpsilon"])
    x = p["model.embed_tokens.weight"][torch.tensor(tokens)]
    n, group = len(tokens), C["heads"] // C["keyValueHeads"]
    mask = torch.full((n, n), -math.inf).triu(1)
    for i in range(C["layers"]):
        w = lambda name: p[f"model.layers.{i}.{name}.weight"]
        y = norm(x, w("input_layernorm"))
        split = lambda z, h: z.view(n, h, C["headWidth"])
        q = rotate(split(y @ w("self_attn.q_proj").T, C["heads"]))
        k = rotate(split(y @ w("self_attn.k_proj").T, C["keyValueHeads"]))
        v = split(y @ w("self_attn.v_proj").T, C["keyValueHeads"])
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        s = torch.einsum("qhd,khd->hqk", q, k) / math.sqrt(C["headWidth"]) + mask
        a = torch.einsum("hqk,khd->qhd", s.softmax(-1), v).reshape(n, -1)
        x = x + a @ w("self_attn.o_proj").T
        y = norm(x, w("post_attention_layernorm"))
        y = F.silu(y @ w("mlp.gate_proj").T) * (y @ w("mlp.up_proj").T)
        x = x + y @ w("mlp.down_proj").T
    return norm(x, p["model.norm.weight"]) @ p["model.embed_tokens.weight"].T


def response_log_probabilities(p, row, temperature):
    z = logits(p, row["tokens"][:-1])[row["promptLength"] - 1:] / temperature
    all_ = F.log_softmax(z, -1)
    entropy = -(all_.exp() * all_).sum(-1)
    target = torch.tensor(row["tokens"][row["promptLength"]:])
    return all_.gather(1, target[:, None])[:, 0], entropy


def supervised(p):
    total = weight = 0
    for row in ROWS:
        log_p, _ = response_log_probabilities(p, row, 1.0)
        total = total - row["weight"] * log_p.sum()
        weight += row["weight"] * len(log_p)
    return total / weight


def old_log_probabilities(p):
    """A policy some way off, so that some ratios are clipped on each side."""
    result = []
    for row in ROWS:
        log_p, _ = response_log_probabilities(p, row, POLICY["temperature"])
        offset = 0.5 * torch.sin(2.0 * torch.arange(len(log_p)) + row["promptLength"])
        result.append([round(v, 5) for v in (log_p + offset).tolist()])
    return result


def policy(p, old):
    loss = clipped = divergence = entropies = count = 0
    for row, old_row in zip(ROWS, old):
        log_p, entropy = response_log_probabilities(p, row, POLICY["temperature"])
        difference = log_p - torch.tensor(old_row)
        ratio, a = difference.exp(), row["advantage"]
        bounded = ratio.clamp(1 - POLICY["clipLow"], 1 + POLICY["clipHigh"])
        surrogate = torch.minimum(ratio * a, bounded * a)
        loss = loss - row["weight"] * (surrogate + POLICY["entropyCoefficient"] * entropy).sum()
        clipped += int((bounded * a < ratio * a).sum())
        divergence += (ratio - 1 - difference).sum().item()
        entropies += entropy.sum().item()
        count += len(log_p)
    return loss, clipped / count, divergence / count, entropies / count


def gradients(p):
    return {k: [round(x, 8) for x in v.grad.flatten().tolist()] for k, v in p.items()}


def adamw_step(p):
    """One optimiser step from the gradients in p; norms have no decay."""
    norm = torch.nn.utils.clip_grad_norm_(list(p.values()), ADAMW["gradientClip"]).item()
    decay = lambda name: 0.0 if "norm" in name else ADAMW["weightDecay"]
    groups = [dict(params=[v], weight_decay=decay(k)) for k, v in p.items()]
    torch.optim.AdamW(groups, lr=ADAMW["learningRate"], betas=(ADAMW["beta1"], ADAMW["beta2"]),
                      eps=ADAMW["epsilon"]).step()
    return norm


def main():
    torch.set_num_threads(1)
    p = parameters()
    recorded = dict(torch=torch.__version__, configuration=C, rows=ROWS, adamw=ADAMW,
                    policyLoss=POLICY)
    recorded["logits"] = [[round(x, 6) for x in row]
                          for row in logits(p, ROWS[0]["tokens"]).tolist()]
    loss = supervised(p)
    loss.backward()
    recorded["supervised"] = dict(loss=loss.item(), gradients=gradients(p))
    norm = adamw_step(p)
    recorded["adamwStep"] = dict(
        gradientNorm=norm,
        parameters={k: [round(x, 7) for x in v.flatten().tolist()] for k, v in p.items()})
    p = parameters()
    old = old_log_probabilities(p)
    loss, clip_share, divergence, entropy = policy(p, old)
    loss.backward()
    recorded["policy"] = dict(
        oldLogProbabilities=old, loss=loss.item(), clipShare=clip_share, divergence=divergence,
        entropy=entropy, gradients=gradients(p))
    print(json.dumps(recorded, separators=(",", ":")))


main()
