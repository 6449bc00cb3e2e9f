"""Diagrams measured: graphs drawn by Graphviz and Mermaid, read back, and given to Mermaid's own parser.

python -m benchmarks.reader diagrams --mermaid node_modules
"""

import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from viscodex_model.data.synth.render import find_chromium
from viscodex_model.read.diagrams import recognize, write_mermaid
from viscodex_model.read.diagrams.nouns import Diagram
from viscodex_model.read.picture.pixels import load_pixels
from viscodex_model.read.recognition.engine import shared_engine
from viscodex_model.read.recognition.read_lines import read_lines

from benchmarks.reader.kind_pictures import NOUNS, draw_mermaid

Arrow = tuple[str, str]


def measure_diagrams(mermaid: Path, *, count: int = 30) -> dict[str, Any]:
    """Nodes and arrows right, by who drew them; `mermaid` is a node_modules with Mermaid, or not there."""
    sums: dict[str, list[int]] = {}
    parsed: list[bool] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium())
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for drawer, picture, names, arrows in _graphs(page, mermaid, count):
            pixels = load_pixels(picture)
            diagram = recognize(pixels, read_lines(pixels, shared_engine()))
            found = _arrows(diagram)
            read = {_plain(node.text) for node in diagram.nodes}
            added = [len(names & read), len(names), len(read), len(arrows & found), len(arrows), len(found)]
            sums[drawer] = [old + new for old, new in zip(sums.get(drawer, [0] * 6), added, strict=True)]
            if drawer == "mermaid":
                parsed.append(_parses(page, write_mermaid(diagram)))
        browser.close()
    return {drawer: _shares(*numbers) for drawer, numbers in sums.items()} | {
        "accepted_by_mermaid": f"{sum(parsed)}/{len(parsed)}"
    }


def _shares(
    nodes: int, true_nodes: int, read_nodes: int, arrows: int, true_arrows: int, read_arrows: int
) -> dict[str, Any]:
    return {
        "nodes": true_nodes,
        "nodes_recall": round(nodes / true_nodes, 3),
        "nodes_precision": round(nodes / max(1, read_nodes), 3),
        "arrows": true_arrows,
        "arrows_recall": round(arrows / true_arrows, 3),
        "arrows_precision": round(arrows / max(1, read_arrows), 3),
    }


def _graphs(page: Page, mermaid: Path, count: int) -> Iterator[tuple[str, bytes, set[str], set[Arrow]]]:
    draw = random.Random(23)
    for index in range(count):
        names = draw.sample(NOUNS, draw.randint(4, 8))
        arrows = {(names[draw.randrange(at)], names[at]) for at in range(1, len(names))}
        if draw.random() < 0.5:
            arrows.add((names[-1], names[0]))
        direction = draw.choice(("TB", "LR"))
        if shutil.which("dot"):
            shape = draw.choice(("box", "ellipse", "box", "diamond"))
            body = "".join(f"{one} -> {other};" for one, other in sorted(arrows))
            text = f"digraph {{ rankdir={direction}; node [shape={shape}]; {body} }}"
            command = [str(shutil.which("dot")), "-Tpng", f"-Gdpi={draw.choice((72, 96, 120))}"]
            drawn = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
            yield "graphviz", drawn.stdout, set(names), arrows
        if (mermaid / "mermaid").exists():
            body = "\n".join(f"  {one} --> {other}" for one, other in sorted(arrows))
            theme = ("default", "neutral", "forest", "base")[index % 4]
            picture = draw_mermaid(page, mermaid, f"flowchart {direction}\n{body}", theme=theme)
            yield "mermaid", picture, set(names), arrows


def _arrows(diagram: Diagram) -> set[Arrow]:
    texts = [_plain(node.text) for node in diagram.nodes]
    return {(texts[edge.source], texts[edge.target]) for edge in diagram.edges if edge.head}


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text)


def _parses(page: Page, text: str) -> bool:
    """Whether Mermaid accepts the text; its library is loaded by the drawing before."""
    return bool(
        page.evaluate(
            "async t => { try { await mermaid.parse(t); return true; } catch { return false; } }", text
        )
    )
