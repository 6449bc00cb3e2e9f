"""Pages with their pictures: golden ones, pages of this machine's documentation, and drawn ones.

A page's picture is never the same browser's drawing of the same bytes alone: half of the documentation's pages are
pictured in another font than their code asks for, as a page from a model is beside a designer's picture.
"""

import base64
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from viscodex_model.data.synth.content.pages import draw_page as draw_fragment

from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.edges.browser.chromium import Pipe
from viscodex_lsp.edges.browser.drawn_page import draw_in

FONTS = ("Liberation Serif", "Liberation Sans", "DejaVu Serif", "DejaVu Sans")
WIDTHS = (760, 900, 1024, 1280)
LOWEST, HIGHEST = 120, 2400
FEWEST, MOST = 15, 700
# As high as whole pages are pictured.
TALL = 5000
_LINK = re.compile(r"<link\b[^>]*\bstylesheet[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_TURNS = re.compile(r"http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    """A page, its picture as PNG, and its set. `looks` says whether the page has the looks of the picture."""

    name: str
    group: str
    html: str
    png: bytes
    width: int
    looks: bool


async def golden(folder: Path, pipe: Pipe) -> list[Case]:
    """Design2Code's reference pages; the picture on them is not at hand for the page that is compared."""
    cases = []
    photo = f"data:image/jpeg;base64,{base64.b64encode((folder / 'reference' / 'rick.jpg').read_bytes()).decode()}"
    for path in sorted((folder / "reference").glob("*.html")):
        page = path.read_text()
        drawn = await draw_in(pipe, page.replace("rick.jpg", photo), 1280, TALL)
        cases.append(Case(path.stem, "golden", page, drawn.png, 1280, True))
    return cases


def sections(folder: Path) -> list[Case]:
    """Sections of real pages, whose code is without its style sheet."""
    from PIL import Image

    cases = []
    for path in sorted(folder.glob("*.png")):
        with Image.open(path) as image:
            width = image.width
        html = path.with_suffix(".html").read_text()
        cases.append(Case(path.stem, "sections", html, path.read_bytes(), width, False))
    return cases


async def documentation(root: Path, pipe: Pipe, *, count: int, seed: int = 5) -> list[Case]:
    """Pages of packages, with their own style sheets; at most two of a folder."""
    chance, folders, cases = random.Random(seed), Counter[Path](), list[Case]()
    files = sorted(root.rglob("*.html"))
    chance.shuffle(files)
    for path in files:
        if len(cases) == count:
            break
        if folders[path.parent] >= 2 or not path.is_file() or not 400 < path.stat().st_size < 60_000:
            continue
        page = with_styles(path)
        if page is None:
            continue
        width = chance.choice(WIDTHS)
        drawn = await draw_in(pipe, page, width, TALL)
        if not _suits(drawn):
            continue
        folders[path.parent] += 1
        other = len(cases) % 2 == 1
        pictured = await draw_in(pipe, _in_font(page, chance.choice(FONTS)), width, TALL) if other else drawn
        group = "other font" if other else "documentation"
        cases.append(Case(f"{path.parent.name}-{path.stem}", group, page, pictured.png, width, True))
    return cases


async def drawn_pages(pipe: Pipe, *, count: int, seed: int = 6) -> list[Case]:
    """Pages with looks by chance, by the generator of the small model's training data."""
    chance, cases = random.Random(seed), list[Case]()
    while len(cases) < count:
        page = f"<!doctype html>\n<body>\n{draw_fragment(chance)}\n</body>"
        width = chance.choice((480, 640, 800))
        drawn = await draw_in(pipe, page, width, 200)
        if len(drawn.lines) >= 3:
            cases.append(Case(f"drawn-{len(cases)}", "drawn", page, drawn.png, width, True))
    return cases


def with_styles(path: Path) -> str | None:
    """The page with the style sheets it links to written into it; None where one is not there."""
    page = path.read_text(encoding="utf-8", errors="replace")
    if _TURNS.search(page) or "<frameset" in page.lower():
        return None
    missing = False

    def inlined(link: re.Match[str]) -> str:
        nonlocal missing
        href = _HREF.search(link[0])
        sheet = path.parent / href[1].split("?")[0] if href else path
        if not sheet.is_file() or sheet.suffix != ".css":
            missing = True
            return ""
        return f"<style>{sheet.read_text(encoding='utf-8', errors='replace')}</style>"

    page = _LINK.sub(inlined, page)
    return None if missing else page


def _suits(drawn: Rendered) -> bool:
    words = sum(len(line.text.split()) for line in drawn.lines)
    return LOWEST <= drawn.height <= HIGHEST and FEWEST <= words <= MOST


def _in_font(page: str, font: str) -> str:
    style = f'<style>*{{font-family:"{font}"!important}}</style>'
    return re.sub(r"(?i)(<head[^>]*>|<body[^>]*>|$)", lambda found: found[0] + style, page, count=1)


def foreign_pairs(cases: list[Case], *, each: int, seed: int = 7) -> Iterator[tuple[Case, Case]]:
    """Pictures beside pages that they do not show: `each` times a picture, of any set."""
    chance = random.Random(seed)
    for case in cases:
        others = [other for other in cases if other.name != case.name]
        for other in chance.sample(others, min(each, len(others))):
            yield case, other
