"""Leaves out the statements of a reply's code that the file's code has already, line by line."""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.indentation import without_margin

# From its first sign to its end on one line: `};` ends a larger one, and `EOT;` a text.
_STATEMENT = re.compile(r"[$\\\w]\w*+\W.*;")


def without_known(lines: Sequence[str], own: str) -> list[str]:
    """The lines, which begin at column 0, without statements that `own` has at its outermost level too: what stands
    deeper is part of a block, and means something there whatever else the file has."""
    known = {alike(line) for line in without_margin(own).split("\n") if _is_statement(line)}
    return [line for line in lines if not (_is_statement(line) and alike(line) in known)]


def _is_statement(line: str) -> bool:
    text = line.rstrip()
    return text.endswith(";") and _STATEMENT.fullmatch(text) is not None
