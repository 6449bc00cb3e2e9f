"""One half of a model as llama.cpp knows it: what keeps it from being exported, its settings, and its tensors."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from viscodex_model.export.source import Checkpoint
from viscodex_model.export.tensors import Exported
from viscodex_model.export.types import Quantisation


@dataclass(frozen=True)
class Half:
    """Functions of a checkpoint. A file needs all tensors in `expected`; `tensors` also names those without a place.

    `problems` and `changes` are sentences; `unused` names what the engine does without.
    """

    architecture: str
    problems: Callable[[Checkpoint], Iterable[str]]
    settings: Callable[[Checkpoint], dict[str, Any]]
    tensors: Callable[[Checkpoint, Quantisation], tuple[list[Exported], list[str]]]
    expected: Callable[[Checkpoint], set[str]]
    changes: Callable[[Checkpoint], Iterable[str]] = lambda _source: ()
    unused: Callable[[Checkpoint], Iterable[str]] = lambda _source: ()
