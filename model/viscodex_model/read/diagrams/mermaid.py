"""Writes a diagram as a Mermaid flowchart."""

from collections.abc import Iterator

from viscodex_model.read.diagrams.nouns import Diagram, Edge, Node

_BRACKETS = {
    "rectangle": ("[", "]"),
    "rounded": ("(", ")"),
    "stadium": ("([", "])"),
    "circle": ("((", "))"),
    "ellipse": ("([", "])"),
    "diamond": ("{", "}"),
    "cylinder": ("[(", ")]"),
}


def write_mermaid(diagram: Diagram) -> str:
    """A flowchart with every node that was found and every edge; doubtful edges bear a comment."""
    return "\n".join([f"flowchart {_direction(diagram)}", *_nodes(diagram), *_edges(diagram), ""])


def _nodes(diagram: Diagram) -> Iterator[str]:
    for index, node in enumerate(diagram.nodes):
        opening, closing = _BRACKETS[node.shape]
        yield f"    {_name(index)}{opening}{_quoted('<br>'.join(node.lines))}{closing}"


def _edges(diagram: Diagram) -> Iterator[str]:
    for edge in diagram.edges:
        if not edge.sure:
            yield "    %% lines meet here: the ends of the next edge are a guess"
        label = f"|{_quoted(edge.label)}|" if edge.label else ""
        yield f"    {_name(edge.source)} {_arrow(edge)}{label} {_name(edge.target)}"


def _arrow(edge: Edge) -> str:
    body = "-.-" if edge.dashed else "---"
    if edge.head:
        body = "-.->" if edge.dashed else "-->"
    return f"<{body}" if edge.tail and edge.head else body


def _direction(diagram: Diagram) -> str:
    """From left to right where most edges lead there."""
    across = down = 0.0
    for edge in diagram.edges:
        first, second = _middle(diagram.nodes[edge.source]), _middle(diagram.nodes[edge.target])
        across += abs(second[0] - first[0])
        down += abs(second[1] - first[1])
    return "LR" if across > 1.5 * down else "TD"


def _middle(node: Node) -> tuple[float, float]:
    return node.box.center


def _name(index: int) -> str:
    return f"n{index + 1}"


def _quoted(text: str) -> str:
    """Text in quotes: Mermaid knows entities, but no escaped quotes."""
    plain = text.replace("#", "#35;").replace('"', "#quot;")
    for sign, entity in (("&", "#amp;"), ("<", "#lt;"), (">", "#gt;")):
        plain = plain.replace(sign, entity)
    return '"' + plain.replace("#lt;br#gt;", "<br>") + '"'
