"""How the likeness agrees with Design2Code's scores, which have the reference page: by rank (Spearman).

Mixed quality: the golden predictions of two models, and reference pages with one to sixteen damages. Close variants:
of each reference page, versions with one damage each, ranked within their page. Beside them stand pages of this
machine's documentation with one to sixteen damages, which no weight was chosen by. (Design2Code compares with the page
in its own font, so that where the picture is in another one the two do not measure the same.)
"""

import json
import random
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy.stats import spearmanr
from viscodex_model.evaluate.instruments.browser import Renderer
from viscodex_model.evaluate.instruments.pages import render_page
from viscodex_model.evaluate.metrics.pages.cleaning import clean_page
from viscodex_model.evaluate.metrics.pages.matching import compare_pages

from benchmarks.truth.damage import DAMAGES, Page
from benchmarks.truth.pages import Case

MIXED, CLOSE = (1, 2, 8, 16), 4
METHODS = ("gpt4v_direct_prompting", "websight")


@dataclass(frozen=True)
class Answer:
    """A page made for a reference's picture. `kind` is prediction, mixed, close, or the set of another page."""

    reference: str
    kind: str
    html: str
    name: str


def answers(folder: Path, drawn: Mapping[str, Sequence[str]], *, seed: int = 11) -> list[Answer]:
    """All answers; `drawn` are the words that each reference page shows."""
    found: list[Answer] = []
    for path in sorted((folder / "reference").glob("*.html")):
        reference, html = path.stem, path.read_text()
        for method in METHODS:
            predicted = folder / method / path.name
            if predicted.exists():
                found.append(Answer(reference, "prediction", predicted.read_text(), method))
        for count in MIXED:
            found.append(
                Answer(reference, "mixed", _damaged(html, drawn[reference], count, seed), f"{count} damages")
            )
        for number in range(CLOSE):
            found.append(
                Answer(
                    reference,
                    "close",
                    _damaged(html, drawn[reference], 1, seed + number),
                    f"variant {number}",
                )
            )
    return found


def other_answers(
    cases: Sequence[Case], drawn: Mapping[str, Sequence[str]], *, seed: int = 12
) -> list[Answer]:
    """Pages of another set, each with one to sixteen damages."""
    return [
        Answer(case.name, case.group, _damaged(case.html, drawn[case.name], count, seed), f"{count} damages")
        for case in cases
        for count in MIXED
    ]


def reference_pages(folder: Path) -> dict[str, str]:
    """The reference pages by their names."""
    return {path.stem: path.read_text() for path in sorted((folder / "reference").glob("*.html"))}


def score(
    pages: Mapping[str, str], files: Mapping[str, bytes], asked: Sequence[Answer], cache: Path
) -> list[float]:
    """Design2Code's mean of the four for each answer, by this project's evaluation; kept in a file."""
    known: dict[str, float] = json.loads(cache.read_text()) if cache.exists() else {}
    with Renderer() as renderer:
        references: dict[str, Any] = {}
        for answer in asked:
            key = f"{answer.reference} {answer.name} {answer.kind} {len(answer.html)}"
            if key in known:
                continue
            if answer.reference not in references:
                references[answer.reference] = render_page(pages[answer.reference], renderer, dict(files))
            # What the authors do to answers cuts some of their own reference pages apart, before their body.
            page = clean_page(answer.html) if answer.kind == "prediction" else answer.html
            said = render_page(page, renderer, dict(files))
            known[key] = compare_pages(said.blocks, references[answer.reference].blocks).mean
            cache.write_text(json.dumps(known))
            print(key, round(known[key], 3), flush=True)
    return [known[f"{a.reference} {a.name} {a.kind} {len(a.html)}"] for a in asked]


def correlations(asked: Sequence[Answer], scores: Sequence[float], values: Sequence[float]) -> dict[str, Any]:
    """Spearman over predictions, over answers of mixed quality, and within the close variants of a page."""
    rows = list(zip(asked, scores, values, strict=True))

    def over(kinds: set[str]) -> dict[str, Any]:
        chosen = [(a, b) for answer, a, b in rows if answer.kind in kinds]
        return {"n": len(chosen), "spearman": round(_rank([a for a, _ in chosen], [b for _, b in chosen]), 3)}

    pages = defaultdict[str, list[tuple[float, float]]](list)
    for answer, a, b in rows:
        if answer.kind == "close":
            pages[answer.reference].append((a, b))
    within = [_rank([a for a, _ in found], [b for _, b in found]) for found in pages.values()]
    return {
        "predictions": over({"prediction"}),
        "mixed quality": over({"prediction", "mixed"}),
        "mixed quality, pages of documentation": over({"documentation"}),
        "mixed quality, pages of documentation, pictured in another font": over({"other font"}),
        "close variants, all pages": over({"close"}),
        "close variants, within a page": {
            "n": sum(map(len, pages.values())), "pages": len(within), "spearman": round(statistics.mean(within), 3),
        },
    }  # fmt: skip


def _rank(one: Sequence[float], other: Sequence[float]) -> float:
    return float(spearmanr(one, other).statistic)


def _damaged(html: str, drawn: Sequence[str], count: int, seed: int) -> str:
    chance = random.Random(f"{seed} {count} {len(html)}")
    done = 0
    for _ in range(4 * count):
        damage = chance.choice(list(DAMAGES.values()))
        changed = damage(Page(html, drawn), chance)
        if changed is not None and changed != html:
            html, done = changed, done + 1
        if done == count:
            break
    return html
