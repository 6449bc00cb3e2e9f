"""Elements written as markup, in the dialect of HTML or of a framework."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from viscodex_model.read.pages.building.elements import VOID, Element

_JSX_NAMES = {"for": "htmlFor", "checked": "defaultChecked"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a framework writes what differs: the attribute for classes, empty elements, text, names and values of
    attributes."""

    class_name: str = "class"
    closed: bool = False
    text: Callable[[str], str] = lambda text: html.escape(text, quote=False)
    renamed: Mapping[str, str] | None = None
    value: Callable[[str], str] = html.escape


def _jsx_text(text: str) -> str:
    """Text in JSX, where braces are code, and line ends and outer blanks are lost."""
    if "\n" in text:
        return "{" + _template(text) + "}"
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if text.strip() else ""
    middle = re.sub("[{}]", lambda brace: "{'" + brace[0] + "'}", html.escape(text.strip(), quote=False))
    return (f'{{"{lead}"}}' if lead else "") + middle + (f'{{"{trail}"}}' if trail else "")


def _without_braces(text: str) -> str:
    return text.replace("{", "&#123;").replace("}", "&#125;")


def _template(text: str) -> str:
    return "`" + text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${") + "`"


HTML = Dialect()
# Vue reads double braces as code.
VUE = Dialect(text=lambda text: html.escape(text, quote=False).replace("{{", "{{ '{{' }}"))
SVELTE = Dialect(
    text=lambda text: _without_braces(html.escape(text, quote=False)),
    value=lambda text: _without_braces(html.escape(text)),
)
JSX = Dialect("className", closed=True, text=_jsx_text, renamed=_JSX_NAMES)


def write_element(element: Element, classes: Mapping[int, str], dialect: Dialect, depth: int = 0) -> str:
    """An element with its children, indented by two blanks a level; `classes` by `id()` of elements."""
    return "  " * depth + _inner(element, classes, dialect, depth)


def _inner(element: Element, classes: Mapping[int, str], dialect: Dialect, depth: int) -> str:
    start = f"<{element.tag}{_attributes(element, classes, dialect)}"
    if element.tag in VOID:
        return start + (" />" if dialect.closed else ">")
    if not element.children:
        return start + (" />" if dialect.closed else f"></{element.tag}>")
    end = f"</{element.tag}>"
    if element.inline or _short(element):
        return start + ">" + "".join(_content(one, classes, dialect, depth) for one in element.children) + end
    lines = (write_element(child, classes, dialect, depth + 1) for child in element.elements())
    return "\n".join([start + ">", *lines, "  " * depth + end])


def _short(element: Element) -> bool:
    """Whether an element holds nothing but one inline element."""
    children = list(element.elements())
    return (
        len(children) == 1
        and children[0].tag in ("a", "option", "code", "strong", "span")
        and children[0].inline
    )


def _content(child: Element | str, classes: Mapping[int, str], dialect: Dialect, depth: int) -> str:
    if isinstance(child, str):
        return dialect.text(child)
    if child.tag in ("ul", "ol"):
        return "\n" + write_element(child, classes, dialect, depth + 1) + "\n" + "  " * depth
    return _inner(child, classes, dialect, depth)


def _attributes(element: Element, classes: Mapping[int, str], dialect: Dialect) -> str:
    renamed = dialect.renamed or {}
    name = classes.get(id(element))
    every = {dialect.class_name: name} if name else {}
    every |= {renamed.get(key, key): value for key, value in element.attributes.items()}
    return "".join(
        f' {key}="{dialect.value(value)}"' if value or key == "alt" else f" {key}"
        for key, value in every.items()
    )
