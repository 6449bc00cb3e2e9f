"""How well a model does on pictures that nobody drew for it: sections of real pages, charts of other people's scripts.

    python benchmarks/in_the_wild.py --pages /usr/share/doc --charts matplotlib/galleries/examples [--model model/nano]
        [--data build/nano/reading] [--count 100] [--views 1]

Sections are single elements of HTML files under --pages, as chromium shows them; charts are what the Python scripts
under --charts draw in the sandbox, where one runs to its end. At most two sections are taken from a file, and as many
from one folder as from another; none from a page that goes on to another by itself, nor where nothing is to be seen.
Each score stands beside its baseline: the answer to a training picture drawn by chance, and for looks a blank page too.
Results: benchmarks/results/in_the_wild.json.
"""

import argparse
import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

import numpy as np  # noqa: E402
from playwright.sync_api import Error as PlaywrightError  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402
from viscodex_model.core.sandbox.interpreter import find_interpreter, with_fonts  # noqa: E402
from viscodex_model.data.synth.produce import page_words  # noqa: E402
from viscodex_model.data.synth.render import Pixels, Sheet, find_chromium, open_sheet  # noqa: E402
from viscodex_model.data.synth.shards import decode, unfenced  # noqa: E402
from viscodex_model.evaluate.instruments.charts import draw_chart  # noqa: E402
from viscodex_model.serve.generation.views import CHOICES  # noqa: E402

from benchmarks.scores.held_out import answers_in  # noqa: E402
from benchmarks.scores.pages import accepted, draw_all, elements, f1, similarity, word_accuracy  # noqa: E402
from benchmarks.scores.programs import score_charts  # noqa: E402
from benchmarks.scores.reader import Reader  # noqa: E402
from benchmarks.scores.table import summary  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "in_the_wild.json"
WIDTH, TALLEST = 540, 400
PER_FILE = 2
LONGEST_SCRIPT = 4000

_SECTIONS = """([width, tallest]) => {
  const found = [];
  for (const e of document.querySelectorAll('section,article,div,ul,ol,dl,table,form,blockquote,header,footer,nav')) {
    const r = e.getBoundingClientRect(), words = e.innerText.trim().split(/\\s+/).length;
    if (r.width < 120 || r.width > width || r.height < 30 || r.height > tallest || r.x < 0) continue;
    if (words < 3 || words > 40 || e.scrollWidth > e.clientWidth + 2) continue;
    if (e.querySelector('img,svg,canvas,video,iframe,script,style,object')) continue;
    found.push({clip: {x: r.x, y: r.y + scrollY, width: r.width, height: r.height}, html: e.outerHTML});
  }
  return found; }"""


@dataclass(frozen=True)
class Section:
    """A picture of one element of a page, and the element's HTML."""

    pixels: Pixels
    html: str


@dataclass(frozen=True)
class PageScore:
    """From 0 to 1; `ssim` beside a blank page of the same size."""

    accepted: float
    tag_text_f1: float
    words: float
    letters: float
    ssim: float
    ssim_blank: float


def spread(files: Sequence[Path], source: random.Random) -> Iterator[Path]:
    """Files in an order of chance, one from each folder in turn."""
    folders: dict[Path, list[Path]] = defaultdict(list)
    for path in source.sample(sorted(files), len(files)):
        folders[path.parent].append(path)
    turns = zip_longest(*source.sample(list(folders.values()), len(folders)))
    return (path for path in chain.from_iterable(turns) if path)


def read_sections(folder: Path, count: int, source: random.Random) -> list[Section]:
    """Sections of the HTML files under a folder, as a browser without network and scripts shows them."""
    found: dict[str, Section] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": WIDTH, "height": 800}, java_script_enabled=False, offline=True
        )
        for path in spread([one for one in folder.rglob("*.html") if _stays(one)], source):
            with context.new_page() as page:
                for section in _sections_of(path, page, source):
                    found.setdefault(section.html, section)
            if len(found) >= count:
                break
        browser.close()
    return list(found.values())[:count]


def _stays(path: Path) -> bool:
    """Whether a page does not go on to another one by itself: which of the two is met would be chance."""
    return path.is_file() and b'http-equiv="refresh"' not in path.read_bytes().lower()


