"""Leaves out what the block around the place has said already, word for word, and what changes nothing when it is said
again: the title of a window, the label of an axis, an import."""

import re
from collections.abc import Sequence

from viscodex_lsp.core.asking.markdown_reply import LANGUAGES as MARKDOWN
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.text.style import leading

SETS = re.compile(
    r"(?P<call>(?P<receiver>[A-Za-z_$][\w$]*+)[\w$.]*\.(?:title|suptitle|geometry|resizable|minsize|maxsize|"
    r"[xyz](?:label|lim|scale)|set_(?:title|[xyz](?:label|lim|scale)|caption|window_title)|"
    r"set(?:WindowTitle|Title|Size|MinimumSize|DefaultCloseOperation))\()(?P<given>[^()]*(?:\([^()]*\)[^()]*)*)\);?$"
)
# Streamlit shows a title wherever it is told to.
_SHOWN = frozenset({"st"})
_BRINGS = re.compile(
    r"(?:(?:pub )?use [\w:]+|using [\w.]+|import [\w.\"]+|from [\w.]+ import |#include |require(?:_once)?\b|library\(|"
    r"local \w+ = require\b|source )[^{}]*$"
)
# What was set for a figure or window holds no more behind these.
_ENDS = re.compile(r"\b(?:show|savefig|close|figure|subplots?|cla|clf|sca|mainloop|next\w*)\(")
_MOST_TOLD = 3


def without_own_calls(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without them, and a note; "" for none."""
    language = place.language
    if language.markup or language.id in MARKDOWN or fragment.kept or not place.span.empty:
        return fragment, ""
    above = _of_block(place.lines.text[: place.line.start].splitlines(), place.depth)
    gone: list[int] = []
    in_head = language.has_imports and not place.depth  # where imports are counted with those of the file
    for row, line in enumerate(fragment.lines):
        if in_head and _BRINGS.match(line):
            continue
        if _is_said(line.rstrip(), [*above, *fragment.lines[:row]], of_file=len(above)):
            gone.append(row)
    rest = fragment.without(gone) if gone else fragment
    if not gone or rest.blank:
        return fragment, ""
    first = next(row for row, line in enumerate(rest.lines) if line.strip())
    told = quoted([fragment.lines[row].strip() for row in gone], _MOST_TOLD)
    return rest.part(first, len(rest.lines)), f"left out {told}: the block has the same already"


def _is_said(line: str, above: Sequence[str], *, of_file: int) -> bool:
    """Whether the first lines, those of the file, say this, and no line behind them anything else of it."""
    if _BRINGS.match(line):
        return line in above[:of_file]
    own = SETS.match(line)
    if own is None or own["receiver"] in _SHOWN:
        return False
    given_anew = re.compile(rf"{re.escape(own['receiver'])}\s*=(?!=)")
    for row in range(len(above) - 1, -1, -1):
        bare = above[row].strip()
        if above[row] == line and row < of_file:
            return True
        if bare.startswith(own["call"]) or _ENDS.search(bare) or given_anew.search(bare):
            return False
    return False


def _of_block(lines: Sequence[str], depth: str) -> list[str]:
    """The lines above a place that are in its block, without its indentation."""
    start = next(
        (
            row + 1
            for row in range(len(lines) - 1, -1, -1)
            if lines[row].strip() and not _is_in(lines[row], depth)
        ),
        0,
    )
    return [line.removeprefix(depth).rstrip() for line in lines[start:]]


def _is_in(line: str, depth: str) -> bool:
    return leading(line).startswith(depth)
