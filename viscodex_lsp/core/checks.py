"""A patch, its document and its place in; a `CheckedPatch` out, or the `Refusal` of the first check it fails.

In order: something was said, in code of this language, to its end, not too large, without control characters
and left-over fences (`soundness`); what is a whole page or repeats the lines around is cut down to what is
new; imports go to the import block; and of the edits that `placement` offers the first is taken that leaves
no new syntax fault. This is the only module that makes a `CheckedPatch`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from viscodex_lsp.core.echo import Surroundings, read_surroundings, without_echo, without_own_line
from viscodex_lsp.core.import_block import ImportBlock, read_import_block, split_imports
from viscodex_lsp.core.indentation import Fragment, read_fragment
from viscodex_lsp.core.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Replacement, Span, Style
from viscodex_lsp.core.placement import Place, placements
from viscodex_lsp.core.positions import LineIndex
from viscodex_lsp.core.soundness import unfit
from viscodex_lsp.core.syntax import Fault, Tree, new_faults, parse, reparse
from viscodex_lsp.core.whole_page import without_page, without_php_tag

_MOST_FAULTS = 3
_QUOTED = 80


class _Version(NamedTuple):
    """One reading of a patch: its code, what was repaired, and the gap if it continues the cursor's line."""

    fragment: Fragment
    notes: tuple[str, ...]
    gap: str | None = None


class _Edit(NamedTuple):
    """One way to make a reading part of the document."""

    main: Replacement | None
    imports: Replacement | None
    notes: tuple[str, ...]

    @property
    def replacements(self) -> tuple[Replacement, ...]:
        return tuple(part for part in (self.imports, self.main) if part is not None)


def check(
    patch: Patch,
    document: Document,
    span: Span,
    *,
    depth: str,
    style: Style,
    tree: Tree | None = None,
    max_tokens: int | None = None,
) -> CheckedPatch | Refusal:
    """Turn a patch for `span` into edits of the document that pass every check.

    Args:
        depth: the indentation that code has at the place, `Context.depth`.
        style: how the document is written, `Context.style`.
        tree: the parsed document, if there is one already.
        max_tokens: the limit the reply had, for the sentence of a reply that was cut off.
    """
    language = language_of(document.language)
    refusal = unfit(patch, language, max_tokens=max_tokens)
    if refusal is not None:
        return refusal
    before = tree if tree is not None else parse(document.text, language)
    place = Place(LineIndex(document.text), span, depth, style, language, _ends_a_comment(before, span))
    versions = list(_versions(patch, document, place))
    if all(version.fragment.blank for version in versions):
        return Refusal(
            Reason.REPEATS_CONTEXT,
            "The model only repeated the code that is there already. Say in the instruction what you want.",
            "it only repeated lines of the file. Write only the new code.",
        )
    return _first_sound(versions, document, place, before)


def recheck(
    checked: CheckedPatch, newer: Document, replacements: tuple[Replacement, ...], *, tree: Tree
) -> CheckedPatch | Refusal:
    """The same edits, moved to a newer version of the document, with their syntax checked there.

    Args:
        replacements: spans in `newer`, sorted and not overlapping.
        tree: `newer`, parsed.
    """
    if newer.text != checked.document.text:
        after = reparse(tree, replacements)
        faults = new_faults(tree, after, replacements)
        if faults:
            return _broken(faults, after, replacements[-1], _moved_by(replacements))
    return CheckedPatch(newer, replacements, checked.notes, checked.syntax_checked)


def _versions(patch: Patch, document: Document, place: Place) -> Iterator[_Version]:
    """The readings of a patch, the one with the least repetition first, the patch as it is last."""
    code, notes = _without_frame(patch.code, document, place)
    whole = _Version(read_fragment(code, place.language, place.style), notes)
    around = read_surroundings(place.lines, place.span)
    shorter = without_echo(whole.fragment, around)
    if shorter != whole.fragment:
        yield _Version(shorter, (*notes, "left out lines that are there already"))
        if shorter.blank:
            return
    else:
        yield from _continuation(whole, around, place)
    yield whole
    yield from _aligned(whole)


def _continuation(whole: _Version, around: Surroundings, place: Place) -> Iterator[_Version]:
    continued = without_own_line(whole.fragment, around) if place.span.empty else None
    if continued is not None:
        yield _Version(continued[0], (*whole.notes, "left out the beginning of the line"), continued[1])


