"""Takes what is new out of a reply that shows the blocks around the cursor, with remarks for what else is in them.

Models like to write the function that the place is in, with `// … existing state …` in it, and the new lines between
two such remarks. Where all around the new lines is in the document, above the cursor or below, they are the code.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.elisions.remarks import Remark
from viscodex_lsp.core.counted import THERE_ALREADY
from viscodex_lsp.core.nouns import Document, Patch, Span
from viscodex_lsp.core.text.positions import split_lines

_QUOTED = 60
_MOST_LINES = 5_000
_TELLING = 4


def without_surroundings(
    patch: Patch, remarks: list[Remark], document: Document, span: Span
) -> tuple[Patch, list[Remark]]:
    """The patch with its new lines alone, and no remarks; both as they are where it is not certain which those are."""
    lines = patch.code.split("\n")
    rows = {remark.row for remark in remarks if remark.alone}
    above, below = _alike(document.text[: span.start]), _alike(document.text[span.end :])
    if len(rows) < len(remarks) or len(lines) + len(above) + len(below) > _MOST_LINES:
        return patch, remarks
    there = {*above, *below}
    new = [
        row for row, line in enumerate(lines) if line.strip() and row not in rows and alike(line) not in there
    ]
    if not new:
        return patch, remarks
    start = max((row + 1 for row in rows if row < new[0]), default=None)
    end = min((row for row in rows if row > new[-1]), default=None)
    # Where the reply ends, or begins, as the file goes on from the place, no remark is needed there.
    if end is None and below:
        end = _only(lines, range(new[-1] + 1, len(lines)), below[0])
    elif start is None and end is not None and above:
        start = _only(lines, range(new[0]), above[-1])
        start = start + 1 if start is not None else None
    if start is None or end is None or any(start <= row < end for row in rows):
        return patch, remarks
    head = [alike(line) for row, line in enumerate(lines[:start]) if row not in rows and line.strip()]
    tail = [alike(line) for row, line in enumerate(lines[end:], end) if row not in rows and line.strip()]
    if not head or not _in_order(head, above) or not _in_order(tail[::-1], below[::-1]):
        return patch, remarks
    told = tuple(f"left out the remark `{remark.words[:_QUOTED] or '...'}`" for remark in remarks)
    notes = (*patch.notes, THERE_ALREADY, *dict.fromkeys(told))
    return replace(patch, code="\n".join(lines[start:end]).strip("\n"), notes=notes), []


def _only(lines: Sequence[str], rows: range, wanted: str) -> int | None:
    """The one row of some whose line is the wanted one, which has to say something."""
    found = [row for row in rows if alike(lines[row]) == wanted]
    return found[0] if len(found) == 1 and sum(map(str.isalnum, wanted)) >= _TELLING else None


def _alike(text: str) -> list[str]:
    return [alike(line) for line in split_lines(text) if line.strip()]


def _in_order(wanted: Iterable[str], text: Sequence[str]) -> bool:
    """Whether a text has such lines, in their order."""
    lines = iter(text)
    return all(line in lines for line in wanted)
