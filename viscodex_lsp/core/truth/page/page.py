"""Makes the page that is drawn beside the picture: a whole document, or what was made in the document's own styles.

Reading the style sheets that a document names is the caller's part: `plan_page` says which, `Plan.page` takes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.truth.nouns.made import Made
from viscodex_lsp.core.truth.page.components import component_markup
from viscodex_lsp.core.truth.page.diagram import Diagram, diagram_of
from viscodex_lsp.core.truth.page.jsx import jsx_markup
from viscodex_lsp.core.truth.page.markup import Markup, html_markup
from viscodex_lsp.core.truth.page.styles import imported_sheets, inlined, linked_sheets, unstyled

_JSX = frozenset({"javascript", "javascriptreact", "typescriptreact"})
_COMPONENTS = frozenset({"vue", "svelte"})
_SVG = frozenset({"svg", "xml"})
_DRAWN = _JSX | _COMPONENTS | _SVG | {"html", "css", "mermaid"}


@dataclass(frozen=True, slots=True)
class Plan:
    """`markup` is what is drawn, `sheets` the style sheets it needs, as the document names them."""

    markup: Markup
    sheets: tuple[str, ...]

    def page(self, sheets: Mapping[str, str]) -> str:
        """The page, with the texts of its `sheets`, none of which `lacks`."""
        if self.markup.page:
            return inlined(self.markup.html, sheets)
        styles = "\n".join((*(sheets[name] for name in self.sheets), *self.markup.styles))
        return f"<!doctype html><head><style>{styles}</style></head>{self.markup.html}"

    def lacks(self, sheets: Mapping[str, str]) -> str:
        """Why the page would not look as it does where it is used; "" where nothing is known to be missing."""
        missing = [name for name in self.sheets if name not in sheets]
        if missing:
            return f"the style sheet {missing[0]} was not found"
        return unstyled(self.markup, [sheets[name] for name in self.sheets])


def may_be_drawn(language: str) -> bool:
    """Whether there are files in `language` (an LSP identifier) that can be drawn."""
    return language in _DRAWN or language_of(language).id in _DRAWN


def plan_page(made: Made) -> Plan | Diagram | str:
    """How `made` is drawn, or why it cannot be.

    Raises:
        TooHardToParse: the document is beyond the parser.
    """
    diagram = diagram_of(made)
    if diagram is not None:
        return diagram
    language = language_of("html" if made.language in _SVG else made.language)
    if language.id in _JSX:
        tree = parse(made.text, language)
        markup = jsx_markup(tree, made.spans)
        sheets = imported_sheets(made.text)
    elif language.id in _COMPONENTS:
        tree = parse(made.text, language_of("html"))
        markup = component_markup(tree, made.spans, language.id)
        sheets = ()
    elif language.id == "html":
        tree = parse(made.text, language)
        markup = html_markup(tree, made.spans, svg=made.language in _SVG)
        sheets = linked_sheets(tree)
    elif language.id == "css":
        return "no page is known that uses this style sheet"
    else:
        return f"{language.name} is not drawn"
    return markup if isinstance(markup, str) else Plan(markup, sheets)
