"""Which lines of code end a block that is around them."""

import re
from collections.abc import Iterable

_SIGN = re.compile(
    r"\"(?:[^\"\\\n]|\\.){0,500}\"|'(?:[^'\\\n]|\\.){0,500}'|//[^\n]*|(?P<opens>[{(\[])|(?P<closes>[})\]])"
)
_CLOSING = ("}", ")", "]")


def ends_block_around(lines: Iterable[str]) -> bool:
    """Whether a line closes, and opens nothing again, what none of the lines above it has opened."""
    depth = 0
    for line in lines:
        signs = [sign for sign in _SIGN.finditer(line) if sign["opens"] or sign["closes"]]
        opened = sum(1 for sign in signs if sign["opens"])
        if line.lstrip().startswith(_CLOSING) and not depth and not opened:
            return True
        depth = max(depth + 2 * opened - len(signs), 0)
    return False
