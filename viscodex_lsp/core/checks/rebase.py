"""A checked patch moved to a newer version of its document.

Its place is followed through the changes that the client reported (`core.place` says what touches a place); where it
was touched the patch is refused as stale. Imports are looked up again in the newer text, by its grammar: what is
imported by now is not imported twice. Then the syntax is checked there.
"""

from collections.abc import Sequence

from viscodex_lsp.core.checks.checks import recheck, renew
from viscodex_lsp.core.checks.imports.block import read_import_block, statements_in
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Reason, Refusal, Replacement
from viscodex_lsp.core.place.change import Change
from viscodex_lsp.core.place.follow import follow
from viscodex_lsp.core.syntax.injections import read_injection
from viscodex_lsp.core.syntax.syntax import Tree, parse

STALE = Refusal(
    Reason.STALE,
    "The text at the target changed since the model was asked, so nothing was applied. Ask again for the text "
    "as it is now.",
)


def rebase(
    checked: CheckedPatch, newer: Document, changes: Sequence[Change] | None
) -> CheckedPatch | Refusal:
    """Move a patch to a newer version of its document, and check its syntax there.

    `changes` lead from the one text to the other; None where they are not known.
    A refusal is `Reason.STALE` where the target itself changed (or the document became another one), and
    `Reason.SYNTAX` where the patch does not fit the newer text.
    """
    older = checked.document
    if (
        (newer.uri, newer.language) != (older.uri, older.language)
        or not checked.replacements
        or changes is None
    ):
        return STALE
    parts = [part for part in checked.replacements if part != checked.imports] or list(checked.replacements)
    spans = [follow(part.span, older.text, changes) for part in parts]
    code = tuple(
        Replacement(span, part.text) for span, part in zip(spans, parts, strict=True) if span is not None
    )
    if len(code) != len(parts):
        return STALE
    if newer.text == older.text and code == tuple(parts):
        return renew(checked, newer)
    tree = parse(newer.text, language_of(newer.language))
    if checked.imports is None or len(parts) == len(checked.replacements):
        return recheck(checked, newer, code, imports=checked.imports and code[0], tree=tree)
    *others, main = code
    moved = _with_imports(checked.imports, main, newer, tree)
    if moved is None:
        return STALE
    added = moved[0] if len(moved) > 1 else None
    return recheck(checked, newer, _sorted((*others, *moved)), imports=added, tree=tree)


def _with_imports(
    imports: Replacement, code: Replacement, newer: Document, tree: Tree
) -> tuple[Replacement, ...] | None:
    """The code, led by the edit for what the newer text still does not import; None if it has no place for it."""
    injection = read_injection(tree, newer, code.span)
    if injection is not None:
        edits = _with_imports(imports, injection.inner_edit(code), injection.document, injection.parsed())
        return tuple(map(injection.outer_edit, edits)) if edits is not None else None
    block = read_import_block(tree, code.span.start)
    if block is None:
        return None
    missing = block.missing(statements_in(imports.text, tree.language))
    return (block.insertion(missing, _newline(imports.text)), code) if missing else (code,)


def _sorted(parts: tuple[Replacement, ...]) -> tuple[Replacement, ...]:
    return tuple(sorted(parts, key=lambda part: (part.span.start, part.span.end)))


def _newline(text: str) -> str:
    return next((end for end in ("\r\n", "\r") if end in text), "\n")
