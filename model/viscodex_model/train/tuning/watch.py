"""Shows the state of a training run as a progress bar, and writes it as JSON lines and plots.

A line of the log is one of training (`step`, `loss`, `learning_rate`, `tokens`, `tokens_per_s`, `seconds_left`) or one
of validation (`step`, `eval_loss`). Lines after the checkpoint that a run goes on from are dropped and made again.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from tqdm import tqdm
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

LOG = "log.jsonl"


class Watch(TrainerCallback):
    """Tells how a run goes; only the first of several processes has one."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._bar: tqdm[Any] | None = None
        self._began = self._since = time.monotonic()
        self._first_step = self._tokens = 0

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """Start the bar and cut the log to where the run is."""
        del args, control
        cut_log(self._work / LOG, state.global_step)
        self._first_step = state.global_step
        self._tokens = int(state.num_input_tokens_seen)
        self._began = self._since = time.monotonic()
        self._bar = tqdm(
            total=state.max_steps, initial=state.global_step, unit="step", smoothing=0.1, file=sys.stderr
        )

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """One step on."""
        del args, control
        if self._bar is not None:
            self._bar.update(state.global_step - self._bar.n)

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """Write one line of the log."""
        del args, control
        line = {"step": state.global_step, **(logs or {})}
        if "loss" in line:
            line |= self._speed(state)
            if self._bar is not None:
                self._bar.set_postfix_str(f"loss {line['loss']:.4f}, {line['tokens_per_s']:,.0f} tokens/s")
        if "loss" in line or "eval_loss" in line:
            with (self._work / LOG).open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")

    def _speed(self, state: TrainerState) -> dict[str, float]:
        now, tokens = time.monotonic(), int(state.num_input_tokens_seen)
        speed = (tokens - self._tokens) / max(now - self._since, 1e-9)
        done = max(state.global_step - self._first_step, 1)
        left = (state.max_steps - state.global_step) * (now - self._began) / done
        self._since, self._tokens = now, tokens
        return {"tokens": tokens, "tokens_per_s": round(speed, 1), "seconds_left": round(left)}

    def on_train_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """Close the bar and draw the plots."""
        del args, state, control
        if self._bar is not None:
            self._bar.close()
        draw_plots(read_lines(self._work / LOG), self._work)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a log; a last one that was cut off by a kill is left out."""
    lines = []
    for text in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            lines.append(json.loads(text))
        except ValueError:
            break
    return lines


def cut_log(path: Path, step: int) -> None:
    """Drop the lines after `step`."""
    kept = [json.dumps(line) + "\n" for line in read_lines(path) if line["step"] <= step]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(kept), encoding="utf-8")


def draw_plots(lines: list[dict[str, Any]], folder: Path) -> None:
    """`loss.png` and `learning_rate.png` over the steps; nothing where there are no lines."""
    from matplotlib.figure import Figure

    plots = {"loss": ("loss", "eval_loss"), "learning_rate": ("learning_rate",)}
    for name, columns in plots.items():
        figure = Figure(figsize=(8, 4.5), layout="constrained")
        axes = figure.subplots()
        for column in columns:
            points = [(line["step"], line[column]) for line in lines if column in line]
            if points:
                label = "validation" if column == "eval_loss" else "training"
                axes.plot([at for at, _ in points], [value for _, value in points], label=label)
        axes.set(xlabel="step", ylabel="loss (nats a token)" if name == "loss" else "learning rate")
        if axes.lines:
            axes.legend()
            figure.savefig(folder / f"{name}.png", dpi=100)
