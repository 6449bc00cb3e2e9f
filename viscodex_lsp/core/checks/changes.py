"""Turns a reply that is written as a change (a diff, search/replace blocks) into the code for its place.

A change is taken only where its old lines are found exactly: all of them in the selection or, at a cursor, right
around it. Anything else would edit what the person did not point at.
"""

from collections.abc import Sequence
from dataclasses import replace

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.nouns import Document, Hunk, Patch, Reason, Refusal, Span
from viscodex_lsp.core.text.positions import split_lines
from viscodex_lsp.core.text.style import leading

_MOST_OLD, _MOST_STARTS = 2_000, 50
_OUTSIDE = Refusal(
    Reason.OTHER_PLACE,
    "The model answered with a change of other lines than those at the place, so nothing was changed. Select the "
    "lines to change, or say in the instruction what you want.",
    "it was written as a change (a diff) whose old lines are not exactly those at the mark. Write only the new "
    "code for the marked place.",
)


def applied(patch: Patch, document: Document, span: Span) -> Patch | Refusal:
    """The patch with its changes made, so that its code is what takes the place of `span`."""
    if not patch.hunks:
        return patch
    selected = document.text[span.start : span.end]
    if selected.strip():
        before = document.text[document.text.rfind("\n", 0, span.start) + 1 : span.start]
        whole = before + selected if not before.strip() else selected
        code = _over_selection(patch.hunks, _lines(selected)) or _over_selection(patch.hunks, _lines(whole))
    else:
        above, below = _lines(document.text[: span.start]), _lines(document.text[span.end :])
        code = _at_cursor(patch.hunks, above, below)
    if code is None:
        return _OUTSIDE
    return replace(
        patch, code="\n".join(code), hunks=(), notes=(*patch.notes, "applied the change it describes")
    )


def _over_selection(hunks: Sequence[Hunk], lines: list[str]) -> list[str] | None:
    for hunk in hunks:
        place = _find(hunk.old, lines)
        new = list(hunk.new)
        if place is None:
            place = _find(_at_margin(hunk.old), lines, deeper=True)
            margin = leading(lines[place]) if place is not None else ""
            new = [f"{margin}{line}" if line.strip() else "" for line in _at_margin(hunk.new)]
        if place is None:
            return None
        lines[place : place + len(hunk.old)] = new
    return lines


def _find(old: Sequence[str], lines: Sequence[str], *, deeper: bool = False) -> int | None:
    """Where the old lines are, if they are at one place alone; `deeper` where they may have a margin there."""
    wanted = [line.rstrip() for line in old]
    have = [line.rstrip() for line in lines]
    starts: Sequence[int] = range(len(have) - len(wanted) + 1)
    if deeper:
        starts = [at for at in starts if wanted and have[at].lstrip() == wanted[0].lstrip()][:_MOST_STARTS]
    runs = [(at, have[at : at + len(wanted)]) for at in starts]
    places = [at for at, run in runs if (_at_margin(run) if deeper else run) == wanted]
    return places[0] if wanted and len(places) == 1 else None


def _at_margin(lines: Sequence[str]) -> list[str]:
    """The lines without the indentation that all of them share."""
    return without_margin("\n".join(line.rstrip() for line in lines)).split("\n")


def _at_cursor(hunks: Sequence[Hunk], above: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """What one change adds between the lines above and below; None if it does anything else."""
    if len(hunks) != 1:
        return None
    old, new = _filled(hunks[0].old), list(hunks[0].new)
    before, after = _filled(above), _filled(below)
    if len(old) > _MOST_OLD:
        return None
    for count in range(min(len(old), len(before)), max(len(old) - len(after), 0) - 1, -1):
        head, tail = old[:count], old[count:]
        fits = before[len(before) - len(head) :] == head and after[: len(tail)] == tail
        kept = _filled(new)
        if fits and kept[:count] == head and kept[len(kept) - len(tail) :] == tail and len(kept) > len(old):
            return _between(new, len(head), len(tail))
    return None


def _between(new: list[str], head: int, tail: int) -> list[str]:
    """The lines without the first `head` and the last `tail` filled ones."""
    rows = [row for row, line in enumerate(new) if line.strip()]
    start = rows[head - 1] + 1 if head else 0
    end = rows[len(rows) - tail] if tail else len(new)
    return new[start:end]


def _filled(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


def _lines(text: str) -> list[str]:
    return [line.rstrip("\r\n") for line in split_lines(text)]
