"""The elements in a text, be it JSX or markup, in one form: tag, attributes, and where each of them is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_ELEMENTS: Final = 3_000
_SCRIPTS: Final = frozenset({"javascript", "javascriptreact", "typescriptreact"})
_MARKUP: Final = frozenset({"html", "vue", "svelte", "angular"})


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute. `kind` is text for a value that is written out, code for one that is computed, flag for none, and
    spread for `{...rest}`; `value` is what stands between the quotes or braces."""

    name: str
    kind: str
    value: str
    span: Span
    value_span: Span


@dataclass(frozen=True, slots=True)
class Element:
    """One element. `inner` is what is between its tags, empty behind the tag of one that has no end tag; `tag_end` is
    the place of the `>` or `/>` that ends its first tag."""

    name: str
    span: Span
    open_name: Span
    close_name: Span | None
    attributes: tuple[Attribute, ...]
    inner: Span
    tag_end: Span

    @property
    def is_closed(self) -> bool:
        """Whether its tag ends with `/>`."""
        return self.tag_end.end - self.tag_end.start == 2

    def attribute(self, *names: str) -> Attribute | None:
        """The first attribute of one of these names."""
        return next((each for each in self.attributes if each.name in names), None)


def elements_in(tree: Tree) -> Iterator[Element]:
    """The elements of a text, outer ones first."""
    if tree.parsed is None:
        return
    language = tree.language
    if language.id in _SCRIPTS:
        pattern = "(jsx_opening_element) @tag (jsx_self_closing_element) @tag"
    elif language.id in _MARKUP:
        pattern = "(start_tag) @tag (self_closing_tag) @tag"
    else:
        return
    # What a query captures comes in no order that could be relied on.
    tags = sorted(
        captures(language, pattern, tree.parsed.root_node).get("tag", []), key=lambda tag: tag.start_byte
    )
    for tag in tags[:MOST_ELEMENTS]:
        element = _Reader(tree).element(tag)
        if element is not None:
            yield element


class _Reader:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._jsx = tree.language.id in _SCRIPTS

    def element(self, tag: "Node") -> Element | None:
        name = tag.child_by_field_name("name") if self._jsx else next(iter(tag.named_children), None)
        if name is None:
            return None
        whole = tag if tag.type.endswith("self_closing_element") else tag.parent
        close = None
        if whole is not None and whole is not tag and tag.type in {"jsx_opening_element", "start_tag"}:
            close = next(
                (child for child in whole.children if child.type in {"jsx_closing_element", "end_tag"}), None
            )
        span, end = self._span(tag), self._span(tag).end
        closing = self._span(close) if close is not None else Span(end, end)
        inner = Span(end, closing.start) if close is not None else Span(end, end)
        attributes = tuple(filter(None, map(self._attribute, tag.named_children)))
        text = self._tree.text
        width = 2 if text[end - 2 : end] == "/>" else 1
        return Element(
            name=self._text(self._span(name)),
            span=Span(span.start, closing.end if close is not None else end),
            open_name=self._span(name),
            close_name=self._closing_name(close),
            attributes=attributes,
            inner=inner,
            tag_end=Span(end - width, end),
        )

    def _closing_name(self, close: "Node | None") -> Span | None:
        name = None
        if close is not None:
            name = close.child_by_field_name("name") if self._jsx else next(iter(close.named_children), None)
        return self._span(name) if name is not None else None

    def _attribute(self, node: "Node") -> Attribute | None:
        span = self._span(node)
        text = self._text(span)
        if node.type == "jsx_expression" or text.startswith("{"):
            kind = "spread" if text.lstrip("{ \n\t").startswith("...") else "short"
            inner = text.strip("{} \n\t")
            name = "" if kind == "spread" else inner
            return Attribute(name, kind if kind == "spread" else "code", inner, span, span)
        if node.type not in {"jsx_attribute", "attribute"} or not node.named_children:
            return None
        name, sign, rest = text.partition("=")
        name = name.strip()
        if not sign:
            return Attribute(name, "flag", "", span, Span(span.end, span.end))
        start = span.start + len(text) - len(rest.lstrip())
        return self._valued(name, rest.strip(), span, start)

    def _valued(self, name: str, written: str, span: Span, start: int) -> Attribute:
        quoted = written[:1] in {'"', "'"}
        braced = written.startswith("{")
        width = 1 if quoted or braced else 0
        value = written[width : len(written) - width]
        computed = braced or name[:1] in ":@[(*#" or name.startswith(("v-", "on:", "bind:")) or "{" in value
        place = Span(start + width, start + width + len(value))
        return Attribute(name, "code" if computed else "text", value, span, place)

    def _span(self, node: "Node") -> Span:
        to_points = self._tree.offsets.to_points
        return Span(to_points(node.start_byte), to_points(node.end_byte))

    def _text(self, span: Span) -> str:
        return self._tree.text[span.start : span.end]
