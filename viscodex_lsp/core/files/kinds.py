"""What a file is to a component beside it: its stylesheet, its types, its test or its story. Told from its name."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import get_args

from viscodex_lsp.core.nouns import Companion

COMPANIONS: tuple[Companion, ...] = get_args(Companion)

# In this order: `Card.stories.types.ts` is a rare name, `types.test.ts` is not.
_NAMED: Mapping[Companion, re.Pattern[str]] = {
    "test": re.compile(
        r"(?:^test_.+|.+[._-](?:test|spec|tests|specs)|.+_test|.+(?:Test|Tests|Spec)|.+\.cy)\.\w+$"
    ),
    "story": re.compile(r".+\.(?:stories|story)\.\w+$"),
    "styles": re.compile(r".+\.(?:css|scss|sass|less|pcss|postcss|styl)$"),
    "types": re.compile(r"(?:.+\.d|.+[._-]types?|types?)\.(?:ts|mts|cts|pyi)$"),
}
_MARKS = re.compile(
    r"(?:[._-](?:test|spec|tests|specs|cy|stories|story|module|types?|d)|_test|(?<=\w)(?:Tests?|Spec))+$"
)


def kind_of(path: str) -> Companion | None:
    """What the file is beside a component; None for code of its own."""
    name = PurePosixPath(path).name
    return next((kind for kind, pattern in _NAMED.items() if pattern.match(name)), None)


def subject_of(path: str) -> str:
    """The name of what the file belongs to: "Card" for Card.test.tsx, Card.module.css, test_card.py and Card.tsx."""
    stem = PurePosixPath(path).stem
    return _MARKS.sub("", stem).removeprefix("test_") or stem
