"""The paper's experiment in small: does it help a vision-language model to be merged with a code model?

    .venv/bin/python -m benchmarks.merge_in_small [--root build/merge-in-small] [--seeds 1] [--pictures 100] \
        [--replies 24]

What reads pages, viscodex-nano before its last stages (`make nano-pages`), goes on twice: with pictures of pages
and code (the VLM), and with charts' programs and code as text (the coder). The two are merged, or the coder's backbone
is put in the VLM's place, and each is measured before and after the same tuning on pages, charts and pictures of code.
Charts are new to all but the coder, which never saw one. What is finished is kept: a second call goes on. Results:
benchmarks/results/merge_in_small.json and a table.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import torch
from viscodex_model.data.synth.render import open_sheet

from benchmarks.merge_in_small.measures import KINDS, load_held_out, measure
from benchmarks.merge_in_small.models import Model, make, tuned, untuned
from benchmarks.merge_in_small.table import write_table

RESULTS = Path(__file__).resolve().parents[1] / "results" / "merge_in_small.json"
DATA = {"pages": 10000, "charts": 6000, "code": 8000}
SEEDS = {"train": 70, "validation": 71, "test": 72}


def make_data(root: Path) -> None:
    """Draw what is not there yet."""
    for kind in KINDS:
        for split, seed in SEEDS.items():
            count = DATA[kind] if split == "train" else 300
            out = root / f"{kind}-{split}"
            if not out.exists():
                order = ["--count", str(count), "--seed", str(seed), "--split", split, "--out", str(out)]
                command = [sys.executable, "-m", "viscodex_model.cli", "data", "synth", kind, *order]
                subprocess.run(command, check=True)


def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--root", type=Path, default=Path("build/merge-in-small"))
    parser.add_argument("--seeds", type=int, default=1, help="tunings of each model; none with 0")
    parser.add_argument("--pictures", type=int, default=100, help="of each kind, told in nats")
    parser.add_argument("--replies", type=int, default=24, help="of these, answered and scored")
    parser.add_argument("--only", choices=("make", "measure"), help="stop after, or begin with")
    chosen = parser.parse_args()
    models = [*untuned(), *tuned(chosen.seeds)]
    if chosen.only != "measure":
        make_data(chosen.root / "data")
        for model in (Model("vlm", ""), Model("coder", ""), *models):
            make(model, chosen.root)
    if chosen.only != "make":
        measure_all(models, chosen)
    write_table(RESULTS)


def measure_all(models: list[Model], chosen: argparse.Namespace) -> None:
    """Measure each finished model that the results do not have, and write them after each."""
    torch.set_num_threads(2)
    found: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    data = chosen.root / "data"
    sets = {kind: load_held_out(data, kind, chosen.pictures) for kind in KINDS}
    with open_sheet() as sheet:
        for model in models:
            folder = chosen.root / model.name
            if model.name in found or not folder.exists():
                continue
            print(model.title, model.seed, file=sys.stderr, flush=True)
            scores = measure(folder, sets, replies=chosen.replies, sheet=sheet)
            found[model.name] = {
                "title": model.title,
                "tuned": bool(model.start),
                "seed": model.seed,
            } | scores
            RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
