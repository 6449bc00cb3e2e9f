"""Puts back the lines that a reply stands for by a remark, where the document says exactly which they are.

The lines of the reply before and behind a remark are looked up in the text they came from. If both are there once,
and in this order, the remark stands for what is between them. Anything less exact is refused: a guess would delete
or double the person's lines.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.elisions.remarks import Remark, find_remarks
from viscodex_lsp.core.checks.elisions.surroundings import without_surroundings
from viscodex_lsp.core.checks.soundness import MOST_LINES
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Patch, Reason, Refusal, Span
from viscodex_lsp.core.text.positions import LineIndex, split_lines
from viscodex_lsp.core.text.style import leading

_QUOTED = 60
_MOST_REMARKS = 40
_MOST_COMPARED = 4_000
_TELLING = 4
# A comment for what a file has; as a heading of new code (`<!-- Existing customers -->`) it stands among that.
_PASSING = re.compile(
    r"(?:<!--|\{/\*|/\*+|//+|\{#|\{\{!--|\{\{--|<%#|@\*)\s*(?:the |your |all )?(?:existing|previous|current|original) "
    r"[\w'-]{1,30}(?: [\w'-]{1,30}){0,4}\s*(?:-->|\*/\}|\*/|#\}|--\}\}|%>|\*@)?",
    re.IGNORECASE,
)
_OPENS = frozenset("{([:>")
_OF_TOP = re.compile(r"package\s+[\w.]+;?$|#!|[\"']use (?:strict|client|server)[\"'];?$|namespace\s+[\w.]+;$")
_CLOSING = {"(": ")", "{": "}"}
# Two lines this much alike (difflib's ratio) are taken for two versions of one line.
_ALIKE = 0.65


def without_elisions(patch: Patch, document: Document, span: Span) -> tuple[Patch, str] | Refusal:
    """The patch with every remark for existing lines replaced by them, and what it still lacks in words for the
    model (placeholders for content that the picture shows); "" for nothing."""
    if patch.code.count("\n") >= MOST_LINES:
        return patch, ""
    patch = _without_passing(patch, document, span) if span.empty else patch
    lines = patch.code.split("\n")
    known = {line.strip() for line in split_lines(document.text)}
    remarks = find_remarks(lines, language_of(document.language), known)
    old = [remark for remark in remarks if remark.old]
    new = [remark for remark in remarks if not remark.old]
    if new and span.empty is False and not old:
        old, new = new, []
    if old and span.empty:
        patch, old = without_surroundings(patch, old, document, span)
        patch, old = _without_edges(patch, old, language_of(document.language))
        lines = patch.code.split("\n")
    if old:
        cursor = document.text.count("\n", 0, span.start) if span.empty else None
        restored = _restored(lines, old, _old_lines(document, span), cursor)
        if restored is None:
            return _abridged(old[0])
        note = f"put back the lines that {counted(len(old), 'remark')} stood for"
        patch = replace(patch, code="\n".join(restored), notes=(*patch.notes, note))
    if not new:
        return patch, ""
    quoted = f"`{new[0].words[:_QUOTED]}`"
    told = f"the reply is incomplete: a placeholder, {quoted}, stands for content that was not written"
    return replace(patch, notes=(*patch.notes, told)), (
        f"it has the placeholder {quoted}. Write out every part of it; no placeholder, nothing left out."
    )


def _without_passing(patch: Patch, document: Document, span: Span) -> Patch:
    """The patch without comments that name what the document has where they stand (`<!-- existing course -->`): between
    a line of it and a new one."""
    lines = patch.code.split("\n")
    if not any(_PASSING.fullmatch(line.strip()) for line in lines):
        return patch
    above, below = (
        set(map(alike, split_lines(text)))
        for text in (document.text[: span.start], document.text[span.end :])
    )
    gone: list[int] = []
    for row, line in enumerate(lines):
        if line.strip() and _PASSING.fullmatch(line.strip()) and alike(line) not in above | below:
            before = next((alike(one) for one in reversed(lines[:row]) if one.strip()), "")
            after = next((alike(one) for one in lines[row + 1 :] if one.strip()), "")
            into, out = (
                before in above and after not in above | below,
                after in below and before not in above | below,
            )
            gone += [row] if (into and after) or (out and before) else []
    kept = [line for row, line in enumerate(lines) if row not in gone]
    told = tuple(f"left out the remark `{lines[row].strip()[:_QUOTED]}`" for row in gone)
    return replace(patch, code="\n".join(kept), notes=(*patch.notes, *dict.fromkeys(told))) if gone else patch


def _without_edges(patch: Patch, remarks: list[Remark], language: Language) -> tuple[Patch, list[Remark]]:
    """The patch without remarks at both its ends, which at a cursor say only that the file goes on there; what a file
    has at its top, and its imports, may stand above the first."""
    lines = patch.code.split("\n")
    rows = {remark.row: remark for remark in remarks if remark.alone and not leading(lines[remark.row])}
    filled = [row for row, line in enumerate(lines) if line.strip()]
    first = _behind_imports(lines, filled, language)
    edges = [row for row in (first, filled[-1]) if row in rows]
    if not edges or len(filled) == len(set(edges)) or first == filled[-1] != filled[0]:
        return patch, remarks
    kept = [line for row, line in enumerate(lines) if row not in edges]
    left = [
        remark._replace(row=remark.row - sum(row < remark.row for row in edges))
        for remark in remarks
        if remark.row not in edges
    ]
    told = tuple(
        f"left out the remark `{rows[row].words[:_QUOTED] or '...'}`" for row in dict.fromkeys(edges)
    )
    return replace(patch, code="\n".join(kept), notes=(*patch.notes, *told)), left


def _behind_imports(lines: Sequence[str], filled: Sequence[int], language: Language) -> int:
    """The first row that is no import, nor a line for a file's top; the last of all where each is."""
    closing = ""
    for row in filled:
        line = lines[row].strip()
        if closing:
            closing = "" if line.startswith(closing) else closing
        elif language.is_import_line(line) or _OF_TOP.match(line):
            closing = _CLOSING.get(line[-1:], "")
        else:
            return row
    return filled[-1]


