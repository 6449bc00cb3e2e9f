"""The reward of a reply: how like its picture its code is, by the language server's measure, from 0 to 1."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from viscodex_model.core.likeness.comparer import Comparer
from viscodex_model.core.likeness.fences import labelled_code


class LikenessReward:
    """A reward function as TRL calls it: a number for each reply, or None where it could not be compared, which TRL
    leaves out of the group's mean. A reply without code is worth 0."""

    def __init__(self, comparer: Comparer, *, language: str) -> None:
        self.__name__ = "likeness"  # what TRL calls it in its log
        self._comparer, self._language = comparer, language

    def __call__(
        self, *, completions: Sequence[Sequence[dict[str, str]]], path: Sequence[str], **_: Any
    ) -> list[float | None]:
        """The rewards of the replies to the pictures at `path`, in order."""
        return [
            self._reward(reply[0]["content"], Path(name))
            for reply, name in zip(completions, path, strict=True)
        ]

    def _reward(self, reply: str, picture: Path) -> float | None:
        label, code = labelled_code(reply)
        if not code.strip():
            return 0.0
        value = self._comparer.compare(picture, code, label or self._language).get("value")
        return float(value) if isinstance(value, int | float) else None
