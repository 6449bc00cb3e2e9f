"""Code of a language that may stand at a place although the file is of another, and so goes by the file's name."""

from viscodex_lsp.core.checks.forms.component.pug import as_pug
from viscodex_lsp.core.checks.forms.labels.angular import out_of_class, without_scripts
from viscodex_lsp.core.checks.forms.labels.astro import for_astro
from viscodex_lsp.core.checks.forms.labels.items import as_items
from viscodex_lsp.core.checks.forms.labels.less import in_scss
from viscodex_lsp.core.checks.forms.labels.members import as_members, holder_of
from viscodex_lsp.core.checks.forms.labels.module_form import in_module_form
from viscodex_lsp.core.checks.forms.labels.own_sheet import without_sheet
from viscodex_lsp.core.checks.forms.labels.strings import for_string
from viscodex_lsp.core.checks.forms.labels.types import without_types
from viscodex_lsp.core.checks.forms.makefile import as_recipe
from viscodex_lsp.core.checks.forms.plain.rows import as_table
from viscodex_lsp.core.checks.pages.parts import for_file
from viscodex_lsp.core.nouns import Document, Patch, Span
from viscodex_lsp.core.syntax.syntax import Tree


def relabelled(patch: Patch, tree: Tree, document: Document, span: Span) -> Patch:
    """The patch as one of the file's own language where its code may stand at `span`; else as it is."""
    patch = as_table(patch, tree.language)
    patch = out_of_class(in_scss(patch, tree.language), tree.language)
    patch = without_types(patch, tree.language, in_class=holder_of(tree, span) == "class_body")
    patch = without_sheet(patch, tree.text) if tree.language.id == "angular" else patch
    patch = for_astro(patch, tree.language)
    patch = for_file(without_scripts(patch, tree.language), document, span, tree.language)
    patch = as_items(in_module_form(patch, document, span), tree, span)
    patch = as_pug(for_string(as_recipe(patch, document, span), tree, span), document.text, span)
    return as_members(patch, tree, span)
