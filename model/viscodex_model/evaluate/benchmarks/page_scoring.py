"""Scores a response that is to recreate a page: how the page looks beside the original, as Design2Code measures it.

Source: C. Si et al., "Design2Code: Benchmarking Multimodal Code Generation for Automated Front-End Engineering" (2024).
A judge, where one is named, gives a score of its own (`judge`), which is this project's and not the paper's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4.exceptions import ParserRejectedMarkup

from viscodex_model.evaluate.benchmarks.benchmark import Result
from viscodex_model.evaluate.instruments.pages import Page, render_page
from viscodex_model.evaluate.instruments.tab import PageFailed
from viscodex_model.evaluate.instruments.tools import Tools
from viscodex_model.evaluate.metrics.pages.cleaning import clean_page
from viscodex_model.evaluate.metrics.pages.matching import compare_pages
from viscodex_model.evaluate.metrics.pages.recoloring import TooManyElements

COLUMNS = ("low", "block_match", "text", "position", "color")
OPTIONAL_COLUMNS = ("high", "judge")
"""Measured where CLIP's weights or a judge are given."""
_MOST_ASSET_BYTES = 8 * 1024 * 1024
_NO_PAGE = (PageFailed, TooManyElements, RecursionError, ParserRejectedMarkup)


@dataclass(frozen=True)
class Reference:
    """The original page's source, and the files it may show."""

    html: str
    assets: tuple[Path, ...] = ()


def zero(tools: Tools | None = None) -> dict[str, float]:
    """The scores of a response without a page; the judge's with them where there is one."""
    judged = tools is not None and tools.judge is not None
    return dict.fromkeys((*COLUMNS, "judge") if judged else COLUMNS, 0.0)


def score_page(html: str, reference: Reference, tools: Tools) -> Result:
    """Render both pages and compare; a page that cannot be shown scores zero."""
    files = {
        path.name: path.read_bytes() for path in reference.assets if path.stat().st_size < _MOST_ASSET_BYTES
    }
    try:
        original = render_page(reference.html, tools.renderer, files)
    except _NO_PAGE as error:
        return Result(zero(tools), f"the original page cannot be measured: {_sentence(error)}")
    try:
        predicted = render_page(clean_page(html), tools.renderer, files)
    except _NO_PAGE as error:
        return Result(zero(tools), _sentence(error), pictures={"reference": original.picture})
    return _compare(predicted, original, tools)


def _compare(predicted: Page, original: Page, tools: Tools) -> Result:
    found = compare_pages(predicted.blocks, original.blocks)
    values = (found.mean, found.block_match, found.text, found.position, found.color)
    scores = dict(zip(COLUMNS, values, strict=True))
    detail: dict[str, Any] = {
        "predicted_blocks": found.predicted_blocks,
        "reference_blocks": found.reference_blocks,
    }
    reason = None if found.block_match else "no text of the original is found on the page"
    if tools.clip is not None:
        scores["high"] = tools.clip.similarity(predicted, original)
    reason = judge_page(original.picture, predicted.picture, tools, scores, detail) or reason
    return Result(scores, reason, detail, _pictures(predicted, original))


def judge_page(
    original: bytes, predicted: bytes, tools: Tools, scores: dict[str, float], detail: dict[str, Any]
) -> str | None:
    """Add the judge's score and words, where there is a judge; returns why it gave no score, if it gave none."""
    if tools.judge is None:
        return None
    verdict = tools.judge.compare_pages(original, predicted)
    detail["judge"] = verdict.text
    if verdict.score is None:
        return verdict.reason
    scores["judge"] = verdict.score
    return None


def _pictures(predicted: Page, original: Page) -> Mapping[str, bytes]:
    return {"predicted": predicted.picture, "reference": original.picture}


def _sentence(error: Exception) -> str:
    return "the page cannot be parsed" if isinstance(error, ParserRejectedMarkup) else str(error)