def _abridged(remark: Remark) -> Refusal:
    quoted = f"`{remark.words[:_QUOTED]}`"
    return Refusal(
        Reason.ABRIDGED,
        f"The model left code out and wrote a remark instead ({quoted}), and it is not certain which lines it stands "
        "for, so nothing was changed. Select less, or ask for the whole code in the instruction.",
        f"it left code out and wrote the remark {quoted} instead. Write every line, also those that stay as they are.",
    )


def _old_lines(document: Document, span: Span) -> list[str]:
    """The lines that a remark may stand for: the selected ones, whole; at a cursor, those of the document."""
    text = document.text
    if not span.empty:
        index = LineIndex(text)
        start = index.line_span(index.line_at(span.start)).start
        head = text[start : span.start]
        text = text[start if not head.strip() else span.start : span.end]
    lines = [line.rstrip("\r\n") for line in split_lines(text)]
    return lines[:-1] if lines and not lines[-1] else lines


def _restored(
    lines: Sequence[str], remarks: Sequence[Remark], old: Sequence[str], cursor: int | None
) -> list[str] | None:
    """The lines with every remark replaced by the lines of `old` that it stands for; None where that is not certain.
    `cursor` is the row in `old` where new lines belong."""
    if len(remarks) > _MOST_REMARKS or not all(remark.alone for remark in remarks):
        return None
    rows = {remark.row for remark in remarks}
    places = _places(lines, rows, old)
    result: list[str] = []
    filled: list[str] = []
    for row, line in enumerate(lines):
        if row not in rows:
            result.append(line)
            continue
        filling = _filling(row, lines, rows, places, old, cursor)
        if filling is None:
            return None
        result += filling
        filled += filling
    kept, had = Counter(map(str.strip, result)), Counter(map(str.strip, old))
    telling = {
        line.strip() for line in filled if sum(map(str.isalnum, line)) >= _TELLING and "</" not in line[:40]
    }
    return None if any(kept[line] > had[line] for line in telling) else result


def _places(lines: Sequence[str], rows: set[int], old: Sequence[str]) -> dict[int, int]:
    """Where lines of the reply are in the old text: those that both have once, and both ends."""
    counts = Counter(line.strip() for line in lines)
    old_counts = Counter(line.strip() for line in old)
    at = {line.strip(): row for row, line in enumerate(old)}
    places = {
        row: at[line.strip()]
        for row, line in enumerate(lines)
        if row not in rows and line.strip() and counts[line.strip()] == 1 == old_counts[line.strip()]
    }
    places = _in_order(places, lines)
    if lines and old and 0 not in rows and 0 not in places and _same_head(lines[0], old[0]):
        places[0] = 0
    for step, start, old_start in ((1, 0, 0), (-1, len(lines) - 1, len(old) - 1)):
        row, old_row = start, old_start
        while 0 <= row < len(lines) and 0 <= old_row < len(old) and row not in rows:
            if lines[row].strip() != old[old_row].strip():
                break
            places[row] = old_row
            row, old_row = row + step, old_row + step
    return places


