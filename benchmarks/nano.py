"""How well viscodex-nano turns pictures into pages: words, tags, colours and looks, on pages that training never saw.

    python benchmarks/nano.py [--model model/nano] [--data build/nano/data] [--count 300] [--examples examples]

Two sets: `test` (pages of the split `test`) and `unseen` (pages written wholly with words that training never shows).
Replies come from plain transformers, greedy, in bfloat16 weights computed as float32. Every share and mean has its
standard error; SSIM stands beside two baselines: a blank page, and a training page drawn by chance. The examples'
pictures are scored apart. Results: benchmarks/results/nano.json.
"""

import argparse
import json
import os
import platform
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

import numpy as np  # noqa: E402
import torch  # noqa: E402
from page_scores import Score, has_error, score  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Error as PlaywrightError  # noqa: E402
from viscodex_model.checkpoint.processor import load_processor  # noqa: E402
from viscodex_model.data.synth.render import Pixels, Sheet, open_sheet  # noqa: E402
from viscodex_model.data.synth.shards import Sample, read_samples, unfenced  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "nano.json"
LONGEST = 420
TOGETHER = 12
SHEET = 60


class Reader:
    """The model and its processor: pictures in, replies out."""

    def __init__(self, folder: Path) -> None:
        from transformers import Qwen2_5_VLForConditionalGeneration

        self.processor: Any = load_processor(folder)
        self.model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
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
        images = [Image.fromarray(np.ascontiguousarray(picture)) for picture in pictures]
        inputs = self.processor(text=[text] * len(images), images=images, padding=True, return_tensors="pt")
        began = time.monotonic()
        with torch.inference_mode():
            out = self.model.generate(**inputs, max_new_tokens=LONGEST, do_sample=False)
        self.seconds += time.monotonic() - began
        new = out[:, inputs["input_ids"].shape[1] :]
        self.tokens += int((new != tokenizer.pad_token_id).sum())
        return [tokenizer.decode(row, skip_special_tokens=True) for row in new]


def draw_all(sheet: Sheet, pages: Sequence[str]) -> list[Pixels]:
    """Pages' pictures, cut to their root elements; a white dot where nothing can be drawn.

    Pages without errors share a sheet; the others get one each, for they could spoil their neighbours.
    """
    pictures = [np.full((8, 8, 3), 255, np.uint8)] * len(pages)
    sound = [at for at, page in enumerate(pages) if page.startswith("<") and not has_error(page)]
    chunks = [sound[start : start + SHEET] for start in range(0, len(sound), SHEET)]
    chunks += [[at] for at in range(len(pages)) if at not in set(sound) and pages[at].startswith("<")]
    for chunk in chunks:
        try:
            drawn = sheet.draw([pages[at] for at in chunk], ["#ffffff"] * len(chunk))
        except (PlaywrightError, ValueError):
            continue
        for at, one in zip(chunk, drawn, strict=True):
            if one is not None:
                left, top, right, bottom = (round(edge) for edge in one.root)
                pictures[at] = one.pixels[top:bottom, left:right]
    return pictures


def score_all(
    replies: Sequence[str], pages: Sequence[str], others: Sequence[str], sheet: Sheet
) -> list[Score]:
    """Every reply's scores."""
    drawn = (draw_all(sheet, htmls) for htmls in (pages, [unfenced(reply) for reply in replies], others))
    pictures = zip(*drawn, strict=True)
    return [score(*one) for one in zip(replies, pages, pictures, strict=True)]


def summary(scores: Sequence[Score]) -> dict[str, dict[str, float]]:
    """Mean and standard error of each score."""
    table = {}
    for name in Score.__dataclass_fields__:
        values = np.array([getattr(one, name) for one in scores])
        error = values.std(ddof=1) / len(values) ** 0.5 if len(values) > 1 else 0.0
        table[name] = {"mean": round(float(values.mean()), 4), "standard_error": round(float(error), 4)}
    return table


def measure(reader: Reader, samples: Sequence[Sample], others: Sequence[str], sheet: Sheet) -> dict[str, Any]:
    """A set's scores."""
    chance = random.Random(7)
    reader.tokens, reader.seconds = 0, 0.0
    replies = reader.read([sample.pixels for sample in samples])
    pages = [sample.html for sample in samples]
    scores = score_all(replies, pages, chance.choices(others, k=len(pages)), sheet)
    speed = round(reader.tokens / reader.seconds, 1)
    return {"n": len(scores), "tokens_per_second": speed, "together": TOGETHER, "scores": summary(scores)}


def measure_examples(reader: Reader, folder: Path, sheet: Sheet) -> dict[str, Any]:
    """Each hand-written example's scores and reply."""
    found: dict[str, Any] = {}
    for page in sorted((folder / "pages").glob("*.html")):
        html = page.read_text(encoding="utf-8").strip()
        with Image.open(folder / f"{page.stem}.png") as picture:
            reply = reader.read([np.asarray(picture.convert("RGB"))])[0]
        found[page.stem] = asdict(score_all([reply], [html], ["<p></p>"], sheet)[0]) | {"reply": reply}
    return found


def load(folder: Path, count: int, known: frozenset[str]) -> list[Sample]:
    """A set's first pages that training does not have."""
    found = [sample for sample in read_samples(folder) if sample.html and sample.html not in known]
    return found[:count]


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=ROOT / "model" / "nano")
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "nano" / "data")
    parser.add_argument("--examples", type=Path, default=ROOT / "examples")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--out", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    torch.set_num_threads(2)
    reader = Reader(chosen.model)
    others = _training_pages(chosen.data / "train")
    known = frozenset(others)
    results: dict[str, Any] = {"machine": f"{platform.machine()}, {os.cpu_count()} cores, no GPU"}
    with open_sheet() as sheet:
        for name in ("test", "unseen"):
            results[name] = measure(reader, load(chosen.data / name, chosen.count, known), others, sheet)
            print(json.dumps({name: results[name]}), flush=True)
        results["examples"] = measure_examples(reader, chosen.examples, sheet)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def _training_pages(folder: Path) -> list[str]:
    from viscodex_model.data.synth.shards import Shard, list_shards

    shards = [Shard(path) for path in list_shards(folder)]
    return [html for shard in shards for at in range(len(shard.names)) if (html := shard.html(at))]


if __name__ == "__main__":
    main()
