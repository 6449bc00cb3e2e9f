"""Code of a language that may stand at a place although the file is of another, and so goes by the file's name."""

from viscodex_lsp.core.checks.forms.labels.less import in_scss
from viscodex_lsp.core.checks.forms.labels.strings import for_string
from viscodex_lsp.core.checks.forms.makefile import as_recipe
from viscodex_lsp.core.checks.pages.parts import for_file
from viscodex_lsp.core.nouns import Document, Patch, Span
from viscodex_lsp.core.syntax.syntax import Tree


def relabelled(patch: Patch, tree: Tree, document: Document, span: Span) -> Patch:
    """The patch as one of the file's own language where its code may stand at `span`; else as it is."""
    patch = for_file(in_scss(patch, tree.language), document, span, tree.language)
    return for_string(as_recipe(patch, document, span), tree, span)
