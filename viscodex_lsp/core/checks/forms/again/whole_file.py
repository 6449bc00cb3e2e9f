"""Takes what is new out of a reply that gives the lines around the cursor again, with lines added.

Where every line of the file from the reply's first to its last is in the reply, in order, the lines at the cursor are
the code. Lines added elsewhere are kept where they have a place of their own (imports, a script, a style sheet, what
the code of a script needs); otherwise the reply is refused: it would change what nobody pointed at.
"""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.forms.again.additions import declares_new, is_inner, is_new_rule, sheets_among
from viscodex_lsp.core.checks.forms.again.aligned import Again, aligned, depth_there, is_around
from viscodex_lsp.core.checks.forms.again.entries import entries
from viscodex_lsp.core.checks.forms.again.rewritten import rewritten
from viscodex_lsp.core.checks.pages.frame.whole_page import has_own_content
from viscodex_lsp.core.checks.pages.parts import frontmatter
from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.counted import THERE_ALREADY, quoted
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.languages import SCRIPTS, language_of
from viscodex_lsp.core.nouns import Document, Patch, Reason, Refusal, Replacement, Span
from viscodex_lsp.core.text.positions import LineIndex, split_lines
from viscodex_lsp.core.text.style import leading

_MOST_LINES = 5_000
_MOST_TOLD = 3
_OF_PROGRAMS = nodes("c cpp csharp dart dockerfile go java kotlin php python rust shellscript swift toml")
_ADDING = SCRIPTS | _OF_PROGRAMS
_MARKUP = ("<", "{", "</", "/>")
_COMPONENTS = frozenset({"vue", "svelte"})
_BESIDE = 2
_IMPORT = re.compile(r"\s*import\b[^;]*\bfrom\s*[\"'][^\"']+[\"'];?\s*$")


class _Lines(NamedTuple):
    """The lines of the reply, and those of the document above and below the place."""

    lines: list[str]
    text: tuple[list[str], list[str]]

    @property
    def file(self) -> list[str]:
        return [*self.text[0], *self.text[1]]


class _Parts(NamedTuple):
    """Lines to stand above the code, rows that have a place of their own, and rows that have none."""

    above: tuple[str, ...]
    exact: tuple[tuple[int, int], ...]
    left: tuple[int, ...]


def without_file(patch: Patch, document: Document, span: Span) -> Patch | Refusal:
    """The patch with what is new alone; the same patch where it does not give the file again."""
    read = _read(patch, document, span)
    found = aligned(read.lines, *read.text) if read is not None else None
    if read is None or found is None:
        is_markup = language_of(document.language).markup
        return (from_changed_file(patch, document, span) if is_markup else None) or patch
    code = read.lines[found.here.start : found.here.stop]
    if not found.elsewhere:
        return replace(_with_code(patch, code), depth=depth_there(read.lines, found.here, read.text[0]))
    if not span.empty:
        return _over_selection(patch, [read.lines[row] for row, _ in found.elsewhere], code, document)
    siblings = entries(found, read.lines, read.text[0]) if not language_of(document.language).markup else None
    if siblings is not None:
        return _with_code(patch, siblings)
    parts = _parts(found, read, document, span)
    if parts.left and document.language in _ADDING and _is_script(found, read.lines):
        parts = _Parts((), found.elsewhere, ())
        parts = parts._replace(left=() if any(map(str.strip, code)) else (found.elsewhere[0][0],))
    others = _added(found, read, document, parts.exact) if not parts.left else None
    if others is None:
        language = language_of(document.language)
        rows = [read.lines[row] for row, _ in found.elsewhere]
        return _elsewhere(next((row for row in rows if not language.is_import_line(row.strip())), rows[0]))
    return _told(_with_code(patch, _below(parts.above, code)), found, read, parts, others)


def _over_selection(patch: Patch, rows: list[str], code: list[str], document: Document) -> Patch:
    """The patch with the code for selected lines, where the reply's other rows that are new are imports alone."""
    is_import = language_of(document.language).is_import_line
    return _with_code(patch, _below(rows, code)) if all(is_import(row.strip()) for row in rows) else patch


