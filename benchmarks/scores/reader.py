"""A model's folder and pictures in, its replies out: plain transformers, greedy, several pictures at once.

Pictures are filled up to whole cells, as the embedded server does.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from viscodex_model.checkpoint.processor import cell_side, load_processor
from viscodex_model.data.pictures import to_whole_cells
from viscodex_model.data.synth.render import Pixels

LONGEST = 1000
"""Tokens of a reply; the longest true answer of the held-out sets has 861."""
TOGETHER = 12


class Reader:
    """The model and its processor: pictures in, replies out."""

    def __init__(self, folder: Path) -> None:
        from transformers import Qwen2_5_VLForConditionalGeneration

        self.processor: Any = load_processor(folder)
        self.model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
        self.longest = LONGEST
        self.tokens = 0
        self.seconds = 0.0

    def read(self, pictures: Sequence[Pixels]) -> list[str]:
        """The reply to each picture; several are read at once, padded on the left."""
        order = sorted(range(len(pictures)), key=lambda at: pictures[at].size)
        replies = [""] * len(pictures)
        for start in range(0, len(order), TOGETHER):
            chosen = order[start : start + TOGETHER]
            for at, reply in zip(chosen, self._read_some([pictures[at] for at in chosen]), strict=True):
                replies[at] = reply
            print(f"{start + len(chosen)}/{len(order)} read", file=sys.stderr, flush=True)
        return replies

    def _read_some(self, pictures: Sequence[Pixels]) -> list[str]:
        tokenizer = self.processor.tokenizer
        tokenizer.padding_side = "left"
        asked = [
            {"role": "user", "content": [{"type": "image"}, {"type": "text", "text": "Write this page."}]}
        ]
        text = self.processor.apply_chat_template(asked, tokenize=False, add_generation_prompt=True)
        side = cell_side(self.processor)
        images = [to_whole_cells(Image.fromarray(np.ascontiguousarray(one)), side) for one in pictures]
        inputs = self.processor(text=[text] * len(images), images=images, padding=True, return_tensors="pt")
        began = time.monotonic()
        with torch.inference_mode():
            out = self.model.generate(**inputs, max_new_tokens=self.longest, do_sample=False)
        self.seconds += time.monotonic() - began
        new = out[:, inputs["input_ids"].shape[1] :]
        self.tokens += int((new != tokenizer.pad_token_id).sum())
        return [tokenizer.decode(row, skip_special_tokens=True) for row in new]
