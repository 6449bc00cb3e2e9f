"""The code between two fences of a Markdown file, or its front matter, as a document of its own.

A place in there wants code of that language, not Markdown: a fence in a fence would end the outer one (CommonMark
0.31, section 4.5).
"""

from dataclasses import replace

from viscodex_lsp.core.asking.blocks.fences import closes, opening
from viscodex_lsp.core.asking.markdown_reply import LANGUAGES
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Span
from viscodex_lsp.core.syntax.injections import Injection
from viscodex_lsp.core.text.positions import split_lines

_FRONT = "---"


def read_fence(document: Document, span: Span) -> Injection | None:
    """What is between the fences that hold `span`; None elsewhere."""
    if document.language not in LANGUAGES:
        return None
    lines = split_lines(document.text)
    start, row = 0, 0
    while row < len(lines) and start <= span.start:
        end_row, label = _end(lines, row)
        inner = start + len(lines[row])
        start = inner + sum(map(len, lines[row + 1 : end_row]))
        if label is not None and inner <= span.start and span.end <= start:
            language = language_of(label or "plaintext")
            content = replace(document, language=language.id, text=document.text[inner:start])
            return Injection(content, language, inner)
        row = end_row
        if label is not None and row < len(lines):
            start += len(lines[row])
            row += 1
    return None


def _end(lines: list[str], row: int) -> tuple[int, str | None]:
    """The row behind what begins in a row, and the language of it where that is a fence: the row of its end then."""
    fence = opening(lines[row].rstrip("\r\n"))
    if row == 0 and lines[0].strip() == _FRONT:
        ends = (at for at in range(1, len(lines)) if lines[at].strip() == _FRONT)
        end = next(ends, None)
        return (row + 1, None) if end is None else (end, "yaml")
    if fence is None:
        return row + 1, None
    rows = range(row + 1, len(lines))
    return next((at for at in rows if closes(lines[at].rstrip("\r\n"), fence)), len(lines)), fence.label


def of_file(result: CheckedPatch, document: Document, fence: Injection) -> CheckedPatch:
    """An edit of what is between the fences as one of the whole file."""
    imports = fence.outer_edit(result.imports) if result.imports is not None else None
    replacements = tuple(map(fence.outer_edit, result.replacements))
    return replace(result, document=document, replacements=replacements, imports=imports)
