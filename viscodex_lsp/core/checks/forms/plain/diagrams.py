"""A whole diagram of Mermaid or Graphviz as the reply for a place in one: a file, or a fence, is one diagram.

Its first line counts once (Mermaid, "Diagram Syntax"), and an edge that is written twice is drawn twice.
"""

import re
from dataclasses import replace

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.indentation import Fragment, without_margin
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY, left_out
from viscodex_lsp.core.nouns import Reason, Refusal
from viscodex_lsp.core.text.style import leading

_MERMAID = frozenset({"mermaid", "mmd"})
_GRAPHVIZ = frozenset({"dot", "graphviz", "gv"})
_OF_MERMAID = re.compile(
    r"[ \t]*(?P<kind>(?:graph|flowchart)(?=[ \t]+(?:TB|TD|BT|RL|LR)\b|[ \t]*;?$)|(?:sequence|class|state)Diagram|"
    r"requirementDiagram|erDiagram|gantt|pie|journey|gitGraph|mindmap|timeline|quadrantChart|xychart-beta|block-beta|sankey-beta)"
    r"(?:-v2)?\b[^{\n]*$",
    re.MULTILINE,
)
_OF_GRAPHVIZ = re.compile(r"\s*(?:strict[ \t]+)?(?P<kind>digraph|graph)\b[^{\n]*\{")
_OPENS = re.compile(r"(?:subgraph|loop|alt|opt|par|critical|break|rect|box)\b|[^\n]*\{$")
_ENDS = re.compile(r"end$|\}$")
_IN_ORDER = frozenset({"sequenceDiagram"})
_OF_EDGES = frozenset({"graph", "flowchart", "digraph"})
_SECTION = re.compile(r"[ \t]*section[ \t]+\S")
_TITLE = re.compile(r"[ \t]*title\b")
_NAMES = re.compile(r"(?:create\s+)?(?:participant|actor)\b")


def beside_sections(fragment: Fragment, place: Place) -> Place:
    """The place with the depth of the section above it, where the lines begin another one."""
    first = next((line for line in fragment.lines if line.strip()), "")
    if place.language.id not in _MERMAID or not place.span.empty or not _SECTION.match(first):
        return place
    above = [line for line in place.lines.text[: place.line.start].splitlines() if _SECTION.match(line)]
    return replace(place, depth=leading(above[-1])) if above else place


def into_diagram(code: str, place: Place) -> Formed | Refusal | None:
    """What a diagram adds to the one around the place, or why it cannot; None where the reply is no whole diagram."""
    language = place.language.id
    around = place.lines.text[: place.span.start] + "\n" + place.lines.text[place.span.end :]
    mermaid = _OF_MERMAID.match(code.lstrip("\n"))
    graphviz = _OF_GRAPHVIZ.match(code)
    if language in _GRAPHVIZ and mermaid is not None and graphviz is None:
        return _of_other_kind("a diagram of Mermaid", "one of Graphviz")
    if language in _MERMAID and graphviz is not None and mermaid is None:
        return _of_other_kind("a diagram of Graphviz", "one of Mermaid")
    pattern = _OF_MERMAID if language in _MERMAID else _OF_GRAPHVIZ if language in _GRAPHVIZ else None
    here = pattern.search(around) if pattern is not None else None
    mine = graphviz if language in _GRAPHVIZ else mermaid
    if here is None or not place.span.empty:
        return None
    if mine is None:
        return _without_own_edges(code, around) if here["kind"] in _OF_EDGES else _without_title(code, around)
    before = place.lines.text[: place.span.start]
    if language in _MERMAID and before.count("{\n") > len(re.findall(r"^[ \t]*\}", before, re.MULTILINE)):
        return _of_other_kind("a whole diagram", "a block of one")
    if _kind(here) != _kind(mine):
        return _of_other_kind(f"a `{mine['kind']}`", f"a `{here['kind']}`")
    body = (
        code.lstrip("\n")[mine.end() :]
        if language in _MERMAID
        else code[mine.end() :].rstrip().removesuffix("}")
    )
    lines = without_margin(body.strip("\n")).split("\n")
    new = _new(lines, around, in_order=mine["kind"] in _IN_ORDER)
    notes = (
        []
        if _alike(mine[0]) == _alike(here[0])
        else [f"left out `{mine[0].strip(' {')}`: the file has its own"]
    )
    notes += [THERE_ALREADY] if len(new) < len(lines) or not notes else []
    body = "\n".join(new).strip("\n")
    untitled = _without_title(body, around) if language in _MERMAID else None
    return (
        untitled._replace(notes=(*notes, *untitled.notes)) if untitled else Formed(body, notes=tuple(notes))
    )


def _without_title(code: str, around: str) -> Formed | None:
    """The lines without a title where the diagram has one; None where they have none."""
    lines = code.split("\n")
    titles = [line for line in lines if _TITLE.match(line)]
    if not titles or not any(_TITLE.match(line) for line in around.split("\n")):
        return None
    rest = "\n".join(line for line in lines if line not in titles).strip("\n")
    return Formed(rest, notes=tuple(f"{note}: the file has its own" for note in left_out(titles)))


def _without_own_edges(code: str, around: str) -> Formed | None:
    """Lines for a diagram whose order says nothing, without those that it has; None where it has none of them."""
    lines = code.split("\n")
    new = _new(lines, around, in_order=False)
    if len([line for line in new if line.strip()]) == len([line for line in lines if line.strip()]):
        return None
    return Formed("\n".join(new).strip("\n"), notes=(THERE_ALREADY,)) if "".join(new).strip() else None


def _new(lines: list[str], around: str, *, in_order: bool) -> list[str]:
    """The lines that the diagram has not; those in a block stay, and in a diagram that is read in its order what comes
    behind the first new line too, but for who takes part."""
    known = {_alike(line) for line in around.split("\n") if line.strip()}
    depth, begun = 0, False
    kept: list[str] = []
    for line in lines:
        bare = line.strip()
        ends = _ENDS.match(bare) is not None and depth > 0
        depth += _OPENS.match(bare) is not None
        there = _alike(line) in known and not depth and not (in_order and begun and not _NAMES.match(bare))
        begun = begun or bool(bare and not there and not _NAMES.match(bare))
        if not there:
            kept.append(line)
        depth -= ends
    return kept


def _alike(line: str) -> str:
    return alike(line.strip(" \t{")).replace(" ", "")


def _kind(match: re.Match[str]) -> str:
    return "flowchart" if match["kind"] == "graph" and "{" not in match[0] else match["kind"]


def _of_other_kind(mine: str, here: str) -> Refusal:
    return Refusal(
        Reason.OTHER_PLACE,
        f"The reply is {mine}, but the place is in {here}, so nothing was changed. Choose a place outside of it, or "
        "say in the instruction what you want.",
        f"it is {mine}, but the mark is in {here}. Write only lines that go on with that.",
    )
