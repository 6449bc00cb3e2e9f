"""Pictures of pages: sections beside their HTML, golden pages by Design2Code's measure, applications by places.

Sections follow the rule of benchmarks/in_the_wild.py; a style sheet is no word that a page shows, and is taken out
before words and elements are counted.
"""

import io
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from viscodex_model.data.synth.produce import page_words
from viscodex_model.data.synth.render import find_chromium
from viscodex_model.evaluate.instruments.browser import Renderer
from viscodex_model.evaluate.instruments.pages import render_page
from viscodex_model.evaluate.metrics.pages.cleaning import clean_page
from viscodex_model.evaluate.metrics.pages.matching import compare_pages
from viscodex_model.read import Reading, read_picture

from benchmarks.reader.places import Places, measure_places
from benchmarks.scores.pages import elements, f1, similarity, word_accuracy

SEMANTIC = (
    "header",
    "nav",
    "main",
    "aside",
    "footer",
    "form",
    "ul",
    "ol",
    "dl",
    "table",
    "h1",
    "h2",
    "label",
)


# From a picture's bytes, with what is known of it, to what was read.
Read = Callable[..., Reading]


@contextmanager
def browser_page() -> Iterator[Page]:
    """A page of a browser that reaches no network."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-lcd-text"]
        )
        try:
            page = browser.new_page()
            page.context.set_offline(True)
            yield page
        finally:
            browser.close()


def show(page: Page, html: str, width: int, height: int) -> np.ndarray:
    """What a page of this size shows: an array of height x width x 3."""
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(html)
    return np.asarray(Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB"))


def without_styles(html: str) -> str:
    return re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL).strip()


def measure_sections(folder: Path, read: Read = read_picture, every: int = 1) -> dict[str, Any]:
    """NAME.png beside its true NAME.html: looks, words, letters and elements."""
    rows = []
    with browser_page() as page:
        for path in sorted(folder.glob("*.png"))[::every]:
            pixels = np.asarray(Image.open(path).convert("RGB"))
            truth = path.with_suffix(".html").read_text()
            code = read(path.read_bytes(), kind="page", language="html").code
            drawn = show(page, f'<!doctype html><body style="margin:0">{code}', *pixels.shape[1::-1])
            said, true = page_words(without_styles(code)), page_words(truth)
            rows.append(
                {
                    "ssim": similarity(drawn, pixels),
                    "ssim of a blank page": similarity(np.full_like(pixels, 255), pixels),
                    "words": word_accuracy(said, true),
                    "letters": word_accuracy(" ".join(said), " ".join(true)),
                    "F1 (tag, text)": f1(elements(without_styles(code)), elements(truth)),
                }
            )
    above = sum(row["ssim"] > row["ssim of a blank page"] for row in rows) / len(rows)
    means = {name: round(statistics.mean(row[name] for row in rows), 3) for name in rows[0]}
    return {"n": len(rows), **means, "looks better than a blank page": round(above, 3)}


def measure_golden(folder: Path, read: Read = read_picture, every: int = 1) -> dict[str, Any]:
    """Design2Code's reference pages (folder/reference/ID.html), drawn, read, and scored against themselves."""
    place = folder / "reference"
    files = {one.name: one.read_bytes() for one in place.glob("*.jpg")}
    scores, tags = {}, {}
    with Renderer() as renderer:
        for path in sorted(place.glob("*.html"))[::every]:
            original = path.read_text()
            code = read(renderer.screenshot(original, files), kind="page", language="html").code
            said = render_page(clean_page(code), renderer, files)
            compared = compare_pages(said.blocks, render_page(original, renderer, files).blocks)
            parts = compared.block_match, compared.text, compared.position, compared.color
            scores[path.stem] = [round(part, 3) for part in (*parts, compared.mean)]
            tags[path.stem] = sorted(tag for tag in SEMANTIC if f"<{tag}" in code)
    names = ("block", "text", "position", "color", "mean of the four")
    means = {
        name: round(statistics.mean(row[at] for row in scores.values()), 3) for at, name in enumerate(names)
    }
    return {"n": len(scores), **means, "by page": scores, "semantic tags": tags}


def measure_applications(folder: Path, read: Read = read_picture, every: int = 1) -> dict[str, Any]:
    """Screenshots of whole pages without a known truth: how many lines that were read stand in their place.

    The lines are those of the reader, whoever wrote the page.
    """
    rows: dict[str, tuple[Places, float, float]] = {}
    with browser_page() as page:
        for path in sorted(folder.glob("*.png"))[::every]:
            pixels = np.asarray(Image.open(path).convert("RGB"))
            start = time.process_time()
            reading = read(path.read_bytes(), kind="page", language="html")
            seconds = time.process_time() - start
            drawn = show(page, reading.code, *pixels.shape[1::-1])
            lines = reading.lines or read_picture(path.read_bytes(), kind="page").lines
            places = measure_places(page, lines, *pixels.shape[1::-1])
            rows[path.stem] = places, similarity(drawn, pixels), seconds
    shares = {name: round(places.right / max(1, places.lines), 3) for name, (places, _, _) in rows.items()}
    words = sum(places.words for places, _, _ in rows.values())
    return {
        "n": len(rows),
        "lines in their place, mean of pages": round(statistics.mean(shares.values()), 3),
        "pages with at least .90": sum(share >= 0.9 for share in shares.values()),
        "words outside the picture": f"{sum(p.outside for p, _, _ in rows.values())} of {words}",
        "ssim": round(statistics.mean(ssim for _, ssim, _ in rows.values()), 3),
        "CPU seconds, median": round(statistics.median(seconds for _, _, seconds in rows.values()), 2),
        "by page": shares,
    }
