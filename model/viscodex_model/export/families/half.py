"""One half of a model as llama.cpp knows it: what keeps it from being exported, its settings, and its tensors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
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


def number_problems(
    settings: Mapping[str, Any],
    needed: tuple[str, ...],
    *,
    optional: tuple[str, ...] = (),
    kinds: type[int] | tuple[type[int], type[float]] = int,
    where: str = "config.json",
) -> Iterator[str]:
    """Which numbers above 0 are missing in `settings` or are something else, one sentence each."""
    for key in (*needed, *optional):
        value = settings.get(key)
        if value is None:
            if key in needed:
                yield f"{where} does not say {key}. Copy it again from the original model."
        elif not isinstance(value, kinds) or not value > 0:
            yield f"{where} says that {key} is {value!r}. Copy it again from the original model."
