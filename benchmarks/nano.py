"""How well viscodex-nano turns pictures into pages, charts' programs and code, on pictures that training never saw.

    python benchmarks/nano.py [--model model/nano] [--data build/nano] [--count 300] [--views 1] [--examples examples]

Three sets of pages, told by words, tags, colours and looks: `test` (of that split), `unseen` (written wholly with words
that training never shows) and `documents` (sections of documentation). Charts, and figures as galleries show them, are
told by ChartMimic's four F1 scores, pictures of code by their characters. Replies are the local server's, greedy, in
as many views of a picture as it takes by itself or --views says; other engines take one. Every share and mean has its
standard error; a page's SSIM stands beside two baselines: a blank page, and a training page drawn by chance. The
examples' pictures are scored apart. Results: benchmarks/results/nano.json.
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
from PIL import Image  # noqa: E402
from viscodex_model.data.synth.render import Pixels, Sheet, open_sheet  # noqa: E402
from viscodex_model.data.synth.shards import Shard, unfenced  # noqa: E402
from viscodex_model.serve.generation.views import CHOICES  # noqa: E402

from benchmarks.scores.held_out import answers_in, held_out  # noqa: E402
from benchmarks.scores.pages import score_all  # noqa: E402
from benchmarks.scores.programs import score_charts, score_code  # noqa: E402
from benchmarks.scores.reader import Reader  # noqa: E402
from benchmarks.scores.table import summary  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "nano.json"


def measure_pages(
    reader: Reader, found: Sequence[tuple[Shard, int]], others: Sequence[str], sheet: Sheet
) -> dict[str, Any]:
    """Scores of a set of pages; `others` are those that a page is compared with by chance."""
    chance = random.Random(7)
    replies = reader.read([shard.pixels(at) for shard, at in found])
    pages = [shard.html(at) for shard, at in found]
    scores = score_all(replies, pages, chance.choices(others, k=len(pages)), sheet)
    return {"n": len(scores), "tokens_per_second": reader.rate, "scores": summary(scores)}


def measure_programs(reader: Reader, kind: str, found: Sequence[tuple[Shard, int]]) -> dict[str, Any]:
    """Scores of a set of charts, of figures or of pictures of code."""
    answers = [shard.answer(at) for shard, at in found]
    replies = reader.read([shard.pixels(at) for shard, at in found])
    pairs = zip(replies, answers, strict=True)
    scores = [score_code(*pair) for pair in pairs] if kind == "code" else score_charts(replies, answers)
    return {"n": len(scores), "scores": summary(scores)}


def measure_examples(reader: Reader, folder: Path, sheet: Sheet) -> dict[str, Any]:
    """Each hand-written example's scores and reply."""
    pages = sorted((folder / "pages").glob("*.html"))
    answers = [page.read_text(encoding="utf-8").strip() for page in pages]
    replies = reader.read([_pixels(folder / f"{page.stem}.png") for page in pages])
    scores = score_all(replies, answers, ["<p></p>"] * len(pages), sheet)
    told = zip(pages, scores, replies, strict=True)
    return {page.stem: asdict(score) | {"reply": reply} for page, score, reply in told}


def _pixels(path: Path) -> Pixels:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=ROOT / "model" / "nano")
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "nano")
    parser.add_argument("--examples", type=Path, default=ROOT / "examples")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument(
        "--views", type=int, choices=CHOICES, help="of each picture (default: the server's choice)"
    )
    parser.add_argument("--out", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    reader = Reader(chosen.model, views=chosen.views)
    pictures = chosen.data / "data"
    answers = answers_in(chosen.data / "reading" / "pages")
    known, others = frozenset(answers), [unfenced(answer) for answer in answers]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, no GPU"
    results: dict[str, Any] = {"machine": machine, "views": chosen.views or "the server's choice"}
    with open_sheet() as sheet:
        for name in ("test", "unseen", "documents"):
            found = held_out(pictures / name, known, chosen.count)
            results[name] = measure_pages(reader, found, others, sheet)
            print(json.dumps({name: results[name]}), flush=True)
        for kind, stage in {"charts": "reading", "figures": "wider", "code": "reading"}.items():
            taught = frozenset(answers_in(chosen.data / stage / kind))
            found = held_out(pictures / kind, taught, chosen.count)
            results[kind] = measure_programs(reader, kind, found)
            print(json.dumps({kind: results[kind]}), flush=True)
        results["examples"] = measure_examples(reader, chosen.examples, sheet)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
