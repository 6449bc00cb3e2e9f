"""Takes what is new out of a reply that gives the lines around the cursor again, with lines added.

Models like to answer with the whole file. Where every line of the file from the reply's first to its last is in the
reply, in order, the lines at the cursor are the code. Lines added elsewhere are kept where they have a place of
their own (imports, a script, a style sheet, what the code of a script needs); otherwise the reply is refused: it would
change what nobody pointed at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.counted import THERE_ALREADY, quoted
from viscodex_lsp.core.language.languages import SCRIPTS, language_of
from viscodex_lsp.core.nouns import Document, Patch, Reason, Refusal, Replacement, Span
from viscodex_lsp.core.text.positions import LineIndex, split_lines
from viscodex_lsp.core.text.style import leading

_MOST_LINES = 5_000
_MOST_STARTS = 50
_FEWEST_AGAIN = 3
_TELLING = 4
_MOST_TOLD = 3
_MARKUP = ("<", "{", "</", "/>")


class _Again(NamedTuple):
    """The rows of the reply that are at the cursor, and those added elsewhere, each with the row of the document
    that it follows; `twins` are the rows of the reply by those of the document that they give again."""

    here: range
    elsewhere: tuple[tuple[int, int], ...]
    twins: Mapping[int, int]


def without_file(patch: Patch, document: Document, span: Span) -> Patch | Refusal:
    """The patch with what is new alone; the same patch where it does not give the file again."""
    if not span.empty or not document.text.strip():
        return patch
    above, below = _lines(document.text[: span.start]), _lines(document.text[span.end :])
    lines = patch.code.split("\n")
    if len(lines) + len(above) + len(below) > _MOST_LINES:
        return patch
    found = _aligned(lines, above, below)
    if found is None:
        return patch
    code = lines[found.here.start : found.here.stop]
    if not found.elsewhere:
        return replace(_with_code(patch, code), depth=_depth(lines, found.here, above))
    placed = _placed(found, lines, [*above, *below], document)
    if placed is not None:
        return _with_code(patch, [*placed, *code])
    others = _added(found, lines, (above, below), document) if any(map(str.strip, code)) else None
    if others is None:
        language = language_of(document.language)
        rows = [lines[row] for row, _ in found.elsewhere]
        return _elsewhere(next((row for row in rows if not language.is_import_line(row.strip())), rows[0]))
    patch = _with_code(patch, code)
    added = quoted([lines[row] for row, _ in found.elsewhere], _MOST_TOLD)
    return replace(patch, others=others, notes=(*patch.notes, f"added what it needs elsewhere: {added}"))


def _added(
    found: _Again, lines: Sequence[str], text: tuple[Sequence[str], Sequence[str]], document: Document
) -> tuple[Replacement, ...] | None:
    """The lines added elsewhere in a script, each run of them behind the line of the document that it follows; None
    where that is not certain, and for markup, which nobody needs."""
    above, below = text
    if document.language not in SCRIPTS or any(
        lines[row].lstrip().startswith(_MARKUP) or found.twins.get(after) is None
        for row, after in found.elsewhere
    ):
        return None
    index = LineIndex(document.text)
    runs: dict[int, list[int]] = {}
    for row, after in found.elsewhere:
        runs.setdefault(after, []).append(row)
    edits = []
    for after, rows in runs.items():
        twin = lines[found.twins[after]]
        own = (*above, *below)[after]
        if leading(twin) != leading(own):
            return None
        line = after if after < len(above) else after - 1
        end = index.line_span(line).end
        newline = "\r\n" if "\r\n" in document.text else "\n"
        block = lines[found.twins[after] + 1 : rows[-1] + 1]
        edits.append(Replacement(Span(end, end), "".join(newline + row.rstrip() for row in block)))
    return tuple(edits)


def _depth(lines: Sequence[str], here: range, above: Sequence[str]) -> str | None:
    """The indentation in the document of what the reply has at the cursor, by the line above that both have."""
    there = next((line for line in reversed(above) if line.strip()), None)
    twin = next((lines[row] for row in reversed(range(here.start)) if lines[row].strip()), None)
    first = next((lines[row] for row in here if lines[row].strip()), None)
    if there is None or twin is None or first is None or "\t" in leading(there) + leading(first):
        return None
    width = len(leading(there)) + len(leading(first)) - len(leading(twin))
    return " " * width if width >= 0 else None


def _with_code(patch: Patch, code: Sequence[str]) -> Patch:
    text = "\n".join(code).strip("\n")
    if not text.strip():
        return patch
    return replace(patch, code=text, notes=(*patch.notes, THERE_ALREADY))


def _elsewhere(line: str) -> Refusal:
    told = line.strip()[:60]
    return Refusal(
        Reason.OTHER_PLACE,
        f"The model wrote the file again and changed other lines too (`{told}`), so nothing was changed. Select the "
        "lines to change, or say in the instruction what you want.",
        f"it changed lines elsewhere in the file (`{told}`). Write only the new code for the marked place.",
    )


def _aligned(lines: Sequence[str], above: Sequence[str], below: Sequence[str]) -> _Again | None:
    """How the reply gives the lines above and below again; None if it does not."""
    filled = [row for row, line in enumerate(lines) if line.strip()]
    if not filled:
        return None
    widths = [[len(leading(line)) for line in text] for text in (lines, above, below)]
    lines, above, below = ([alike(line) for line in text] for text in (lines, above, below))
    first, last = lines[filled[0]], lines[filled[-1]]
    closes = last.startswith("</") or not any(map(str.isalnum, last))
    is_block = closes and widths[0][filled[-1]] == widths[0][filled[0]]
    # The farthest lines that fit say most: `}` ends many blocks.
    starts = [row for row in range(len(above)) if above[row] == first][:_MOST_STARTS]
    ends = [row for row in range(len(below) - 1, -1, -1) if below[row] == last][:_MOST_STARTS]
    for start in starts:
        head = _in_order(lines, filled, above, range(start, len(above)))
        for end in ends if head is not None else ():
            # A bracket or an end tag ends the block that it stands as deep as.
            if is_block and widths[2][end] != widths[1][start]:
                continue
            tail = _in_order(lines, filled[::-1], below, range(end, -1, -1))
            if head is None or tail is None or head[-1][0] >= tail[-1][0]:
                continue
            telling = {
                lines[row] for row, _ in (*head, *tail) if sum(map(str.isalnum, lines[row])) >= _TELLING
            }
            if len(telling) >= _FEWEST_AGAIN:
                return _again(lines, filled, head, tail, len(above))
    return None


def _in_order(
    lines: Sequence[str], rows: Sequence[int], text: Sequence[str], order: range
) -> list[tuple[int, int]] | None:
    """Row of the reply and row of the text for every filled line of the text; None if one is missing. Lines are
    compared as `alike` has them."""
    pairs: list[tuple[int, int]] = []
    at = 0
    for row in order:
        wanted = text[row]
        if not wanted:
            continue
        while at < len(rows) and lines[rows[at]] != wanted:
            at += 1
        if at == len(rows):
            return None
        pairs.append((rows[at], row))
        at += 1
    return pairs or None


def _again(
    lines: Sequence[str],
    filled: Sequence[int],
    head: list[tuple[int, int]],
    tail: list[tuple[int, int]],
    offset: int,
) -> _Again:
    here = range(head[-1][0] + 1, tail[-1][0])
    rows = _with_ends_last(lines, dict(head) | {row: at + offset for row, at in tail}, filled)
    elsewhere: list[tuple[int, int]] = []
    before = -1
    for row in filled:
        before = rows.get(row, before)
        if row not in rows and row not in here:
            elsewhere.append((row, before))
    return _Again(here, tuple(elsewhere), {at: row for row, at in rows.items()})


def _with_ends_last(lines: Sequence[str], rows: dict[int, int], filled: Sequence[int]) -> dict[int, int]:
    """The same pairs, but of equal lines the first where the lines between are new: `} .new {` is `.new { }`."""
    shifted = dict(rows)
    for at, row in enumerate(filled):
        if row not in shifted or any(map(str.isalnum, lines[row])):
            continue
        start = at
        while start > 0 and filled[start - 1] not in shifted:
            start -= 1
        first = filled[start]
        if start < at and lines[first] == lines[row]:
            shifted[first] = shifted.pop(row)
    return shifted


def _placed(found: _Again, lines: Sequence[str], text: Sequence[str], document: Document) -> list[str] | None:
    """The lines added elsewhere as imports and as elements of their own; None if one is neither."""
    language = language_of(document.language)
    starts = [0]
    for line in text:
        starts.append(starts[-1] + len(line) + 1)
    whole = "\n".join(text)
    tags = read_tags(whole) if language.markup else []
    parts: dict[str, list[str]] = {"script": [], "style": []}
    imports: list[str] = []
    for row, after in found.elsewhere:
        end = starts[max(after, 0) + 1] - 1
        name = next(
            (
                name
                for name in parts
                for item in elements(tags, name)
                if item.inner.start <= end < item.inner.end
            ),
            "",
        )
        if name:
            parts[name].append(lines[row])
        elif not language.markup and language.is_import_line(lines[row].strip()):
            imports.append(lines[row])
        else:
            return None
    inside = [row for name, code in parts.items() if code for row in (f"<{name}>", *code, f"</{name}>")]
    return [*imports, *inside]


def _lines(text: str) -> list[str]:
    return [line.rstrip("\r\n") for line in split_lines(text)]
