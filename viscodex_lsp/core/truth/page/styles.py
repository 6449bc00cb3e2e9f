"""The style sheets that a document names, and whether its code has all the styles that it asks for."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.elements import attributes_of, tag_name
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.truth.page.markup import Markup

if TYPE_CHECKING:
    pass

_LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_SHEET = re.compile(r"""\brel\s*=\s*["']?(?:stylesheet)\b""", re.IGNORECASE)
_IMPORT = re.compile(r"""^\s*import\s+["']([^"']+\.css)["']""", re.MULTILINE)
_CLASSES = re.compile(r"""\bclass(?:Name)?\s*=\s*(?:"([^"]*)"|'([^']*)'|\{["'`]([^"'`$]*)["'`]\})""")
_DEFINED = re.compile(r"\.(-?[A-Za-z_](?:[\w-]|\\.)*)")
_STYLED = re.compile(r"\bstyle\s*=|<style\b|<svg\b", re.IGNORECASE)
# With fewer of its classes known, code does not look as it is meant to.
_KNOWN = 0.5


def linked_sheets(tree: Tree) -> tuple[str, ...]:
    """The style sheets that a page links to, but those for print."""
    found: list[str] = []
    stack = [tree.parsed.root_node] if tree.parsed else []
    while stack:
        node = stack.pop()
        if node.type in {"start_tag", "self_closing_tag"} and tag_name(node) == "link":
            attributes = attributes_of(node)
            if attributes.get("rel") == "stylesheet" and attributes.get("media") != "print":
                found.append(_href(text_of(node)))
        stack.extend(reversed(node.children))
    return tuple(dict.fromkeys(filter(None, found)))


def imported_sheets(code: str) -> tuple[str, ...]:
    """The style sheets that a script imports."""
    return tuple(dict.fromkeys(_IMPORT.findall(code)))


def inlined(page: str, sheets: Mapping[str, str]) -> str:
    """The page with the sheets in the place of the links to them."""

    def sheet(link: re.Match[str]) -> str:
        if not _SHEET.search(link[0]):
            return link[0]
        return f"<style>{sheets.get(_href(link[0]), '')}</style>"

    return _LINK.sub(sheet, page)


def unstyled(markup: Markup, sheets: Sequence[str]) -> str:
    """Why the code has not its own looks; "" where it has."""
    css = "\n".join(
        (*sheets, *markup.styles, *re.findall(r"<style\b[^>]*>(.*?)</style", markup.html, re.I | re.S))
    )
    classes = {name for found in _CLASSES.findall(markup.code) for name in "".join(found).split()}
    defined = {name.replace("\\", "") for name in _DEFINED.findall(css)}
    if classes and len(classes & defined) < _KNOWN * len(classes):
        return f"{len(classes - defined)} of its {len(classes)} classes are in no style sheet at hand"
    if not markup.page and not css.strip() and not _STYLED.search(markup.code):
        return "the styles of the page that it belongs to are not at hand"
    return ""


def _href(link: str) -> str:
    found = _HREF.search(link)
    return next(filter(None, found.groups()), "") if found else ""
