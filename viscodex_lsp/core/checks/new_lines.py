"""Takes what is new out of a reply that gives lines of the file too: as a change of them, by remarks, in its objects,
or as the whole file."""

from viscodex_lsp.core.checks.changes import applied
from viscodex_lsp.core.checks.elisions.restoring import without_elisions
from viscodex_lsp.core.checks.forms.again.whole_file import from_changed_file, without_file
from viscodex_lsp.core.checks.forms.mappings.again import changes, merged
from viscodex_lsp.core.checks.forms.once.entry_point import without_entry_point
from viscodex_lsp.core.checks.forms.script.markup_again import out_of_markup_again
from viscodex_lsp.core.checks.forms.script.own_script import beside_own_script
from viscodex_lsp.core.checks.forms.script.statements_again import out_of_statements_again
from viscodex_lsp.core.checks.forms.script.written_again import out_of_component_again
from viscodex_lsp.core.checks.json_values import LANGUAGES as JSON
from viscodex_lsp.core.nouns import Document, Patch, Refusal, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree


def with_new_lines(
    patch: Patch, document: Document, span: Span, tree: Tree, style: Style
) -> tuple[Patch, str] | Refusal:
    """The patch with what is new alone, and what the model is to be asked about; or why that is not certain."""
    joined = merged(patch, document, span)
    if joined is not None:
        return joined, ""
    # In JSON a member that comes again with another value would only stand in itself.
    changed = changes(patch, document, span, of_values=True) if document.language in JSON else None
    if changed is not None:
        return changed
    found = applied(patch, document, span)
    beside = beside_own_script(found, document, span, tree, style) if isinstance(found, Patch) else found
    whole = without_elisions(beside, document, span) if isinstance(beside, Patch) else beside
    new = whole if isinstance(whole, Refusal) else without_file(whole[0], document, span)
    if isinstance(beside, Patch) and (isinstance(new, Refusal) or new.code == beside.code):
        again = out_of_component_again(beside, tree, span, style)
        again = again or out_of_markup_again(beside, tree, span)
        again = again or out_of_statements_again(beside, tree, span, style)
        if again is not None:
            return again if isinstance(again, Refusal) else without_elisions(again, document, span)
    if isinstance(whole, Refusal) or isinstance(new, Refusal):
        return new if isinstance(new, Refusal) else whole
    return without_entry_point(new, document, span), whole[1]


def as_changed_file(patch: Patch, document: Document, span: Span) -> tuple[Patch, str] | None:
    """What a reply has for the place that gives a file of markup again and changes it at other places, too; None for
    any other."""
    found = applied(patch, document, span)
    whole = without_elisions(found, document, span) if isinstance(found, Patch) else found
    changed = from_changed_file(whole[0], document, span) if not isinstance(whole, Refusal) else None
    return (changed, whole[1]) if changed is not None and not isinstance(whole, Refusal) else None
