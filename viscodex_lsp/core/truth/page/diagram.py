"""Diagrams of Mermaid: the text of one where that is all that was made, and the page on which Mermaid draws it."""

import json
import re
from dataclasses import dataclass

from viscodex_lsp.core.truth.nouns.made import Made

_FENCED = re.compile(r"\s*```mermaid[^\n]*\n(.*?)```\s*", re.DOTALL | re.IGNORECASE)
# Labels as text of SVG, so that they are read like any other; nothing in the diagram's text may run.
_OPTIONS = {
    "startOnLoad": False,
    "securityLevel": "strict",
    "htmlLabels": False,
    "flowchart": {"htmlLabels": False},
    "deterministicIds": True,
}


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram as Mermaid's text: Mermaid itself makes a drawing of it, where it is at hand."""

    text: str


def diagram_of(made: Made) -> Diagram | None:
    """The one diagram that was made: a file of Mermaid, or a fenced block of a Markdown document."""
    if made.language == "mermaid":
        return Diagram(made.code)
    fenced = _FENCED.fullmatch(made.code) if made.language == "markdown" else None
    return Diagram(fenced[1]) if fenced and "```" not in fenced[1] else None


def drawing_script(diagram: Diagram) -> str:
    """An expression of JavaScript that Mermaid's drawing (an SVG) comes of, where `mermaid` is loaded."""
    return (
        f"mermaid.initialize({json.dumps(_OPTIONS)}), "
        f"mermaid.render('drawing', {json.dumps(diagram.text)}).then((drawn) => drawn.svg)"
    )


def drawing_page(svg: str) -> str:
    """The page that shows a drawing."""
    return f'<!doctype html><body style="margin:0;background:white">{svg}'
