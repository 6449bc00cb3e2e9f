"""The training loop: runs the stages of a recipe, logs, saves checkpoints, and writes the trained model.

A stage lasts as long as its recipe says, in minutes of training; the learning rate follows the share that is over. The
log is JSON lines, one every few seconds; the checkpoint holds all that is needed to go on.
"""

import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from tokenizers import Tokenizer

from viscodex_model.core.errors import UserError
from viscodex_model.train.scratch.card import write_card
from viscodex_model.train.scratch.curve import draw_curve, read_log
from viscodex_model.train.scratch.forward import PLAIN, compiled_layers
from viscodex_model.train.scratch.heap import give_back_holes
from viscodex_model.train.scratch.losses import TrainedModel, all_losses
from viscodex_model.train.scratch.model import HelperHeads
from viscodex_model.train.scratch.optimizer import Optimizers, clip, rate_at
from viscodex_model.train.scratch.parallel import Team
from viscodex_model.train.scratch.recipe import Stage, TrainRecipe
from viscodex_model.train.scratch.samples.samples import (
    AnswerEncoder,
    Batch,
    batches,
    collate,
    load_entries,
    make_example,
)
from viscodex_model.train.scratch.samples.tokenizer import SPECIALS
from viscodex_model.train.scratch.save import save_folder
from viscodex_model.train.scratch.start import begin, keep_of_start
from viscodex_model.train.tuning.shortage import full_disk, is_full
from viscodex_model.train.tuning.trainable import set_learning

LOG_SECONDS = 15.0
HEAP_SECONDS = 60.0
"""Between two times that the heap's holes are given back: filling them again costs, and they grow by half a GB."""
PROMPT = ("<|im_start|>user\n<|vision_start|>", "<|vision_end|><|im_end|>\n<|im_start|>assistant\n")
VALIDATION_PAGES = 60


@dataclass
class RunProgress:
    """How far a run is: the stage, its steps and its seconds of training, and all pages seen."""

    stage: int = 0
    step: int = 0
    seconds: float = 0.0
    pages: int = 0


@dataclass
class Meter:
    """Means of the losses since the last line of the log."""

    sums: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pages: int = 0
    tokens: int = 0
    since: float = field(default_factory=time.monotonic)

    def add(self, parts: dict[str, float], batch: Batch) -> None:
        for name, value in parts.items():
            self.sums[name] += value
            self.counts[name] += 1
        self.pages += len(batch.pixels)
        self.tokens += int((batch.weights > 0).sum())

    def line(self) -> dict[str, float]:
        spent = time.monotonic() - self.since
        means = {name: round(total / self.counts[name], 4) for name, total in self.sums.items()}
        return means | {
            "pages_per_s": round(self.pages / spent, 2),
            "tokens_per_s": round(self.tokens / spent, 1),
        }


def encoder_of(tokenizer: Tokenizer, stage: Stage, pieces: int) -> AnswerEncoder:
    """How a stage's answers become tokens."""
    before, after = (tuple(tokenizer.encode(part, add_special_tokens=False).ids) for part in PROMPT)
    text = range(len(SPECIALS), pieces)
    return AnswerEncoder(tokenizer, before, after, text, structure=stage.structure, dropout=stage.dropout)


