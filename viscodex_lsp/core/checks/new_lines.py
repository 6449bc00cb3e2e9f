"""Takes what is new out of a reply that gives lines of the file too: as a change of them, by remarks, in its objects,
or as the whole file."""

from viscodex_lsp.core.checks.changes import applied
from viscodex_lsp.core.checks.elisions.restoring import without_elisions
from viscodex_lsp.core.checks.forms.script.own_script import beside_own_script
from viscodex_lsp.core.checks.forms.whole_file import without_file
from viscodex_lsp.core.nouns import Document, Patch, Refusal, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree


def with_new_lines(
    patch: Patch, document: Document, span: Span, tree: Tree, style: Style
) -> tuple[Patch, str] | Refusal:
    """The patch with what is new alone, and what the model is to be asked about; or why that is not certain."""
    found = applied(patch, document, span)
    beside = beside_own_script(found, document, span, tree, style) if isinstance(found, Patch) else found
    whole = without_elisions(beside, document, span) if isinstance(beside, Patch) else beside
    if isinstance(whole, Refusal):
        return whole
    new = without_file(whole[0], document, span)
    return new if isinstance(new, Refusal) else (new, whole[1])
