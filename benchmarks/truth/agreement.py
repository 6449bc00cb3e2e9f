"""Design2Code's scores beside likenesses of the same answers; see `design2code`."""

import asyncio
from pathlib import Path
from typing import Any

from benchmarks.truth import pages
from benchmarks.truth.design2code import answers, correlations, other_answers, reference_pages, score
from benchmarks.truth.record import Known, drawn_words, know, value_of
from viscodex_lsp.edges.browser.chromium import started_browser

OTHERS, SEED = 20, 21


async def measure_agreement(folder: Path, documentation: Path, build: Path) -> dict[str, Any]:
    """Spearman of the likeness with Design2Code's mean, over predictions, mixed answers and close variants."""
    references = reference_pages(folder)
    async with started_browser() as pipe:
        known: dict[str, Known] = {}
        others = await pages.documentation(documentation, pipe, count=OTHERS, seed=SEED)
        for case in [*await pages.golden(folder, pipe), *others]:
            known[case.name] = await know(case, pipe, build / "seen")
        drawn = {name: drawn_words(one.rendered) for name, one in known.items()}
        further = {case.name: case.html for case in others}
        asked = answers(folder, drawn) + other_answers(others, drawn)
        values = [await value_of(known[answer.reference], answer.html, pipe) for answer in asked]
    files = {one.name: one.read_bytes() for one in (folder / "reference").glob("*.jpg")}
    # Playwright's browser has an event loop of its own.
    scores = await asyncio.to_thread(score, references | further, files, asked, build / "design2code.json")
    predicted = [
        {"page": a.reference, "model": a.name, "Design2Code": round(s, 3), "likeness": round(v, 3)}
        for a, s, v in zip(asked, scores, values, strict=True)
        if a.kind == "prediction"
    ]
    return {**correlations(asked, scores, values), "by prediction": predicted}
