"""The paper's experiment in small: does it help a vision-language model to be merged with a code model?

    .venv/bin/python -m benchmarks.merge_in_small [--start build/nano/letters/out] [--seeds 3] [--pictures 40] \
        [--replies 24]

viscodex-nano as it was before it saw figures (`make nano` leaves it) goes on twice: with pictures of pages and code
(the VLM), and with figures' programs and code as text (the coder). The two are merged, or the coder's backbone is put
in the VLM's place, and each is measured before and after the same tuning on pages, figures and pictures of code.
Figures are new to all but the coder, which never saw one. What is finished is kept: a second call goes on. Results:
benchmarks/results/merge_in_small.json and a table.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import torch
from viscodex_model.data.synth.render import open_sheet

from benchmarks.merge_in_small.measures import KINDS, load_held_out, measure
from benchmarks.merge_in_small.models import Model, is_finished, make, tuned, untuned
from benchmarks.merge_in_small.table import Scores, results_of, tables

RESULTS = Path(__file__).resolve().parents[1] / "results" / "merge_in_small.json"
ROOT = Path("build/merge-in-small")
START = Path("build/nano/letters/out")
COUNTS = {"pages": (6000, 100, 200), "figures": (3000, 60, 120), "code": (6000, 100, 200)}
"""Pictures to learn from, to validate on and to measure on."""
SEEDS = {"train": 70, "validation": 71, "test": 72}


def make_data() -> None:
    """Draw what is not there yet."""
    for kind in KINDS:
        for (split, seed), count in zip(SEEDS.items(), COUNTS[kind], strict=True):
            out = ROOT / "data" / f"{kind}-{split}"
            if not out.exists():
                order = ["--count", str(count), "--seed", str(seed), "--split", split, "--out", str(out)]
                command = [sys.executable, "-m", "viscodex_model.cli", "data", "synth", kind, *order]
                subprocess.run(command, check=True)


def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--start", type=Path, default=START, help="the folder that VLM and coder begin in")
    parser.add_argument("--seeds", type=int, default=3, help="tunings of each model")
    parser.add_argument("--pictures", type=int, default=40, help="of each kind, told in nats")
    parser.add_argument("--replies", type=int, default=24, help="of these, answered and scored")
    parser.add_argument("--only", choices=("make", "measure"), help="stop after, or begin with")
    chosen = parser.parse_args()
    models = [*untuned(), *tuned(chosen.seeds)]
    if chosen.only != "measure":
        if not (chosen.start / "config.json").is_file():
            parser.error(
                f"{chosen.start} holds no model: `make nano` leaves one, or name another by --start."
            )
        make_data()
        for model in (Model("vlm", ""), Model("coder", ""), *models):
            make(model, ROOT, chosen.start)
    if chosen.only != "make":
        measure_all(models, chosen)
        files = [(model, scores_file(model, chosen)) for model in models]
        rows = results_of((model, read_scores(file)) for model, file in files if file.exists())
        RESULTS.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
        print(tables(rows))


def measure_all(models: list[Model], chosen: argparse.Namespace) -> None:
    """Measure each finished model that has no scores yet, and keep its scores."""
    torch.set_num_threads(2)
    patch = json.loads((ROOT / "vlm" / "config.json").read_text())["vision_config"]["patch_size"]
    sets = {kind: load_held_out(ROOT / "data", kind, chosen.pictures, patch=patch) for kind in KINDS}
    with open_sheet() as sheet:
        for model in models:
            file = scores_file(model, chosen)
            if is_finished(model.name, ROOT) and not file.exists():
                print(model.title, model.seed, file=sys.stderr, flush=True)
                scores = measure(ROOT / model.name, sets, replies=chosen.replies, sheet=sheet)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(json.dumps(scores) + "\n", encoding="utf-8")


def scores_file(model: Model, chosen: argparse.Namespace) -> Path:
    """Where a model's scores by picture are kept; those of other numbers of pictures lie apart."""
    return ROOT / "scores" / f"{chosen.pictures}-{chosen.replies}" / f"{model.name}.json"


def read_scores(file: Path) -> Scores:
    """A model's scores by picture."""
    scores: Scores = json.loads(file.read_text(encoding="utf-8"))
    return scores


if __name__ == "__main__":
    main()
