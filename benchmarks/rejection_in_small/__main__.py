"""Rejection sampling in small: is viscodex-nano better after one round of learning from its own best answers?

    .venv/bin/python -m benchmarks.rejection_in_small [--start model/nano] [--seeds 3] [--replies 8] [--bound 0.8]

nano answers pictures of pages eight times each. `score --likeness --select` keeps of each the answer most like its
picture, if it is above the bound, `data import` packs them, and nano is tuned on them. Beside it, to see what the
choice is worth, it is tuned on an answer of each of the same pictures that was drawn by lot. Every seed samples and
tunes anew. All models then answer the same held-out pages, greedily, and are scored by their likeness, and beside the
true pages. What is finished is kept: a second call goes on. Results: benchmarks/results/rejection_in_small.json.
"""

import argparse
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from viscodex_model.data.synth.render import open_sheet
from viscodex_model.data.synth.shards import Shard, list_shards

from benchmarks.rejection_in_small.replies import sample_replies
from benchmarks.rejection_in_small.table import results_of, table
from benchmarks.scores.pages import score_all

REPOSITORY = Path(__file__).resolve().parents[2]
RESULTS = REPOSITORY / "benchmarks" / "results" / "rejection_in_small.json"
RECIPE = REPOSITORY / "model" / "recipes" / "rejection-in-small" / "01-tune.yaml"
ROOT = Path("build/rejection-in-small")
COUNTS = {"train": (100, 700), "test": (80, 701), "validation": (40, 702)}
"""Pictures of each split, and the seed that they are drawn by."""
TEMPERATURE = 1.0
WAYS = ("selected", "lot")
SCORES = ("accepted", "tag_text_f1", "words", "colours", "ssim")
Row = dict[str, Any]


def make_data() -> None:
    """Draw the pictures that are not there yet."""
    for split, (count, seed) in COUNTS.items():
        out = ROOT / "data" / split
        if not out.exists():
            _run("data", "synth", "pages", "--count", str(count), "--seed", str(seed), "--split", split,
                 "--out", str(out))  # fmt: skip


def pictures_of(split: str) -> dict[str, tuple[bytes, str]]:
    """The pictures of a split by their ids, each with the page it shows; the files lie in a folder beside them."""
    folder = ROOT / "pictures" / split
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for path in list_shards(ROOT / "data" / split):
        shard = Shard(path)
        for at in range(len(shard.names)):
            name = f"{path.stem}-{at}"
            (folder / f"{name}.png").write_bytes(shard.png(at))
            found[name] = (shard.png(at), shard.html(at))
    return found


def answer(model: Path, split: str, out: Path, *, count: int, temperature: float, seed: int) -> None:
    """Write the model's answers to the pictures of a split, in the form of `predict`."""
    if out.exists():
        return
    pictures = pictures_of(split)
    said = sample_replies(
        model, [png for png, _ in pictures.values()], count=count, temperature=temperature, seed=seed
    )
    rows = [
        {"benchmark": "pages", "id": name, "attempt": at, "model": model.name, "response": reply}
        for name, replies in zip(pictures, said, strict=True)
        for at, reply in enumerate(replies)
    ]
    _write(out, rows)


def compare(predictions: Path, split: str, *more: str) -> Path:
    """The scores of answers by their likeness."""
    out = predictions.with_name(f"{predictions.stem}-scores.jsonl")
    if not out.exists():
        pictures = ROOT / "pictures" / split
        _run("score", str(predictions), "--likeness", "--pictures", str(pictures), "--out", str(out), *more)
    return out


def choose(seed: int, chosen: argparse.Namespace) -> None:
    """Two sets to learn from: the best answer of each picture, and one by lot of the same pictures."""
    said, best = ROOT / f"said-{seed}.jsonl", ROOT / f"selected-{seed}"
    answer(chosen.start, "train", said, count=chosen.replies, temperature=TEMPERATURE, seed=seed)
    compare(said, "train", "--select", str(best), "--bound", str(chosen.bound))
    rows, kept, dice = _read(said), {path.stem for path in best.glob("*.png")}, random.Random(seed)
    answers: dict[str, list[Row]] = {}
    for row in rows:
        answers.setdefault(row["id"], []).append(row)
    lot = ROOT / f"lot-{seed}.jsonl"
    _write(lot, [dice.choice(each) for name, each in answers.items() if name in kept])
    if not (ROOT / f"lot-{seed}").exists():
        compare(lot, "train", "--select", str(ROOT / f"lot-{seed}"), "--bound", "0")


def tune(way: str, seed: int, chosen: argparse.Namespace) -> Path:
    """The folder of the model that learnt from one of the two sets."""
    out, packed = ROOT / f"tuned-{way}-{seed}", ROOT / f"packed-{way}-{seed}"
    if (out / "curve.png").exists():
        return out
    if not packed.exists():
        _run("data", "import", str(ROOT / f"{way}-{seed}"), "--out", str(packed))
    recipe = yaml.safe_load(RECIPE.read_text(encoding="utf-8"))
    recipe |= {"start": str(chosen.start), "out": str(out), "work": f"{out}-work", "seed": seed}
    recipe["stages"][0]["data"] = [str(packed)]
    path = ROOT / f"{way}-{seed}.yaml"
    path.write_text(yaml.safe_dump(recipe, sort_keys=False), encoding="utf-8")
    _run("train", str(path))
    return out


def measure(model: Path, name: str) -> dict[str, list[float]]:
    """Each held-out picture's scores, by the name of the score."""
    said = ROOT / f"held-out-{name}.jsonl"
    answer(model, "test", said, count=1, temperature=0, seed=0)
    likeness = {row["id"]: row["scores"].get("likeness", 0.0) for row in _read(compare(said, "test"))}
    rows, true = _read(said), [page for _, page in pictures_of("test").values()]
    with open_sheet() as sheet:
        scored = score_all([row["response"] for row in rows], true, true, sheet)
    found = {score: [round(getattr(one, score), 4) for one in scored] for score in SCORES}
    return {"likeness": [likeness[row["id"]] for row in rows]} | found


def main() -> None:
    """Sample, select, tune, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--start", type=Path, default=Path("model/nano"))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--replies", type=int, default=8, help="to each picture")
    parser.add_argument("--bound", type=float, default=0.8, help="least likeness of what is learnt from")
    chosen = parser.parse_args()
    make_data()
    measured = {"before": [measure(chosen.start, "before")]}
    chosen_pairs = []
    for seed in range(chosen.seeds):
        choose(seed, chosen)
        chosen_pairs.append(len(list((ROOT / f"selected-{seed}").glob("*.png"))))
        for way in WAYS:
            measured.setdefault(way, []).append(measure(tune(way, seed, chosen), f"{way}-{seed}"))
        results = results_of(measured) | {"pairs": chosen_pairs, "pictures": COUNTS["train"][0]}
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table(results))


def _read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _write(path: Path, rows: list[Row]) -> None:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def _run(*arguments: str) -> None:
    print("viscodex-model", *arguments, file=sys.stderr, flush=True)
    subprocess.run([sys.executable, "-m", "viscodex_model.cli", *arguments], check=True)


if __name__ == "__main__":
    main()
