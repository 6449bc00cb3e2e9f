"""Leaves out lines at the edges of a reply that would stand right beside the same lines of the document, at the same
depth: the last field of a form above the place, its button below.

`echo` knows lines that models repeat before they go on, wherever those stand; here one line is enough, as it is the
same to the last blank. A row of equal lines is meant, in the reply or in the document, and so are numbers, cells and
icons, which are often like the ones before.
"""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.text.style import leading

_FARTHEST = 60
_TELLING_LETTERS = 4
# Tags, and the brackets that may stand in them.
_PAIRS = (
    (re.compile(r"<[A-Za-z][^<>]*(?<!/)>"), re.compile(r"</[A-Za-z][^<>]*>")),
    (re.compile(r"[({\[]"), re.compile(r"[)}\]]")),
)
# Cells, icons and spacers are like their neighbours by what they show.
_CELL = re.compile(r"\s*<t[dh]\b", re.IGNORECASE)
_TAG, _NAMED = re.compile(r"<(/?[A-Za-z][\w-]*+)?[^<>]*+>"), re.compile(r"\s(?:id|name)=")
_SHOWN_ALIKE = frozenset({"i", "img", "span", "svg", "path", "use", "div", "b"})
_VOID = re.compile(r"<(?:area|br|col|hr|img|input|link|meta|source|wbr)\b[^<>]*>", re.IGNORECASE)
# What ends a block or a case, as any other does.
_OF_ANY = re.compile(r"(?:return|break|continue|pass|raise|throw|end|fi|done|else|try|finally|default)\b")


def without_adjacent(fragment: Fragment, place: Place) -> Fragment:
    """The fragment without the lines that are beside it already; as it is where nothing else would be left."""
    if fragment.kept:
        return fragment
    if place.prefix.strip() or place.suffix.strip():
        return _within_line(fragment, place)
    lines = [(row, line) for row, line in enumerate(fragment.at(place.depth)) if line.strip()]
    code = [line.rstrip() for _, line in lines]
    text = place.lines.text
    above = _filled(text[: place.line.start].splitlines()[-_FARTHEST:])
    below = _filled(text[place.line.end :].splitlines()[:_FARTHEST])
    head = _common(code, above[::-1][: len(code)][::-1], at_end=False)
    tail = _common(code[head:], below, at_end=True)
    if (not head and not tail) or head + tail >= len(code):
        return fragment
    return fragment.part(lines[head][0], lines[len(code) - tail - 1][0] + 1)


def _within_line(fragment: Fragment, place: Place) -> Fragment:
    """The fragment without the elements that the line of the place has right before it or right behind it."""
    lines = [line for line in fragment.lines if line.strip()]
    head, tail = 0, len(lines)
    if not place.language.markup or tail < 2:
        return fragment
    if _whole(lines[:1]) and place.prefix.rstrip().endswith(lines[0].strip()):
        head = 1
    if _whole(lines[-1:]) and place.suffix.lstrip().startswith(lines[-1].strip()):
        tail -= 1
    return fragment if head >= tail else Fragment(tuple(lines[head:tail])).part(0, tail - head)


def _common(code: Sequence[str], document: Sequence[str], *, at_end: bool) -> int:
    """How many lines at the beginning of the code end the `document`; at its end, how many begin it."""
    for count in range(min(len(code), len(document)), 0, -1):
        run = code[-count:] if at_end else code[:count]
        beside = document[:count] if at_end else document[-count:]
        if list(run) != list(beside) or not _whole(run):
            continue
        rest = code[:-count] if at_end else code[count:]
        further = document[count : 2 * count] if at_end else document[-2 * count : -count]
        next_in_code = rest[-count:] if at_end else rest[:count]
        if list(next_in_code) != list(run) and list(further) != list(run):
            return count
    return 0


def _whole(run: Sequence[str]) -> bool:
    """Whether the lines are one or more whole items, with letters enough to be no accident."""
    text = "\n".join(run)
    margin = len(leading(run[0]))
    if any(len(leading(line)) < margin for line in run) or _OF_ANY.match(run[0].strip()):
        return False
    if sum(map(str.isalnum, text)) < _TELLING_LETTERS or text.rstrip().endswith((":", "{", "(", "[")):
        return False
    if not any(map(str.isalpha, text)) or _CELL.match(text) or _shows_no_words(text):
        return False
    bare = _VOID.sub("", text.replace("=>", ""))
    return all(len(opens.findall(bare)) == len(closes.findall(bare)) for opens, closes in _PAIRS)


def _shows_no_words(text: str) -> bool:
    """Whether a text is nothing but elements such as icons, which a page may have many of."""
    names = {name.removeprefix("/") for name in _TAG.findall(text)}
    return (
        bool(names) and names <= _SHOWN_ALIKE and not _TAG.sub("", text).strip() and not _NAMED.search(text)
    )


def _filled(lines: Sequence[str]) -> list[str]:
    return [line.rstrip() for line in lines if line.strip()]
