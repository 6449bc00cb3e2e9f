"""Makes edits of a reading: the code at its place, its imports in their block, and what goes elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from viscodex_lsp.core.checks.account import Account
from viscodex_lsp.core.checks.forms.makefile import in_makefile
from viscodex_lsp.core.checks.forms.markdown.lines import apart, beside_mark, like_neighbours
from viscodex_lsp.core.checks.forms.plain.cases import beside_cases
from viscodex_lsp.core.checks.forms.plain.diagrams import beside_sections
from viscodex_lsp.core.checks.forms.python.outer_depth import outer_depth
from viscodex_lsp.core.checks.forms.script.own_style import in_own_style
from viscodex_lsp.core.checks.forms.separators import as_deep_as_the_first
from viscodex_lsp.core.checks.forms.spacing import spaced
from viscodex_lsp.core.checks.imports.block import ImportBlock, read_import_block, statements_in
from viscodex_lsp.core.checks.imports.go_imports import without_unused
from viscodex_lsp.core.checks.imports.joining import join
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place, placements
from viscodex_lsp.core.checks.readings import Reading
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.nouns import Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.style import leading

_WORDS = re.compile(r"\w")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")


class Edit(NamedTuple):
    """One way to make a reading part of the document."""

    main: Replacement | None
    imports: Replacement | None
    account: Account
    others: tuple[Replacement, ...] = ()

    @property
    def replacements(self) -> tuple[Replacement, ...]:
        parts = (part for part in (self.imports, *self.others, self.main) if part is not None)
        return tuple(sorted(parts, key=lambda part: (part.span.start, part.span.end)))


def edits_of(reading: Reading, place: Place, before: Tree) -> Iterator[Edit]:
    """The ways to make a reading part of the document, the best first."""
    code, only_imports = reading.fragment, reading.fragment.blank
    if reading.depth is not None and place.span.empty:
        place = replace(place, depth=reading.depth)
    block = read_import_block(before, place.span.start) if reading.imports else None
    if block is None or (only_imports and not place.span.empty):
        code = reading.whole if reading.imports else code
        imports, account, others = None, reading.account, reading.others
    else:
        imports, account, joined = _imports(block, reading, place.style)
        others = (*reading.others, *joined)
    if code.blank:
        yield Edit(None, imports, account, others)
        return
    if place.span.empty and _is_at_own_columns(code, place.depth):
        place = replace(place, depth="")
    if place.language.id == "sql" and place.span.empty:
        code = as_deep_as_the_first(code)
    code, place = in_makefile(
        code, beside_cases(code, beside_sections(code, outer_depth(code, place, before)))
    )
    marked = beside_mark(code, place)
    if marked is not None:
        yield Edit(marked, imports, account, others)
    for main in placements(like_neighbours(code, place), place, gap=reading.gap):
        edit = _led(main, reading, place.lines.text)
        if place.span.empty:
            edit = apart(spaced(edit, before, place.style.newline), place)
        yield Edit(edit, imports, account, others)


def _is_at_own_columns(code: Fragment, depth: str) -> bool:
    """Whether code begins as deep as its place and ends what is open around that, or goes on with items of an outer
    list: it is written at the columns of the file."""
    rest = [line for row, line in enumerate(code.lines) if line.strip() and row not in code.kept]
    outer = [line for line in rest if len(leading(line)) < len(depth)]
    ends = all(_ITEM.match(line) for line in outer) or not any(_WORDS.search(line) for line in outer)
    return bool(depth and outer) and leading(rest[0]) == depth and ends


def written_as_the_file(edit: Edit, before: Tree) -> Edit:
    """The edit with the quotes and semicolons of its file."""
    parts = edit.replacements
    styled = in_own_style(before, parts)
    if styled == parts:
        return edit
    written = dict(zip(parts, styled, strict=True))
    return edit._replace(
        main=written[edit.main] if edit.main is not None else None,
        imports=written[edit.imports] if edit.imports is not None else None,
        others=tuple(written[part] for part in edit.others),
    )


def _led(edit: Replacement, reading: Reading, text: str) -> Replacement:
    """The edit with the lead of its reading, made one."""
    if reading.lead is None:
        return edit
    start, lead = reading.lead
    return Replacement(Span(start, edit.span.end), lead + text[start : edit.span.start] + edit.text)


def _imports(
    block: ImportBlock, reading: Reading, style: Style
) -> tuple[Replacement | None, Account, tuple[Replacement, ...]]:
    """The edit for what is missing, the account with all of the reading's imports in it, and the edits of imports that
    take further names."""
    statements, account = without_unused(
        reading.imports, reading.fragment, reading.others, block.tree, reading.account
    )
    missing = block.missing(statements)
    there = max(len(statements) - len(missing), 0)  # a statement of several names may give several
    rows = [row for statement in statements for row in statement.split("\n")]
    if missing:
        account = account.step(rows, (), f"moved {counted(len(missing), 'import')} to the import block")
    if there:
        note = f"left out {counted(there, 'import')} that the document has already"
        account = account.told(note) if missing else account.step(rows, (), note)
    code = "\n".join((reading.fragment.text, *(part.text for part in reading.others)))
    joined = join(missing, code, block.tree, style)
    alone = joined.edits[0] if len(joined.edits) == 1 and not joined.statements else None
    if alone is not None and alone.span.empty and statements_in(alone.text, block.tree.language):
        return alone, account.told(*joined.notes), ()
    edit = block.insertion(joined.statements, style.newline) if joined.statements else None
    return edit, account.told(*joined.notes), joined.edits
