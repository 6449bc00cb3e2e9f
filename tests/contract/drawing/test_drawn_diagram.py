"""What drawing a diagram promises, with a real Chromium: by the project's own Mermaid, shut in, and in time."""

from pathlib import Path

import pytest

from viscodex_lsp.core.errors import NotDrawn
from viscodex_lsp.core.truth.nouns.made import made_file
from viscodex_lsp.core.truth.page.diagram import Diagram, diagram_of
from viscodex_lsp.edges.browser.find import installed_browser
from viscodex_lsp.edges.browser.mermaid import LIBRARY, read_mermaid
from viscodex_lsp.edges.browser.warm_browser import WarmBrowser

ROOT = Path(__file__).resolve().parents[3]
FLOW = Diagram("flowchart TD\n  A[Read the picture] -->|words| B[Compare it]\n")
# Like Mermaid: `render` answers with a drawing of the text, here with what its program can reach.
ANSWERS = """globalThis.mermaid = {
  initialize(options) { this.options = options; },
  async render(id, text) {
    let reached = "";
    try { await fetch("http://127.0.0.1:9/"); reached = "network"; } catch { reached = "nothing"; }
    const shown = `${this.options.securityLevel} ${text.includes("Compare it")} ${reached}`;
    return { svg: `<svg width="300" height="60"><text x="10" y="30">${shown}</text></svg>` };
  },
};"""

pytestmark = pytest.mark.skipif(installed_browser() is None, reason="drawing needs Chromium, Chrome or Edge")


def project(folder: Path, library: str) -> Path:
    """A document of a project that has such a Mermaid."""
    place = folder / LIBRARY
    place.parent.mkdir(parents=True)
    place.write_text(library)
    (folder / "docs").mkdir()
    return folder / "docs" / "flow.md"


async def texts(diagram: Diagram, document: Path, root: Path, *, limit_seconds: float = 60.0) -> list[str]:
    """What is seen of a diagram that was drawn, in a browser that runs already."""
    browser = WarmBrowser(limit_seconds=60.0)
    try:
        await browser.draw("<p>ready", 640, 400)
        browser._limit = limit_seconds
        page = await browser.draw_diagram(diagram, document, [root])
        return [line.text for line in (await browser.draw(page, 640, 400)).lines]
    finally:
        browser.close()


async def test_the_projects_own_mermaid_draws_and_reaches_nothing(tmp_path: Path) -> None:
    """It is found above the document, told to be strict, and has no network."""
    assert await texts(FLOW, project(tmp_path, ANSWERS), tmp_path) == ["strict true nothing"]


@pytest.mark.skipif(not (ROOT / LIBRARY).is_file(), reason="Mermaid is not in node_modules")
async def test_a_real_diagram_is_drawn() -> None:
    """Its labels are read as text."""
    found = await texts(FLOW, ROOT / "docs" / "flow.md", ROOT)
    assert " ".join(" ".join(found).split()) == "words Read the picture Compare it"
    with pytest.raises(NotDrawn, match="Mermaid cannot draw the diagram"):
        await texts(Diagram("no diagram at all"), ROOT / "docs" / "flow.md", ROOT)


@pytest.mark.parametrize(
    ("library", "limit", "reason"),
    [
        ("throw new Error('broken')", 60.0, "Mermaid cannot draw the diagram"),
        ("for (;;) {}", 1.0, "drawing the page took longer than 1 s"),
    ],
)
async def test_a_mermaid_that_does_not_draw_is_given_up(
    tmp_path: Path, library: str, limit: float, reason: str
) -> None:
    """With its reason, and within the time."""
    with pytest.raises(NotDrawn) as told:
        await texts(FLOW, project(tmp_path, library), tmp_path, limit_seconds=limit)
    assert told.value.reason == reason


def test_mermaid_is_looked_for_within_the_project_alone(tmp_path: Path) -> None:
    """One above the workspace is nobody's."""
    document = project(tmp_path, ANSWERS)
    assert read_mermaid(document, [tmp_path]) == ANSWERS
    for path, roots in ((document, [tmp_path / "docs"]), (None, [tmp_path])):
        with pytest.raises(NotDrawn, match="no Mermaid"):
            read_mermaid(path, roots)


def test_one_fenced_block_is_a_diagram() -> None:
    """Text beside it, or two blocks, are a document, which is compared by its words."""
    block = "```mermaid\nflowchart TD\n  A --> B\n```\n"
    assert diagram_of(made_file(block, "markdown")) == Diagram("flowchart TD\n  A --> B\n")
    assert diagram_of(made_file("flowchart TD", "mermaid")) == Diagram("flowchart TD")
    assert diagram_of(made_file(f"# Flow\n\n{block}", "markdown")) is None
    assert diagram_of(made_file(block + block, "markdown")) is None
    assert diagram_of(made_file(block, "html")) is None
