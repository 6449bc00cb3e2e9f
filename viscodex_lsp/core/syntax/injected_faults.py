"""The scripts and style sheets of a page, each with the language that judges it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.language.data.injected import injected_id
from viscodex_lsp.core.language.data.templates import RAZOR
from viscodex_lsp.core.language.elements import attributes_of
from viscodex_lsp.core.language.grammars import captures, first_child, text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of

if TYPE_CHECKING:
    from tree_sitter import Node

_TEMPLATE_MARKS = ("{{", "{%", "<%", "<?")
# Languages whose marks may begin with `@` alone.
_AT = RAZOR | {"blade"}
_ELEMENTS = "(script_element) @script (style_element) @style"


class Content(NamedTuple):
    """Code in a page: what it may be read as, the likeliest first, where that begins in the page (bytes, and row
    from 0), its language, and how a person would name the place. `whole` says that it is all of the page, read better
    than by the page's own grammar."""

    texts: tuple[str, ...]
    start: int
    row: int
    language: Language
    place: str
    whole: bool = False


def injected_contents(root: "Node", page: Language) -> Iterator[Content]:
    """What stands inside `<script>` and `<style>`, but for code that a template engine has yet to fill in."""
    if not page.markup:
        return
    for name, nodes in captures(page, _ELEMENTS, root).items():
        for node in nodes:
            raw = next((child for child in node.named_children if child.type == "raw_text"), None)
            text = text_of(raw)
            marked = any(mark in text for mark in _TEMPLATE_MARKS) or (page.id in _AT and "@" in text)
            if raw is not None and not marked:
                language = _language(node, name, page)
                yield Content((text,), raw.start_byte, raw.start_point.row, language, f"in <{name}>")


def _language(element: "Node", name: str, page: Language) -> Language:
    tag = first_child(element)
    attributes = attributes_of(tag) if tag is not None else {}
    return language_of(injected_id(name, attributes, page=page.id))
