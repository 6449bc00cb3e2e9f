"""Turns running out of memory or disk during training into a sentence: what happened, and what to do."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from safetensors import SafetensorError

from viscodex_model.core.errors import UserError
from viscodex_model.train.tuning.sft_recipe import TuningRecipe

STATE = "trainer_state.json"
"""What the Trainer writes last into a checkpoint: one without it was cut off."""


def last_checkpoint(work: Path) -> Path | None:
    """The last whole checkpoint in a work folder."""
    found = {
        int(path.parent.name.rpartition("-")[2]): path.parent for path in work.glob(f"checkpoint-*/{STATE}")
    }
    return found[max(found)] if found else None


@contextmanager
def told_in_words(recipe: TuningRecipe) -> Iterator[None]:
    """Running out of memory or disk becomes a `UserError`; the work folder is made."""
    try:
        _make(recipe.work)
        yield
    except torch.OutOfMemoryError as error:
        raise UserError(_no_memory("The GPU's memory", recipe)) from error
    except UserError as error:
        # One from a process of the data loader arrives inside the text of its traceback.
        raise UserError(sentence_in(str(error)) or str(error)) from error
    except (RuntimeError, OSError, MemoryError, SafetensorError) as error:
        if isinstance(error, MemoryError) or "not enough memory" in str(error):
            raise UserError(_no_memory("Memory", recipe)) from error
        if is_full(recipe.work, error):
            raise UserError(full_disk(recipe.work, last_checkpoint(recipe.work))) from error
        raise


def _make(work: Path) -> None:
    try:
        work.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        reason = error.strerror or error
        raise UserError(f"{work} cannot be made: {reason}. Name another `work` in the recipe.") from error


def sentence_in(traceback: str) -> str | None:
    """The sentence of the `UserError` with which another process's traceback ends; None where it ends otherwise."""
    _, mark, sentence = traceback.rpartition("UserError: ")
    return sentence.strip() if mark else None


def is_full(work: Path, error: Exception) -> bool:
    """Whether an error comes of a full disk; torch does not say so."""
    return "No space left" in str(error) or shutil.disk_usage(work).free < 1 << 20


def full_disk(work: Path, last: Path | None) -> str:
    """The sentence about a full disk; `last` is the last whole checkpoint."""
    way = f"The last whole checkpoint is {last}: make room, and go on with --resume."
    return (
        f"The disk of {work} is full. {way if last else 'Nothing was saved yet: make room, and start again.'}"
    )


def _no_memory(what: str, recipe: TuningRecipe) -> str:
    ways = [f"a batch smaller than {recipe.batch}"] if recipe.batch > 1 else []
    ways += [] if recipe.gradient_checkpointing else ["gradient_checkpointing: true"]
    ways += [f"max_tokens below {recipe.max_tokens}", "fewer max_pixels"]
    ways += [] if recipe.lora else ["lora", "accelerate launch with FSDP2 over more GPUs"]
    advice = f"What helps: {', '.join(ways)}. `--dry-run` tells what is needed."
    return f"{what} ran out at a batch of {recipe.batch}. {advice}"
