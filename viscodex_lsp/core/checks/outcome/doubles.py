"""Names what a block of the file would have twice: a call with the same words, another title, an edge of a diagram.

A block is told by its indentation alone, so that this holds for every language; what is often said twice (a font, a
colour, a line that is printed) is not named.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from viscodex_lsp.core.checks.forms.once.own_calls import SETS
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.text.style import leading

_DIAGRAMS = frozenset({"mermaid", "mmd", "dot", "graphviz", "gv"})
_CALL = re.compile(r"[A-Za-z_$][\w$]*+(?:\.[\w$]++)++\((?=[^\n]*\);?$)[^\n]*[\"'][^\"'\n]*\w{3}")
_OFTEN = re.compile(
    r"[\w$.]*(?:font|colou?r|fill|stroke|style|print|log|write|append|push|add|emit|sleep|wait|send|info|debug|warn|"
    r"line|space|move|assert|expect)\w*\(",
    re.IGNORECASE,
)
# A figure of the same names takes the place of one that was drawn in.
_FIGURE = re.compile(r"[A-Za-z_][\w, \t]{0,80}=[ \t]*(?:plt\.(?:subplots|figure)|go\.Figure)\(")
_EDGE = re.compile(r"\S.*?(?:(?<!\s)\s++)?(?:<?(?:--+|==+|-\.+-)[>ox]?|->)(?!>)\s*\S.*$")
_TITLE = re.compile(r"title\b[ \t:]")
_MOST_TOLD = 3
_MOST_ROWS = 400


def told_of_doubles(language: str, after: str, places: Sequence[Span]) -> Iterator[str]:
    """What the person is told of a file; `places` is where the inserted texts are in it."""
    lines = after.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    again: list[str] = []
    for part in places:
        # Of a line that was there before only a part may be new.
        rows = range(bisect_left(starts, part.start), bisect_left(starts, part.end))
        begun = rows.start - 1
        if begun >= 0 and not after[starts[begun] : part.start].strip():
            rows = range(begun, rows.stop)
        filled = [row for row in rows if row < len(lines) and lines[row].strip()]
        if not filled:
            continue
        margin = min((leading(lines[row]) for row in filled), key=len)
        mine = [lines[row].strip() for row in filled if leading(lines[row]) == margin]
        own = [line.strip() for line in _beside(lines, filled[0], filled[-1], margin)]
        again += [twin for line in mine if (twin := _twin(line, own, language))]
    if again:
        yield f"the block has {quoted(list(dict.fromkeys(again)), _MOST_TOLD)} already"


def _beside(lines: Sequence[str], first: int, last: int, margin: str) -> Iterator[str]:
    """The lines of the file at the same indentation in the same block, above and below the rows of an edit."""
    above, below = (
        range(first - 1, max(first - _MOST_ROWS, -1), -1),
        range(last + 1, min(last + _MOST_ROWS, len(lines))),
    )
    for rows in (above, below):
        for row in rows:
            if lines[row].strip() and len(leading(lines[row])) < len(margin):
                break
            if lines[row].strip() and leading(lines[row]) == margin:
                yield lines[row]


def _twin(line: str, own: Sequence[str], language: str) -> str:
    """The line of the file that says the same, or sets the same to another value; "" for none."""
    if language in _DIAGRAMS:
        if _TITLE.match(line):
            return next((other for other in own if _TITLE.match(other)), "")
        return line if line in own and (_EDGE.match(line) or line.endswith("{")) else ""
    sets = SETS.match(line)
    if sets is not None:
        return next((other for other in own if other.startswith(sets["call"])), "")
    says_again = (_CALL.match(line) and not _OFTEN.match(line)) or _FIGURE.match(line)
    return line if line in own and says_again else ""