def _aligned(whole: _Version) -> Iterator[_Version]:
    """The code with its first line as deep as the others: models leave out the indentation that is there."""
    first, rest = whole.fragment.part(0, 1), whole.fragment.part(1, len(whole.fragment.lines))
    if rest.lines and rest.lines != whole.fragment.lines[1:] and not rest.kept:
        yield _Version(Fragment(first.lines + rest.lines), (*whole.notes, "aligned the first line"))


def _without_frame(code: str, document: Document, place: Place) -> tuple[str, tuple[str, ...]]:
    if place.language.id == "php":
        code, notes = without_php_tag(code, document, place.span)
        return code, notes
    if place.language.markup:
        return without_page(code, document, place.span)
    return code, ()


def _first_sound(
    versions: list[_Version], document: Document, place: Place, before: Tree
) -> CheckedPatch | Refusal:
    refusal: Refusal | None = None
    for edit in (edit for version in versions for edit in _edits(version, place, before)):
        replacements = edit.replacements
        after = reparse(before, replacements)
        if after.text == document.text:
            return Refusal(
                Reason.UNCHANGED,
                "The model's code is the same as what is there already. Nothing was changed.",
                "it changed nothing.",
            )
        faults = new_faults(before, after, replacements)
        if not faults:
            return CheckedPatch(document, replacements, edit.notes, before.checked)
        refusal = refusal or _broken(faults, after, replacements[-1], _moved_by(replacements))
    return refusal or Refusal(Reason.EMPTY, "The model's code is empty. Try again.")


def _edits(version: _Version, place: Place, before: Tree) -> Iterator[_Edit]:
    """The ways to make a reading part of the document, the best first."""
    if version.fragment.blank:
        return
    statements, rest = split_imports(version.fragment, place.language)
    block = read_import_block(before, place.span.start) if statements else None
    if block is None or (rest.blank and not place.span.empty):
        for main in placements(version.fragment, place, gap=version.gap):
            yield _Edit(main, None, version.notes)
        return
    imports, notes = _imports(block, statements, place.style.newline)
    notes = (*version.notes, *notes)
    if rest.blank:
        yield _Edit(None, imports, notes)
        return
    for main in placements(rest, place, gap=version.gap):
        yield _Edit(main, imports, notes)


def _imports(
    block: ImportBlock, statements: tuple[str, ...], newline: str
) -> tuple[Replacement | None, tuple[str, ...]]:
    missing = block.missing(statements)
    there = len(statements) - len(missing)
    notes = [f"moved {_counted(len(missing))} to the import block"] if missing else []
    notes += [f"left out {_counted(there)} that the document has already"] if there else []
    return block.insertion(missing, newline) if missing else None, tuple(notes)


def _counted(imports: int) -> str:
    return "1 import" if imports == 1 else f"{imports} imports"


def _ends_a_comment(tree: Tree, span: Span) -> bool:
    """Whether the cursor stands right behind a comment, or in one."""
    if tree.parsed is None or not span.empty or not span.start:
        return False
    line = tree.text[: span.start].rstrip(" \t")
    end = tree.offsets.to_bytes(len(line))
    node = tree.parsed.root_node.descendant_for_byte_range(max(end - 1, 0), end)
    return node is not None and "comment" in node.type


def _broken(faults: tuple[Fault, ...], after: Tree, main: Replacement, moved: int) -> Refusal:
    """The refusal for faults of `after`, in which the main edit begins `moved` characters later."""
    lines = after.text.split("\n")
    start = after.text.count("\n", 0, main.span.start + moved)
    first = max(faults[0].line - start - main.text.startswith(("\n", "\r")), 1)
    listed = [
        f"{fault.what} in `{lines[fault.line - 1].strip()[:_QUOTED]}`" for fault in faults[:_MOST_FAULTS]
    ]
    return Refusal(
        Reason.SYNTAX,
        f"The reply is not sound {after.language.name} at this place ({faults[0].what}, line {first} of it). "
        "Nothing was changed; try again, or say in the instruction what you want.",
        f"it is not sound {after.language.name} there: {'; '.join(listed)}.",
    )


def _moved_by(replacements: tuple[Replacement, ...]) -> int:
    """How much later the last replacement begins because of those before it."""
    return sum(len(part.text) - (part.span.end - part.span.start) for part in replacements[:-1])
