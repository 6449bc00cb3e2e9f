"""Small damages to a line, of the kinds that a model's reply has: a sign too few, too many, or another."""

import random
import re
from collections.abc import Iterator
from typing import Final

_SIGN: Final = re.compile(r"[(){}\[\]<>\"'`;:,=/.]")
_PAIRS: Final = {"(": "[", ")": "]", "[": "(", "]": ")", "{": "(", "}": ")", '"': "'", "'": '"'}


def mutations(line: str, chance: random.Random) -> Iterator[str]:
    """Damaged forms of a line, without end; none is the line itself."""
    signs = [match.start() for match in _SIGN.finditer(line)]
    while True:
        at = chance.choice(signs) if signs else chance.randrange(len(line))
        damaged = chance.choice((_without, _twice, _swapped, _opened, _cut))(line, at, chance)
        if damaged != line and damaged.strip():
            yield damaged


def _without(line: str, at: int, _: random.Random) -> str:
    return line[:at] + line[at + 1 :]


def _twice(line: str, at: int, _: random.Random) -> str:
    return line[: at + 1] + line[at:]


def _swapped(line: str, at: int, _: random.Random) -> str:
    return line[:at] + _PAIRS.get(line[at], line[at]) + line[at + 1 :]


def _opened(line: str, at: int, chance: random.Random) -> str:
    return line[:at] + chance.choice("([{<\"'`)]}") + line[at:]


def _cut(line: str, at: int, _: random.Random) -> str:
    return line[:at]