def from_changed_file(patch: Patch, document: Document, span: Span) -> Patch | None:
    """What a reply has for the place that gives a file of markup or a script again and changes it elsewhere, too, which
    is named; None for any other reply."""
    read = _read(patch, document, span)
    is_script = document.language in SCRIPTS
    if read is None or not span.empty or not (is_script or language_of(document.language).markup):
        return None
    if not is_script and not has_own_content(document.text[: span.start] + document.text[span.end :]):
        return None
    found = _changed(read.lines, *read.text)
    code = read.lines[found.here.start : found.here.stop] if found is not None else []
    if found is None or not any(map(str.strip, code)):
        return None
    parts = _parts(found, read, document, span)
    parts = _with_additions(parts, found, read) if is_script else parts
    others = _added(found, read, document, parts.exact)
    if others is None:
        return None
    return _told(_with_code(patch, _below(parts.above, code)), found, read, parts, others)


def _below(above: Sequence[str], code: Sequence[str]) -> list[str]:
    """The code below the lines that belong above it, no deeper than those."""
    return [*above, *textwrap.dedent("\n".join(code)).split("\n")] if above else [*code]


def _with_additions(parts: _Parts, found: Again, read: _Lines) -> _Parts:
    """The parts with the rows of a script that it adds elsewhere, where the file has the line above them and the reply
    the one below them: others change a line."""
    after = dict(found.elsewhere)
    filled = [row for row, line in enumerate(read.file) if line.strip()]
    below = {row: filled[at + 1] for at, row in enumerate(filled[:-1])}
    added = {
        row
        for row in parts.left
        if after[row] in found.twins
        and below.get(after[row]) not in found.lacking
        and not read.lines[row].lstrip().startswith(_MARKUP)
    }
    exact = tuple(sorted((*parts.exact, *((row, after[row]) for row in added))))
    return parts._replace(exact=exact, left=tuple(row for row in parts.left if row not in added))


def _read(patch: Patch, document: Document, span: Span) -> _Lines | None:
    """The lines of a reply and of its file; None where they are too many, or where a selection is no lines of a script
    or the reply no statements around it."""
    if not document.text.strip():
        return None
    above, below = _lines(document.text[: span.start]), _lines(document.text[span.end :])
    lines = patch.code.split("\n")
    if not span.empty and not (document.language in SCRIPTS and is_around(lines, above, below)):
        return None
    return _Lines(lines, (above, below)) if len(lines) + len(above) + len(below) <= _MOST_LINES else None


def _told(
    patch: Patch,
    found: Again,
    read: _Lines,
    parts: _Parts,
    others: tuple[Replacement, ...],
) -> Patch:
    """The patch with the edits elsewhere, and notes of them, of what is left out, and of what stays."""
    notes = list(patch.notes)
    if others:
        added = quoted([read.lines[row] for row, _ in parts.exact], _MOST_TOLD)
        notes.append(f"added what it needs elsewhere: {added}")
    if parts.left:
        left = quoted([read.lines[row].strip() for row in parts.left], _MOST_TOLD)
        notes.append(f"left out what it changes elsewhere: {left}")
    lacking = [line for row in found.lacking if not (line := read.file[row].strip()).startswith("import ")]
    if lacking:
        notes.append(f"kept what it changes or leaves out elsewhere: {quoted(lacking, _MOST_TOLD)}")
    return replace(patch, others=others, notes=tuple(notes))


def _changed(lines: Sequence[str], above: Sequence[str], below: Sequence[str]) -> Again | None:
    """How the reply gives the file again with changes at other places too; None if it does not."""
    found = rewritten(*([alike(line) for line in text] for text in (lines, above, below)))
    if found is None:
        return None
    rows = {row: at for at, row in found.twins.items()}
    elsewhere: list[tuple[int, int]] = []
    before = -1
    for row in range(len(lines)):
        before = rows.get(row, before)
        if row in found.elsewhere:
            elsewhere.append((row, before))
    return Again(found.here, tuple(elsewhere), found.twins, found.lacking)


