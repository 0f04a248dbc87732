"""Prints the logits that transformers computes: python logits.py FOLDER 1,2,3"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32).eval()
tokens = [int(t) for t in sys.argv[2].split(",")]
with torch.no_grad():
    print(json.dumps(dict(logits=model(torch.tensor([tokens])).logits[0].tolist())))
