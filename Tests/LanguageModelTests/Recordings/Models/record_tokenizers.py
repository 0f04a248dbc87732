"""Trains a tiny tokenizer of each supported kind with `tokenizers`, and records what it does.

Run beside the folder that it writes: python record_tokenizers.py
tokenizers/NAME.json is a tokenizer.json; tokenizers/expected.json holds texts and, per tokenizer,
their ids (alone, and with what the model expects around them) and those ids' text.
"""
import inspect
import json
import os
import random
import textwrap

import tokenizers
from tokenizers import (AddedToken, Regex, Tokenizer, decoders, models, normalizers,
                        pre_tokenizers, processors, trainers)

HERE = os.path.dirname(os.path.abspath(__file__))
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"
          r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")

TEXTS = [
    "", " ", "  ", "\n", "a", "Hello world", " Hello  world ", "Hello\n\nworld\r\n\r\n  x\t\ty  ",
    "def f(x):\n    return [i ** 2 for i in range(10) if i % 3 != 0]  # squares\n",
    "class A:\n\tdef __init__(self, *args, **kwargs):\n\t\tself.x = {'a': 1.5e-10, \"b\": 0xFF}\n",
    "I'm you're he's we've they'll I'd can't", "I'M YOU'RE HE'S WE'VE THEY'LL I'D CAN'T 'ſ 'sa",
    "1234567890 12 3 4567 1,234.56 ½ ² Ⅷ ٣٤٥ १२३ a1b22c333", "x=1;y=-2;z=+3.14",
    "中文分词测试，你好世界！", "日本語のテキスト、カタカナとひらがな。", "한국어 문장입니다.",
    "😀 😃👍🏽 👨‍👩‍👧‍👦 🇩🇪🇫🇷 ❤️ 🏳️‍🌈", "naïve café résumé", "naïve cafe\u0301 re\u0301sume\u0301",
    "Å \u212b A\u030a ﬁ ﬀ \ufb06 K \u212a", "Привет, мир! Ελληνικά עברית العربية हिन्दी ไทย",
    "zero\u200bwidth\u00a0nbsp\u2028line\u2029para\u3000wide\u0085next\u000bvt\u000cff",
    "a\u0301\u0302 \u0301x \u0300\u0301", "\u2581marked \u2581\u2581 text", "<0x0A> <unk> <s> </s>",
    "<|im_start|>user\nHi<|im_end|>\n", "  <|im_end|>  <|im_start|>  ", "<|im_end|><|im_end|>x",
    "<tool> <tool>x  <mask>  y <|im_en", "word words sword word_ word-word 'word'", "   indented",
    "tabs\t\t\tand   spaces   \n   \n\n  end", "https://example.org/a?b=c&d=%20#frag user@host.org",
    "....!!!???---===***///\\\\\\", "\"quoted\" 'single' `back` “curly” ‘smart’ —dash– …",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\ufeffbom", "\ufffd\U0010fffd",
    "mixed中文English混合123数字", "e\u0301e\u0301e\u0301", "null\x00byte\x01\x7f", "𝒳𝒴 𝟙𝟚𝟛 𐍈",
]


def fuzz(seed, count):
    """Random mixtures of characters that the patterns treat differently."""
    pool = list(" \t\n\r'aAsStTrReEvVlLmMdD019.,!_-(){}") + list("éß中日ﬁⅧ²٣½😀🏽\u0301\u200d\u00a0\u3000\u2028\u0085")
    random.seed(seed)
    return ["".join(random.choice(pool) for _ in range(random.randrange(1, 40)))
            for _ in range(count)]


def corpus():
    yield from textwrap.dedent(inspect.getsource(json.decoder)).split("\n")
    yield from textwrap.dedent(inspect.getsource(textwrap)).split("\n")
    yield from TEXTS * 3


def byte_level(cut, special, normalizer=None, **model):
    t = Tokenizer(models.BPE(**model))
    if normalizer:
        t.normalizer = normalizer
    t.pre_tokenizer = cut
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(corpus(), trainers.BpeTrainer(
        vocab_size=600, show_progress=False, special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return t


def characters(cut=None, normalizer=None):
    """Character BPE with bytes to fall back on, as converted from SentencePiece."""
    bytes_ = [f"<0x{b:02X}>" for b in range(256)]
    special = ["<unk>", "<s>", "</s>"]
    t = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    if normalizer:
        t.normalizer = normalizer
    if cut:
        t.pre_tokenizer = cut
    t.train_from_iterator([w for line in corpus() for w in line.split("  ")],
                          trainers.BpeTrainer(vocab_size=800, show_progress=False,
                                              limit_alphabet=90, special_tokens=special + bytes_))
    spec = json.loads(t.to_str())
    spec["added_tokens"] = [a for a in spec["added_tokens"] if a["content"] in special]
    t = Tokenizer.from_str(json.dumps(spec))
    t.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)])
    return t


def make():
    chat = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    level = lambda regex: pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=regex)
    split = lambda p: pre_tokenizers.Split(Regex(p), behavior="isolated")
    llama3 = byte_level(pre_tokenizers.Sequence([split(LLAMA3), level(False)]),
                        ["<|begin_of_text|>"] + chat, ignore_merges=True)
    llama3.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(single="<|begin_of_text|> $A",
                                      pair="<|begin_of_text|> $A <|begin_of_text|> $B",
                                      special_tokens=[("<|begin_of_text|>", 0)])])
    smollm2 = byte_level(pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True), level(True)]), chat)
    smollm2.add_tokens([AddedToken("word", single_word=True, normalized=True)])
    qwen2 = byte_level(pre_tokenizers.Sequence([split(QWEN2), level(False)]), chat,
                       normalizer=normalizers.NFC())
    qwen2.add_tokens([AddedToken("<tool>", normalized=False, special=False)])
    qwen2.add_special_tokens([AddedToken("<mask>", lstrip=True, rstrip=True)])
    llama2 = characters(normalizer=normalizers.Sequence([
        normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")]))
    llama2.decoder = decoders.Sequence([
        decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(),
        decoders.Strip(" ", 1, 0)])
    mistral = characters(cut=pre_tokenizers.Metaspace(prepend_scheme="first", split=False))
    mistral.decoder = llama2.decoder
    return dict(llama3=llama3, smollm2=smollm2, qwen2=qwen2, llama2=llama2, mistral=mistral)


def main():
    texts = TEXTS + fuzz(5, 60)
    expected = dict(tokenizers=tokenizers.__version__, texts=texts)
    for name, t in make().items():
        with open(os.path.join(HERE, "tokenizers", name + ".json"), "w") as f:
            json.dump(json.loads(t.to_str()), f, ensure_ascii=False, separators=(",", ":"))
        t = Tokenizer.from_file(os.path.join(HERE, "tokenizers", name + ".json"))
        alone = [t.encode(x, add_special_tokens=False).ids for x in texts]
        expected[name] = dict(
            ids=alone, whole=[t.encode(x).ids for x in texts],
            decoded=[t.decode(ids, skip_special_tokens=True) for ids in alone])
    with open(os.path.join(HERE, "tokenizers", "expected.json"), "w") as f:
        json.dump(expected, f, separators=(",", ":"))


if __name__ == "__main__":
    main()