class Run:
    """One process's part in a training run."""

    def __init__(self, recipe: TrainRecipe, team: Team, tokenizer: Tokenizer) -> None:
        self.recipe, self.team, self.tokenizer = recipe, team, tokenizer
        model = begin(recipe, tokenizer)
        heads = HelperHeads(model.model.language_model.norm.weight.numel(), recipe.vocabulary)
        before = len(encoder_of(tokenizer, recipe.stages[0], recipe.vocabulary).before)
        self.trained = TrainedModel(model, heads, before, compiled_layers() if recipe.compile else PLAIN)
        self.optimizers = Optimizers(model, heads, muon=recipe.muon)
        self.progress = RunProgress()
        self._saved = self._tidied = time.monotonic()

    @property
    def patch(self) -> int:
        """Pixels of a patch's side."""
        vision: Any = self.trained.model.config.vision_config
        return int(vision.patch_size)

    @property
    def checkpoint(self) -> Path:
        return self.recipe.work / "checkpoint.pt"

    def load(self) -> None:
        """Take up the run where its checkpoint is."""
        state = torch.load(self.checkpoint, weights_only=True)
        self.trained.model.load_state_dict(state["model"])
        self.trained.heads.load_state_dict(state["heads"])
        self.optimizers.load_state_dict(state["optimizers"])
        self.progress = RunProgress(**state["progress"])

    def save(self) -> None:
        """Write the checkpoint, aside first, and the model's folder."""
        aside = self.checkpoint.with_suffix(".part")
        state = {
            "model": self.trained.model.state_dict(),
            "heads": self.trained.heads.state_dict(),
            "optimizers": self.optimizers.state_dict(),
            "progress": vars(self.progress),
        }
        with self._told_if_full():
            torch.save(state, aside)
            aside.replace(self.checkpoint)
            save_folder(self.trained.model, self.tokenizer, self.recipe.out)

    @contextmanager
    def _told_if_full(self) -> Iterator[None]:
        """A full disk as a sentence; what was half written of a checkpoint is taken away."""
        try:
            yield
        except (OSError, RuntimeError, SafetensorError) as error:
            if not is_full(self.recipe.work, error):
                raise
            self.checkpoint.with_suffix(".part").unlink(missing_ok=True)
            last = self.checkpoint if self.checkpoint.exists() else None
            raise UserError(full_disk(self.recipe.work, last)) from error

    def validate(self, stage: Stage) -> dict[str, float]:
        """Losses on the first validation pages, without dropout; none are learnt from."""
        entries = load_entries((self.recipe.validation,), max_cells=stage.max_cells, patch=self.patch)
        entries = entries[:VALIDATION_PAGES]
        encoder = replace(encoder_of(self.tokenizer, stage, self.recipe.vocabulary), dropout=0.0)
        meter, trained = Meter(), replace(self.trained, layers=PLAIN)
        with torch.no_grad():
            for entry in entries:
                batch = collate([entry], [make_example(entry, encoder)])
                parts = all_losses(trained, batch, stage.helpers, vision_only=False, dtype=torch.bfloat16)[1]
                meter.add(parts, batch)
        return {name: round(total / meter.counts[name], 4) for name, total in meter.sums.items()}

    def train(self) -> None:
        """Go through the stages that are left."""
        while self.progress.stage < len(self.recipe.stages):
            stage = self.recipe.stages[self.progress.stage]
            self._stage(stage)
            if self.team.leads and not (stage.vision_only or stage.text_only):
                self._write({"stage": stage.name, "validation": self.validate(stage)})
            self.progress = RunProgress(stage=self.progress.stage + 1, pages=self.progress.pages)
            if self.team.leads:
                self.save()
        if self.team.leads:
            if self.recipe.init_weight_share:
                keep_of_start(self.trained.model, self.recipe, self.tokenizer)
                with self._told_if_full():
                    save_folder(self.trained.model, self.tokenizer, self.recipe.out)
                last = self.recipe.stages[-1]
                self._write({"kept": self.recipe.init_weight_share, "validation": self.validate(last)})
            lines = read_log(self.recipe.work / "log.jsonl")
            draw_curve(lines, self.recipe.out / "curve.png")
            write_card(self.recipe, self.trained.model, lines)

    def _batches(self, stage: Stage) -> Iterator[Batch]:
        part = (self.team.rank, self.team.size)
        entries = load_entries(
            stage.data,
            max_cells=stage.max_cells,
            part=part,
            text_only=stage.text_only,
            patch=self.patch,
            shift=stage.shift,
        )
        encoder = encoder_of(self.tokenizer, stage, self.recipe.vocabulary)
        source = random.Random(f"{self.recipe.seed} {stage.name} {self.team.rank}")
        return batches(entries, encoder, cells=stage.batch_cells, source=source, skip=self.progress.step)

    def _stage(self, stage: Stage) -> None:
        set_learning(self.trained.model, stage.learns)
        stream, meter, began = self._batches(stage), Meter(), time.monotonic()
        before = self.progress.seconds
        done = self._done(stage)
        while done < 1:
            batch = next(stream)
            parts = self._step(stage, batch, done)
            meter.add(parts, batch)
            self.progress.step += 1
            self.progress.pages += len(batch.pixels) * self.team.size
            self.progress.seconds = before + time.monotonic() - began
            done = self.team.average([], self._done(stage))
            if time.monotonic() - meter.since > LOG_SECONDS:
                self._log(stage, meter, done)
                meter = Meter()
            self._save_now_and_then()
            self._tidy_now_and_then()

    def _done(self, stage: Stage) -> float:
        """The share of a stage that is over."""
        if stage.minutes:
            return self.progress.seconds / (60 * stage.minutes)
        return self.progress.step / (stage.steps or 1)

    def _step(self, stage: Stage, batch: Batch, done: float) -> dict[str, float]:
        torch.manual_seed(1000 * self.progress.step + self.team.rank)
        total, parts = all_losses(
            self.trained, batch, stage.helpers, vision_only=stage.vision_only, dtype=torch.bfloat16
        )
        if total.requires_grad:  # A blank picture has nothing that the helper heads could read.
            total.backward()  # type: ignore[no-untyped-call]
        self.team.average(self.optimizers.parameters, 0.0)
        parts["norm"] = clip(self.optimizers.parameters)
        self.optimizers.step(rate_at(done, peak=stage.rate, last=stage.last_rate, warm_up=stage.warm_up))
        return parts

    def _log(self, stage: Stage, meter: Meter, done: float) -> None:
        if not self.team.leads:
            return
        left = self.progress.seconds * (1 - done) / done / 60
        head = {"stage": stage.name, "step": self.progress.step, "seconds": round(self.progress.seconds, 1)}
        line = head | {"pages": self.progress.pages, "minutes_left": round(left, 1)} | meter.line()
        self._write(line)

    def _write(self, line: dict[str, Any]) -> None:
        with (self.recipe.work / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)

    def _save_now_and_then(self) -> None:
        if self.team.leads and time.monotonic() - self._saved > 60 * self.recipe.save_minutes:
            self.save()
            self._saved = time.monotonic()

    def _tidy_now_and_then(self) -> None:
        if time.monotonic() - self._tidied > HEAP_SECONDS:
            give_back_holes()
            self._tidied = time.monotonic()


def run_one(rank: int, size: int, recipe: TrainRecipe, meeting: Path, resume: bool) -> None:
    """One process of a run."""
    torch.set_num_threads(1)
    team = Team(rank, size)
    team.join(meeting)
    run = Run(recipe, team, Tokenizer.from_file(str(recipe.work / "tokenizer.json")))
    if resume:
        run.load()
    run.train()
    team.leave()
