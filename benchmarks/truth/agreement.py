"""Design2Code's scores beside likenesses of the same answers; see `design2code`."""

from pathlib import Path
from typing import Any

from benchmarks.truth import pages
from benchmarks.truth.design2code import Answer, answers, correlations, score
from benchmarks.truth.record import Known, drawn_words, know, value_of
from viscodex_lsp.edges.browser.chromium import started_browser


async def measure_agreement(folder: Path, build: Path) -> dict[str, Any]:
    """Spearman of the likeness with Design2Code's mean, over predictions, mixed answers and close variants."""
    async with started_browser() as pipe:
        known: dict[str, Known] = {}
        for case in await pages.golden(folder, pipe):
            known[case.name] = await know(case, pipe, build / "seen")
        asked = answers(folder, {name: drawn_words(one.rendered) for name, one in known.items()})
        values = [await value_of(known[answer.reference], answer.html, pipe) for answer in asked]
    scores = await _scores(folder, asked, build)
    predicted = [
        {"page": a.reference, "model": a.name, "Design2Code": round(s, 3), "likeness": round(v, 3)}
        for a, s, v in zip(asked, scores, values, strict=True)
        if a.kind == "prediction"
    ]
    return {**correlations(asked, scores, values), "by prediction": predicted}


async def _scores(folder: Path, asked: list[Answer], build: Path) -> list[float]:
    import asyncio

    # Playwright's browser has an event loop of its own.
    return await asyncio.to_thread(score, folder, asked, build / "design2code.json")
