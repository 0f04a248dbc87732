"""Prints the ids that a folder's tokenizer gives to texts, as JSON: python tokens.py FOLDER TEXTS.json

TEXTS.json is an object with the texts under "texts".
"""
import json
import sys

from transformers import PreTrainedTokenizerFast

with open(sys.argv[2]) as f:
    texts = json.load(f)["texts"]
tokenizer = PreTrainedTokenizerFast.from_pretrained(sys.argv[1])
print(json.dumps({"ids": [tokenizer.encode(text, add_special_tokens=False) for text in texts]}))
