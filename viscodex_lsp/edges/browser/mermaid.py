"""A diagram as a drawing, by the Mermaid that the project has in its node_modules.

Mermaid is a program, so it runs as pages are drawn: in the browser's sandbox, without network and files. What it draws
is then shown with scripts off, like anything else.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from viscodex_lsp.core.errors import NotDrawn
from viscodex_lsp.core.truth.page.diagram import Diagram, drawing_page, drawing_script
from viscodex_lsp.edges.browser.chromium import Pipe, has_sandbox

LIBRARY = Path("node_modules/mermaid/dist/mermaid.min.js")
LARGEST = 16 * 2**20


def read_mermaid(path: Path | None, roots: Sequence[Path]) -> str:
    """Mermaid's program, beside the document at `path` or above it, within the roots.

    Raises:
        NotDrawn: there is none, or no sandbox to run it in.
    """
    if not has_sandbox():
        raise NotDrawn("Mermaid runs in a sandbox alone: bubblewrap is not installed")
    document = path.resolve() if path else Path()
    allowed = [root.resolve() for root in roots] or [document.parent]
    within = [folder for folder in document.parents if any(folder.is_relative_to(root) for root in allowed)]
    for library in (folder / LIBRARY for folder in within):
        if library.is_file() and library.stat().st_size <= LARGEST:
            return library.read_text(encoding="utf-8", errors="replace")
    raise NotDrawn("the project has no Mermaid (node_modules/mermaid) that would draw it")


async def drawn_diagram(pipe: Pipe, diagram: Diagram, library: str) -> str:
    """The page that shows the diagram.

    Raises:
        NotDrawn: Mermaid cannot draw it.
    """
    await pipe.attach()
    await pipe.cut_network()
    await _value(pipe, f"{library}\n;'loaded'")
    return drawing_page(await _value(pipe, drawing_script(diagram)))


async def _value(pipe: Pipe, expression: str) -> str:
    answer: dict[str, Any] = await pipe.call(
        "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
    )
    if "exceptionDetails" in answer:
        raise NotDrawn("Mermaid cannot draw the diagram")
    return str(answer["result"]["value"])
