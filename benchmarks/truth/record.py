"""Measures every pair of a picture and a page once, and writes the parts of its likeness down, a JSON object a line.

What the fitting of weights and the tables need is in these rows; nothing is read or drawn twice.
"""

import json
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_model.read import read_picture
from viscodex_model.read.json_form import as_json

from benchmarks.truth.damage import DAMAGES, REORDERED, Page
from benchmarks.truth.pages import Case
from benchmarks.truth.texts import CHART_DAMAGES, LISTING_DAMAGES, TextCase
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.picture.picture import prepare_picture
from viscodex_lsp.core.truth.measure import measure
from viscodex_lsp.core.truth.nouns.likeness import Likeness
from viscodex_lsp.core.truth.nouns.made import made_file
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen, stacked
from viscodex_lsp.core.truth.showing.showing import read_shown
from viscodex_lsp.core.truth.window import window_of
from viscodex_lsp.edges.browser.chromium import Pipe
from viscodex_lsp.edges.browser.drawn_page import draw_in
from viscodex_lsp.edges.model.seen_picture import seen_of

MAX_PIXELS = 1_605_632
NO_LOOKS = "its style sheet is not at hand"


@dataclass(frozen=True)
class Known:
    """A case with what was read in its picture and its page as it was drawn."""

    case: Case
    picture: Picture
    seen: Seen
    rendered: Rendered


async def know(case: Case, pipe: Pipe, cache: Path) -> Known:
    """Read the picture, or take what was read before, and draw the page."""
    picture = prepare_picture(case.png, origin=case.name, max_pixels=MAX_PIXELS)
    seen = seen_in(picture, cache, f"{case.group}-{_safe(case.name)}")
    return Known(case, picture, seen, await draw_in(pipe, case.html, *window_of([picture], seen)))


def row(known: Known, kind: str, html: str, rendered: Rendered, **more: Any) -> dict[str, Any]:
    """The parts of one pair's likeness, with the page's looks and without."""
    shown = read_shown(made_file(html, "html"))
    start = time.thread_time()
    looks = measure(known.seen, shown, rendered, [known.picture]) if known.case.looks else None
    seconds = time.thread_time() - start
    bare = measure(known.seen, shown, NO_LOOKS)
    return {
        "case": known.case.name, "group": known.case.group, "kind": kind, "seconds": seconds,
        "looks": _parts(looks) if looks else None, "bare": _parts(bare), **more,
    }  # fmt: skip


async def value_of(known: Known, html: str, pipe: Pipe) -> float:
    """The likeness of a page to a picture that is known."""
    drawn = await draw_in(pipe, html, *window_of([known.picture], known.seen))
    value = measure(known.seen, read_shown(made_file(html, "html")), drawn, [known.picture]).value
    return value or 0.0


def text_rows(case: TextCase, cache: Path, others: Sequence[TextCase], *, times: int) -> list[dict[str, Any]]:
    """A picture of text beside its own text, beside that with each damage, and beside the `others`'."""
    picture = prepare_picture(case.png, origin=case.name, max_pixels=MAX_PIXELS)
    seen = seen_in(picture, cache, f"{case.group}-{_safe(case.name)}")

    def one(kind: str, text: str, language: str) -> dict[str, Any]:
        likeness = measure(seen, read_shown(made_file(text, language)), "it is not drawn")
        return {"case": case.name, "group": case.group, "kind": kind, "looks": None, "bare": _parts(likeness)}

    rows = [one("true", case.text, case.language)]
    damages = CHART_DAMAGES if case.group.startswith("chart") else LISTING_DAMAGES
    for name, damage in damages.items():
        for number in range(times):
            text = damage(case.text, random.Random(f"{case.name} {name} {number}"))
            if text is not None and text != case.text:
                rows.append(one(name, text, case.language))
    return rows + [one("foreign", other.text, other.language) for other in others]


async def damaged(known: Known, pipe: Pipe, *, times: int, seed: int) -> list[dict[str, Any]]:
    """The undamaged page, and each damage `times` times."""
    case = known.case
    rows = [row(known, "true", case.html, known.rendered)]
    window = window_of([known.picture], known.seen)
    page = Page(case.html, drawn_words(known.rendered))
    texts = _texts(case.html)
    for name, damage in DAMAGES.items():
        for number in range(times):
            chance = random.Random(f"{seed} {case.name} {name} {number}")
            html = damage(page, chance)
            if html is None or html == case.html or (name in REORDERED and _texts(html) == texts):
                continue
            drawn = await draw_in(pipe, html, *window) if case.looks else known.rendered
            if case.looks and drawn.png == known.rendered.png:
                continue  # what was damaged cannot be seen
            rows.append(row(known, name, html, drawn))
    return rows


def write(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Add rows to a file."""
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in rows)


def _parts(likeness: Likeness) -> dict[str, Any]:
    return {
        **{name: part.value for name, part in likeness.parts.items()}, "value": likeness.value,
        "missing": len(likeness.missing), "invented": len(likeness.invented),
        "seen_words": likeness.seen_words, "shown_words": likeness.shown_words,
    }  # fmt: skip


def seen_in(picture: Picture, cache: Path, name: str) -> Seen:
    """What was read in a picture, all its parts; kept in the folder `cache` by this name, and read once."""
    return stacked(
        [_seen_in_part(part, cache / f"{name}-{at}.json") for at, part in enumerate(picture.parts)]
    )


def _seen_in_part(part: Picture, cache: Path) -> Seen:
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text(json.dumps(as_json(read_picture(part.data))))
    return seen_of(cache.read_bytes())


def _texts(html: str) -> str:
    return " ".join(" ".join(read_shown(made_file(html, "html")).texts).split())


def drawn_words(rendered: Rendered) -> list[str]:
    return [word.strip(".,:;!?()\"'") for line in rendered.lines for word in line.text.split()]


def _safe(name: str) -> str:
    return re.sub(r"\W+", "_", name)[:60]