def _is_script(found: Again, lines: Sequence[str]) -> bool:
    """Whether what is new elsewhere is no markup, which nobody needs, and has a line of the file above it."""
    return not any(
        lines[row].lstrip().startswith(_MARKUP) or found.twins.get(after) is None
        for row, after in found.elsewhere
    )


def _added(
    found: Again,
    read: _Lines,
    document: Document,
    rows: Sequence[tuple[int, int]],
) -> tuple[Replacement, ...] | None:
    """The edits that bring lines in elsewhere, each run of them behind the line of the document that it follows; None
    where that is not certain."""
    lines, above = read.lines, read.text[0]
    index = LineIndex(document.text)
    newline = "\r\n" if "\r\n" in document.text else "\n"
    runs: dict[int, list[int]] = {}
    for row, after in rows:
        runs.setdefault(after, []).append(row)
    edits = []
    for after, run in runs.items():
        twin, own = lines[found.twins[after]], read.file[after]
        if leading(twin) != leading(own) and document.language in SCRIPTS:
            return None
        behind = after
        while behind + 1 in found.lacking and behind + 1 != len(above):
            behind += 1
        end = index.line_span(behind if behind < len(above) else behind - 1).end
        rows_of_run = range(found.twins[after] + 1, run[-1] + 1)
        new = frozenset(run)
        block = [lines[row] for row in rows_of_run if row in new or not lines[row].strip()]
        edits.append(Replacement(Span(end, end), "".join(newline + _moved(row, twin, own) for row in block)))
    return tuple(edits)


def _moved(row: str, twin: str, own: str) -> str:
    """A line of the reply as deep as it is below `own`, where it stands below `twin` in the reply."""
    if not row.strip():
        return ""
    deeper = row.removeprefix(leading(twin))
    return f"{leading(own)}{deeper}".rstrip() if deeper != row or not leading(twin) else row.rstrip()


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


def _parts(found: Again, read: _Lines, document: Document, span: Span) -> _Parts:
    """What becomes of the lines added elsewhere: those in a style sheet or script stand there, those for a component's
    script, imports and a whole style sheet above the code."""
    language, lines, text = language_of(document.language), read.lines, read.file
    starts = [0]
    for line in text:
        starts.append(starts[-1] + len(line) + 1)
    whole = "\n".join(text)
    tags = read_tags(whole) if language.markup else []
    front = frontmatter(whole) if document.language == "astro" else None
    script: list[str] = []
    imports: list[str] = []
    exact: list[tuple[int, int]] = []
    left: list[int] = []
    new = frozenset(row for row, _ in found.elsewhere)
    for row, after in found.elsewhere:
        end = starts[max(after, 0) + 1] - 1
        around = (
            name
            for name in ("script", "style")
            for item in elements(tags, name)
            if item.inner.start <= end < item.inner.end
        )
        name = next(around, "")
        in_script = name == "script" and document.language in _COMPONENTS and not is_inner(row, lines, new)
        brings = _IMPORT.match(lines[row]) is not None  # which joins the file's own of that module
        if in_script and (brings or not _changes(found, after) or declares_new(lines[row], text)):
            script.append(lines[row])
        elif not in_script and (
            (name or (front is not None and front.start - 1 <= end <= front.end))
            and after in found.twins
            and (not _changes(found, after) or (name == "style" and is_new_rule(lines[row], text)))
        ):
            exact.append((row, after))
        elif not language.markup and language.is_import_line(lines[row].strip()):
            imports.append(lines[row])
        else:
            left.append(row)
    inside = ("<script>", *script, "</script>") if script else ()
    in_raw = any(
        item.inner.start <= span.start <= item.inner.end
        for name in ("script", "style")
        for item in elements(tags, name)
    )
    sheets = [] if in_raw else sheets_among(lines, left)
    rows = tuple(lines[row] for row in sheets)
    return _Parts((*imports, *inside, *rows), tuple(exact), tuple(row for row in left if row not in sheets))


def _changes(found: Again, after: int) -> bool:
    """Whether what the reply has behind a row of the document takes the place of rows that it lacks there."""
    return any(row in found.lacking for row in range(after + 1, after + 1 + _BESIDE))


def _lines(text: str) -> list[str]:
    return [line.rstrip("\r\n") for line in split_lines(text)]