def _in_order(places: dict[int, int], lines: Sequence[str]) -> dict[int, int]:
    """The places without lines that only close something, and are another line's end: out of order with what tells."""
    closing = {row for row in places if lines[row].lstrip().startswith(("</", "}", ")", "]"))}
    above, below, highest, lowest = (
        dict[int, int](),
        dict[int, int](),
        -1,
        max(places.values(), default=0) + 1,
    )
    for row in sorted(places):
        above[row] = highest
        highest = highest if row in closing else max(highest, places[row])
    for row in sorted(places, reverse=True):
        below[row] = lowest
        lowest = lowest if row in closing else min(lowest, places[row])
    return {row: at for row, at in places.items() if row not in closing or above[row] < at < below[row]}


def _same_head(one: str, other: str) -> bool:
    """Whether the first lines of both open the same thing, one of them rewritten: `<ul>` and `<ul class="a">`."""
    heads = [re.findall(r"[\w-]+", line)[:2] for line in (one, other)]
    opens = [line.rstrip()[-1:] for line in (one, other)]
    tags = one.lstrip().startswith("<") and heads[0][:1] == heads[1][:1]
    return bool(heads[0]) and opens[0] == opens[1] and opens[0] in _OPENS and (tags or heads[0] == heads[1])


def _filling(
    row: int,
    lines: Sequence[str],
    rows: set[int],
    places: dict[int, int],
    old: Sequence[str],
    cursor: int | None,
) -> list[str] | None:
    """The old lines that the remark in `row` stands for, indented as the reply is; None where that is not certain."""
    before = _nearest(range(row - 1, -1, -1), rows, places)
    behind = _nearest(range(row + 1, len(lines)), rows, places)
    if before == "remark" or behind == "remark":
        return None
    start = places[before] + 1 if isinstance(before, int) else 0
    end = places[behind] if isinstance(behind, int) else len(old)
    first = before + 1 if isinstance(before, int) else 0
    last = behind if isinstance(behind, int) else len(lines)
    if cursor is not None and start <= cursor < end:
        # New lines stand at the cursor, so that a remark beside them stands for what is above it, or below.
        above, below = any(map(str.strip, lines[first:row])), any(map(str.strip, lines[row + 1 : last]))
        start, end = (cursor + 1 if above and not below else start), (cursor if below and not above else end)
    if start >= end or (before is None and behind is None):
        return None
    if before is None and any(lines[:row]) and cursor is None:
        return None
    beside = [lines[at] for at in range(first, last) if at != row and lines[at].strip()]
    if _rewrites(beside, old[start:end]) or _lacks_comma(old[start:end], lines[row + 1 : last]):
        return None
    anchor = before if isinstance(before, int) else behind
    assert isinstance(anchor, int)
    return _shifted(old[start:end], leading(old[places[anchor]]), leading(lines[anchor]))


def _rewrites(beside: Sequence[str], filling: Sequence[str]) -> bool:
    """Whether a new line beside the remark is rather another form of a line that the remark would bring back."""
    if len(beside) * len(filling) > _MOST_COMPARED:
        return True
    return any(
        SequenceMatcher(None, one.strip(), other.strip(), autojunk=False).ratio() > _ALIKE
        for one in beside
        for other in filling
        if other.strip()
    )


def _lacks_comma(filling: Sequence[str], following: Sequence[str]) -> bool:
    """Whether lines of a list would be followed by a further one without the comma between them."""
    ends = [line.rstrip()[-1:] for line in filling if line.strip()]
    listed = len(ends) > 1 and ends[-2] == "," != ends[-1]
    return listed and any(line.strip() for line in following)


def _nearest(order: range, rows: set[int], places: dict[int, int]) -> int | str | None:
    """The nearest row with a place; "remark" if another remark comes first, None at the end of the text."""
    for row in order:
        if row in places:
            return row
        if row in rows:
            return "remark"
    return None


def _shifted(lines: Sequence[str], margin: str, wanted: str) -> list[str]:
    return [
        wanted + line[len(margin) :] if line.startswith(margin) and line.strip() else line for line in lines
    ]
