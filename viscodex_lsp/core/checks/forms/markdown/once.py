"""What a Markdown file has once, and a reply repeats: front matter, the heading above, the head of a table."""

import re
from collections.abc import Sequence
from itertools import takewhile

from viscodex_lsp.core.asking.markdown_reply import LANGUAGES
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY

_FRONT = "---"
_LONGEST = 60
# The row between the head of a table and its other rows.
DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_ITEM = re.compile(r"\A[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]*)?")
_HEADING = re.compile(r"#{1,6}[ \t]")


def without_front_matter(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without its front matter below the top of a file, where that would be a rule and a heading."""
    lines = fragment.lines
    if place.language.id not in LANGUAGES or not lines or lines[0].strip() != _FRONT:
        return fragment, ""
    if not place.lines.text[: place.span.start].strip():
        return fragment, ""
    rows = range(1, min(len(lines), _LONGEST))
    end = next((row for row in rows if lines[row].strip() == _FRONT), 0)
    named = [line for line in lines[1:end] if line.strip()]
    if not named or not all(re.match(r"[\w-]+:|\s|- |#", line) for line in named):
        return fragment, ""
    rest = fragment.part(end + 1, len(lines))
    return (fragment, "") if rest.blank else (rest, "left out its front matter")


def without_neighbours(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without the heading above and below the place, and without the head of the table it goes on with."""
    if place.language.id not in LANGUAGES or not fragment.lines:
        return fragment, ""
    text = place.lines.text
    above = text[: place.line.start].splitlines()
    below = [line.strip() for line in text[place.line.end :].splitlines() if line.strip()]
    start, end = 0, len(fragment.lines)
    section = next((line.strip() for line in reversed(above) if _HEADING.match(line)), "")
    if section and fragment.lines[0].strip() == section:
        start = 1
    if below and _HEADING.match(below[0]) and end - start > 1 and fragment.lines[-1].strip() == below[0]:
        end -= 1
    while start + 1 < end and not fragment.lines[start].strip():
        start += 1
    head = _head_of_table(above)
    if end - start > 2 and head and _cells(fragment.lines[start]) == head:
        start += 2 if DELIMITER.match(fragment.lines[start + 1].strip()) else 0
    start += _items_above(fragment.lines[start:end], above) if _ITEM.fullmatch(place.prefix) else 0
    rest = fragment.part(start, end)
    return (fragment, "") if rest.blank or rest.lines == fragment.lines else (rest, THERE_ALREADY)


def _items_above(lines: Sequence[str], above: Sequence[str]) -> int:
    """How many lines at the beginning of a reply are the items above the one that the place begins."""
    items = [_bare(line) for line in above if _ITEM.match(line)]
    begins = [_bare(line) for line in takewhile(_ITEM.match, lines[:-1])]
    counts = range(min(len(begins), len(items)), 0, -1)
    return next((count for count in counts if begins[:count] == items[-count:]), 0)


def _bare(line: str) -> str:
    """An item without its mark, and without the sign at its end."""
    return _ITEM.sub("", line, count=1).strip().rstrip(".:;")


def _head_of_table(above: list[str]) -> list[str]:
    """The cells that head the table whose rows end right above; nothing where none does."""
    row = len(above)
    while row and above[row - 1].lstrip().startswith("|"):
        row -= 1
    is_table = len(above) - row > 1 and DELIMITER.match(above[row + 1].strip()) is not None
    return _cells(above[row]) if is_table else []


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
