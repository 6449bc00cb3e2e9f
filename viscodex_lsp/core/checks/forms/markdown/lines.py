"""The marks that lines of Markdown begin with, and the blank lines that keep its blocks apart.

In a quote each line bears its mark; what a list's item begins goes on beside its mark; and a paragraph that follows
another block without a blank line becomes part of it (CommonMark 0.31, sections 4.8 and 5).
"""

import re
from dataclasses import replace

from viscodex_lsp.core.asking.markdown_reply import LANGUAGES
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Replacement
from viscodex_lsp.core.text.style import leading

_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+$")
_ITEM = re.compile(r"\A(?P<mark>[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)(?P<box>\[[ xX]\][ \t]+)?")
_BULLET = re.compile(r"\A(?P<margin>[ \t]*)(?P<mark>[-*+]) (?!\s)")
_KINDS = (
    ("row", re.compile(r"\|")),
    ("item", _ITEM),
    ("quote", re.compile(r">")),
    ("fence", re.compile(r"`{3,}|~{3,}")),
    ("heading", re.compile(r"#{1,6}(?:\s|$)")),
    ("markup", re.compile(r"<|\{%")),
    ("rule", re.compile(r"(?:[-*_][ \t]*){3,}$")),
)
_ENDED = re.compile(r"[.!?:…。！？：][\"'”’)*_]*$")


def beside_mark(fragment: Fragment, place: Place) -> Replacement | None:
    """The edit that goes on with a quote or an item whose mark is all that stands on the line; None elsewhere."""
    if place.language.id not in LANGUAGES or not place.span.empty or place.suffix.strip():
        return None
    newline = place.style.newline
    if _QUOTE.match(place.prefix):
        mark = place.prefix.rstrip() + " "
        quoted = _quoted(fragment, mark)
        return Replacement(place.line, newline.join(quoted))
    item = _ITEM.fullmatch(place.prefix)
    if item is None:
        return None
    if _ITEM.match(fragment.lines[0]):
        return Replacement(place.line, newline.join(fragment.at(place.margin)))
    deeper = " " * len(item["mark"])
    first, *rest = fragment.lines
    lines = [place.prefix + first, *(f"{deeper}{line}" if line.strip() else "" for line in rest)]
    return Replacement(place.line, newline.join(lines))


def begins_items(fragment: Fragment, place: Place) -> bool:
    """Whether a list's mark before the cursor is the first of several items that the code brings."""
    marked = [line for line in fragment.lines if _ITEM.match(line) and not line[0].isspace()]
    return place.language.id in LANGUAGES and len(marked) > 1 and _ITEM.fullmatch(place.prefix) is not None


def like_neighbours(fragment: Fragment, place: Place) -> Fragment:
    """The fragment with the marks that lines beside it bear: a list's bullets, or of a selection those of a quote."""
    if place.language.id not in LANGUAGES:
        return fragment
    if _ITEM.fullmatch(place.prefix) and len(fragment.lines) == 1:
        return Fragment((_ITEM.sub("", fragment.lines[0], count=1),), fragment.kept)
    if place.prefix.strip():
        return fragment
    if place.span.empty:
        return _with_bullets_beside(fragment, place)
    selected = place.lines.text[place.span.start : place.span.end].splitlines()
    if not all(line.lstrip().startswith(">") for line in selected if line.strip()):
        return fragment
    return Fragment(tuple(_quoted(fragment, "> ")))


def _with_bullets_beside(fragment: Fragment, place: Place) -> Fragment:
    """Another bullet would begin another list (CommonMark 0.31, section 5.3)."""
    text = place.lines.text
    above = text[: place.line.start].removesuffix("\n").removesuffix("\r").rpartition("\n")[2]
    below = text[place.line.end :].lstrip("\r").removeprefix("\n").partition("\n")[0]
    beside = _BULLET.match(above) or _BULLET.match(below)
    if (
        beside is None
        or _BULLET.match(fragment.lines[0]) is None
        or any("```" in line for line in fragment.lines)
    ):
        return fragment
    lines = (_BULLET.sub(rf"\g<margin>{beside['mark']} ", line) for line in fragment.lines)
    return Fragment(tuple(lines), fragment.kept)


def _quoted(fragment: Fragment, mark: str) -> list[str]:
    if all(line.startswith(">") for line in fragment.lines if line.strip()):
        margin = leading(mark)
        return [margin + line for line in fragment.lines]
    return [f"{mark}{line}".rstrip() for line in fragment.lines]


def apart(edit: Replacement, place: Place) -> Replacement:
    """The edit with a blank line at each end where its blocks would run into those beside them."""
    on_its_own_lines = not place.prefix.strip() or edit.text.startswith(("\n", "\r"))
    if place.language.id not in LANGUAGES or not edit.text.strip() or not on_its_own_lines:
        return edit
    newline, text = place.style.newline, place.lines.text
    lines = edit.text.strip("\r\n").splitlines()
    above = text[: edit.span.start].removesuffix("\n").removesuffix("\r").rpartition("\n")[2]
    following = text[edit.span.end :].lstrip("\r").removeprefix("\n")
    below = "" if edit.text.endswith(("\n", "\r")) and not following else following.partition("\n")[0]
    several = any(not line.strip() for line in lines)
    start = newline if _run_together(above.rstrip("\r"), lines[0], several=several) else ""
    end = newline if _run_together(lines[-1], below.rstrip("\r"), several=several) else ""
    return replace(edit, text=start + edit.text + end)


def _run_together(upper: str, lower: str, *, several: bool) -> bool:
    if not upper.strip() or not lower.strip() or leading(lower):
        return False
    one, other = _kind(upper.lstrip()), _kind(lower)
    if leading(upper) and other != "heading":
        return False
    if one in ("heading", "rule") or (one == other and one in ("row", "item", "quote", "markup")):
        return False
    if one == "markup" and upper.startswith("<!--"):
        return False
    return several or one != other or _ENDED.search(upper) is not None


def _kind(line: str) -> str:
    return next((name for name, pattern in _KINDS if pattern.match(line)), "text")
