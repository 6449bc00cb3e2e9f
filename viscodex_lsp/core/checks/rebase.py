"""Moves a checked patch to a newer version of its document, or refuses it as stale.

What a person typed meanwhile is found by comparing both texts line by line. Changes elsewhere move the patch.
A change of a line that the patch replaces or continues refuses it. Lines added right above the cursor's line
move it down with that line. Imports are looked up anew in the newer text.
"""

from collections.abc import Sequence

from viscodex_lsp.core.checks.checks import recheck
from viscodex_lsp.core.checks.imports.block import read_import_block, statements_in
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Reason, Refusal, Replacement, Span
from viscodex_lsp.core.syntax.injections import read_injection
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import smallest_edits

STALE = Refusal(
    Reason.STALE,
    "The text at the target changed since the model was asked, so nothing was applied. Ask again for the text "
    "as it is now.",
)
_LINE_ENDS = ("\n", "\r")


def rebase(checked: CheckedPatch, newer: Document) -> CheckedPatch | Refusal:
    """Move a patch onto a newer version of its document, and check its syntax there.

    A refusal is `Reason.STALE` where the target itself changed (or the document became another one), and
    `Reason.SYNTAX` where the patch does not fit the newer text.
    """
    older = checked.document
    if (newer.uri, newer.language) != (older.uri, older.language) or not checked.replacements:
        return STALE
    if newer.text == older.text:
        return recheck(checked, newer, checked.replacements)
    tree = parse(newer.text, language_of(newer.language))
    moved = _moved(checked, newer, tree)
    return recheck(checked, newer, moved, tree=tree) if moved is not None else STALE


def _moved(checked: CheckedPatch, newer: Document, tree: Tree) -> tuple[Replacement, ...] | None:
    """The replacements in the newer text; None where the target changed."""
    older = checked.document.text
    changes = smallest_edits(older, newer.text)
    imports: list[Replacement] = []
    others: list[Replacement] = []
    for edit in checked.replacements:
        if edit is not checked.replacements[-1] and _brings_imports(edit, checked):
            imports.append(edit)
            continue
        span = _place(edit.span, changes, older)
        if span is None:
            return None
        others.append(Replacement(span, edit.text))
    code = _with_imports(imports, others[-1], newer, tree) if imports else (others[-1],)
    if code is None:
        return None
    return tuple(sorted((*others[:-1], *code), key=lambda edit: edit.span.start))


def _with_imports(
    imports: Sequence[Replacement], code: Replacement, newer: Document, tree: Tree
) -> tuple[Replacement, ...] | None:
    """The code, and the edit for what the newer text still does not import; None if it has no place for it."""
    injection = read_injection(tree, newer, code.span)
    if injection is not None:
        edits = _with_imports(imports, injection.inner_edit(code), injection.document, injection.parsed())
        return tuple(map(injection.outer_edit, edits)) if edits is not None else None
    block = read_import_block(tree, code.span.start)
    if block is None:
        return None
    written = "".join(replacement.text for replacement in imports)
    missing = block.missing(statements_in(written, tree.language))
    return (block.insertion(missing, _newline(written)), code) if missing else (code,)


def _brings_imports(edit: Replacement, checked: CheckedPatch) -> bool:
    """Whether an edit above the code is one of the import block, to be looked up anew."""
    document = checked.document
    tree = parse(document.text, language_of(document.language))
    injection = read_injection(tree, document, edit.span)
    language = injection.language if injection is not None else tree.language
    return edit.span.empty and bool(statements_in(edit.text, language))


def _place(span: Span, changes: Sequence[Replacement], older: str) -> Span | None:
    """Where the target of a replacement lies after `changes`, which are of whole lines."""
    grown = 0
    for change in changes:
        if _is_above(change, span, older):
            grown += len(change.text) - (change.span.end - change.span.start)
        elif change.span.start < span.end or change.span.start == span.start:
            return None
    return Span(span.start + grown, span.end + grown)


def _is_above(change: Replacement, span: Span, older: str) -> bool:
    """Whether a change is over before the line of the target begins."""
    if change.span.end != span.start:
        return change.span.end < span.start
    begins_line = span.start == 0 or older[span.start - 1] in _LINE_ENDS
    return begins_line and (not change.text or change.text.endswith(_LINE_ENDS))


def _newline(text: str) -> str:
    return next((end for end in ("\r\n", "\r") if end in text), "\n")