def _sections_of(path: Path, page: Page, source: random.Random) -> Iterator[Section]:
    try:
        page.goto(path.as_uri(), timeout=10_000)
        sections = page.evaluate(_SECTIONS, [WIDTH, TALLEST])
        for one in source.sample(sections, min(PER_FILE, len(sections))):
            pixels = decode(page.screenshot(clip=one["clip"], full_page=True))
            if (pixels != pixels[0, 0]).any():  # Else its words are hidden: there is nothing to read.
                yield Section(pixels, " ".join(one["html"].split()))
    except PlaywrightError as error:
        print(f"{path} is left out: {str(error).splitlines()[0]}", file=sys.stderr)


def read_charts(folder: Path, count: int, source: random.Random) -> list[tuple[Pixels, str]]:
    """Pictures of charts and their programs: the scripts that run to their end and draw something."""
    interpreter = with_fonts(find_interpreter())
    found: list[Any] = []
    for path in spread(list(folder.rglob("*.py")), source):
        if len(found) == count:
            break
        program = path.read_text(encoding="utf-8", errors="replace")
        if "plt." not in program or len(program) > LONGEST_SCRIPT:
            continue
        chart = draw_chart(program, path.stem, interpreter, seconds=20)
        if chart.error is None and chart.picture and chart.drawn.texts:
            found.append((decode(chart.picture), program))
    return found


def score_pages(replies: Sequence[str], sections: Sequence[Section], sheet: Sheet) -> list[PageScore]:
    """Each reply beside the section it should be."""
    drawn = draw_all(sheet, [unfenced(reply) for reply in replies])
    return [_score_page(*one) for one in zip(replies, sections, drawn, strict=True)]


def _score_page(reply: str, section: Section, drawn: Pixels) -> PageScore:
    said, true = page_words(unfenced(reply)), page_words(section.html)
    return PageScore(
        accepted=float(accepted(reply)),
        tag_text_f1=f1(elements(unfenced(reply)), elements(section.html)),
        words=word_accuracy(said, true),
        letters=word_accuracy(" ".join(said), " ".join(true)),
        ssim=similarity(drawn, section.pixels),
        ssim_blank=similarity(np.full_like(section.pixels, 255), section.pixels),
    )


def measure_pages(reader: Reader, sections: Sequence[Section], others: Sequence[str]) -> dict[str, Any]:
    """Scores of the model, and of training pages by chance."""
    replies = reader.read([section.pixels for section in sections])
    with open_sheet() as sheet:
        said = summary(score_pages(replies, sections, sheet))
        return {"n": len(sections), "model": said, "by chance": summary(score_pages(others, sections, sheet))}


def measure_charts(
    reader: Reader, charts: Sequence[tuple[Pixels, str]], others: Sequence[str]
) -> dict[str, Any]:
    """Scores of the model, and of training programs by chance."""
    answers = [f"```python\n{program}\n```" for _, program in charts]
    said = summary(score_charts(reader.read([pixels for pixels, _ in charts]), answers))
    return {"n": len(charts), "model": said, "by chance": summary(score_charts(others, answers))}


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=ROOT / "model" / "nano")
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "nano" / "reading")
    parser.add_argument("--pages", type=Path, help="folder of HTML files")
    parser.add_argument("--charts", type=Path, help="folder of matplotlib scripts")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument(
        "--views", type=int, choices=CHOICES, help="of each picture (default: the server's choice)"
    )
    parser.add_argument("--out", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    reader, source = Reader(chosen.model, views=chosen.views), random.Random(11)
    results: dict[str, Any] = json.loads(chosen.out.read_text()) if chosen.out.exists() else {}
    if chosen.pages:
        sections = read_sections(chosen.pages, chosen.count, source)
        others = source.choices(answers_in(chosen.data / "pages"), k=len(sections))
        results["pages"] = measure_pages(reader, sections, others)
    if chosen.charts:
        charts = read_charts(chosen.charts, chosen.count, source)
        others = source.choices(answers_in(chosen.data / "charts"), k=len(charts))
        results["charts"] = measure_charts(reader, charts, others)
    chosen.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
