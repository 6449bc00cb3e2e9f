"""The texts that a program draws or holds, told from its strings, without running it.

What is given to a title, an axis or a legend is drawn for certain; other strings and numbers may be drawn, since they
may be labels of the data. A chart also shows numbers that no string tells.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

# The calls of matplotlib, seaborn, plotly and their kin whose texts are drawn, by the last part of their name.
_DRAWING_CALLS = frozenset(
    {
        "title",
        "suptitle",
        "set_title",
        "set_suptitle",
        "xlabel",
        "ylabel",
        "set_xlabel",
        "set_ylabel",
        "set_zlabel",
    }
    | {
        "text",
        "figtext",
        "annotate",
        "legend",
        "add_annotation",
        "set_xticklabels",
        "set_yticklabels",
        "supxlabel",
    }
    | {"supylabel", "set_label"}
)
_DRAWN_NAMES = re.compile(
    r"(?:title|label|labels|xlabel|ylabel|name|text|title_text|xaxis_title|yaxis_title|legend_title|suptitle)$"
)
_STRING = re.compile(
    r"(?:^|_)string(?:_literal)?$|^string$|^template_string$|^encapsed_string$|^line_string_literal$"
)
_NUMBER = re.compile(r"integer|float|number|int_literal|decimal")
_PREFIX = re.compile(r"^[A-Za-z]{0,3}(\"\"\"|'''|\"|'|`)")
_MATH = re.compile(r"\$[^$]*\$|\\[nt]")
_FIELD = re.compile(r"\{[^{}]*\}")
_CHARTS = re.compile(
    r"\b(?:matplotlib|plt|seaborn|sns|plotly|px|altair|bokeh|plotnine|ggplot|Chart|d3|echarts|pgfplots)\b"
)


def program_texts(tree: Tree, spans: Sequence[Span]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The strings within `spans` that are drawn, and the strings and numbers that may be."""
    if tree.parsed is None:
        return (), ()
    places = [(tree.offsets.to_bytes(span.start), tree.offsets.to_bytes(span.end)) for span in spans]
    drawn: list[str] = []
    perhaps: list[str] = []
    stack: list[tuple[Node, bool]] = [(tree.parsed.root_node, False)]
    while stack:
        node, certain = stack.pop()
        if not any(node.start_byte < end and start < node.end_byte for start, end in places):
            continue
        if _STRING.search(node.type):
            (drawn if certain else perhaps).append(_text(text_of(node)))
        elif _NUMBER.search(node.type) and not node.child_count:
            perhaps.append(text_of(node))
        else:
            stack.extend((child, _is_drawn(child, node, certain)) for child in reversed(node.children))
    return tuple(filter(str.strip, drawn)), tuple(filter(str.strip, perhaps))


def draws_charts(code: str) -> bool:
    """Whether the code draws charts, which show more than their strings."""
    return _CHARTS.search(code) is not None


def _is_drawn(child: "Node", node: "Node", certain: bool) -> bool:
    """Whether strings in `child` are drawn, as far as its parent tells."""
    if node.type == "call":
        name = text_of(node.children[0]).rpartition(".")[2]
        return child.type == "argument_list" and name in _DRAWING_CALLS
    if node.type == "keyword_argument":
        named = text_of(node.children[0])
        return _DRAWN_NAMES.search(named) is not None
    return certain and node.type in {
        "argument_list",
        "list",
        "tuple",
        "concatenated_string",
        "parenthesized_expression",
    }


def _text(source: str) -> str:
    """What a string says, without its quotes, its mathematics and what is filled in."""
    mark = _PREFIX.match(source)
    if mark:
        source = source[mark.end() : len(source) - len(mark[1])]
    return _FIELD.sub(" ", _MATH.sub(" ", source))
