"""Scores a model on held-out pictures: nats per token of the true answer, and the quality of its replies.

Every model is asked for the same pictures, greedy, and scored alike.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLForConditionalGeneration
from viscodex_model.data.synth.render import Sheet
from viscodex_model.data.synth.shards import decode, unfenced
from viscodex_model.train.scratch.loop import encoder_of
from viscodex_model.train.scratch.losses import TrainedModel, answer_losses, cells_of
from viscodex_model.train.scratch.model import HelperHeads
from viscodex_model.train.scratch.recipe import Stage
from viscodex_model.train.scratch.samples.samples import Entry, collate, load_entries, make_example

from benchmarks.scores.held_out import answers_in
from benchmarks.scores.pages import score_all
from benchmarks.scores.programs import score_charts, score_code
from benchmarks.scores.reader import Reader

KINDS = ("pages", "figures", "code")
PIECES = 1200
LARGEST = 900
"""Image tokens of a picture at most."""
LONGEST = 700
"""Tokens of a reply at most."""


def load_held_out(root: Path, kind: str, count: int, *, patch: int) -> list[Entry]:
    """The first pictures of a kind whose answers no training picture has; `patch` is a patch's side in pixels."""
    taught = frozenset(answers_in(root / f"{kind}-train"))
    entries = load_entries((root / f"{kind}-test",), max_cells=LARGEST, patch=patch)
    return [entry for entry in entries if entry.answer and entry.answer not in taught][:count]


def measure(
    folder: Path, sets: dict[str, list[Entry]], *, replies: int, sheet: Sheet
) -> dict[str, dict[str, list[float]]]:
    """By kind and name, each picture's score; the first `replies` pictures of a kind are answered, all told in nats."""
    reader = Reader(folder, views=1, longest=LONGEST)
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()  # type: ignore[no-untyped-call]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found: dict[str, dict[str, list[float]]] = {}
    for kind, entries in sets.items():
        asked = entries[:replies]
        said = reader.read([decode(entry.png) for entry in asked])
        scores = [asdict(one) for one in _scores(kind, said, [entry.answer for entry in asked], sheet)]
        found[kind] = {"nats": _nats(model, tokenizer, entries)}
        found[kind] |= {name: [round(one[name], 4) for one in scores] for name in scores[0]}
    return found


def _nats(model: Any, tokenizer: Tokenizer, entries: Sequence[Entry]) -> list[float]:
    """Of each true answer: cross entropy a token."""
    stage = Stage(name="measure", data=(), steps=1, structure=1.0, dropout=0.0)
    encoder = encoder_of(tokenizer, stage, PIECES)
    trained = TrainedModel(model, HelperHeads(1, 1), len(encoder.before))
    found = []
    with torch.inference_mode():
        for entry in entries:
            batch = collate([entry], [make_example(entry, encoder)])
            cells = cells_of(trained, batch.pixels, batch.grid, torch.float32)
            found.append(round(float(answer_losses(trained, cells, batch)["answer"]), 4))
    return found


def _scores(kind: str, replies: Sequence[str], answers: Sequence[str], sheet: Sheet) -> Sequence[Any]:
    if kind == "figures":
        return score_charts(replies, answers)
    if kind == "code":
        return [score_code(*pair) for pair in zip(replies, answers, strict=True)]
    others = [unfenced(answer) for answer in (*answers[1:], answers[0])]
    return score_all(replies, [unfenced(answer) for answer in answers], others, sheet)
