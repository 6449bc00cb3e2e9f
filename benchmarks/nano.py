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
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

import numpy as np  # noqa: E402
import torch  # noqa: E402
from PIL import Image  # noqa: E402
from viscodex_model.data.synth.render import Sheet, open_sheet  # noqa: E402
from viscodex_model.data.synth.shards import Sample, read_samples  # noqa: E402

from benchmarks.scores.pages import score_all  # noqa: E402
from benchmarks.scores.reader import TOGETHER, Reader  # noqa: E402
from benchmarks.scores.table import summary  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "nano.json"


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
