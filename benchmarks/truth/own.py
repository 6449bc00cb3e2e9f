"""The reader's own answers beside their pictures, as the gate judges them: by their drawing, not by their words."""

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.truth.pages import Case
from benchmarks.truth.record import know
from viscodex_lsp.core.truth.measure import measure, without_words
from viscodex_lsp.core.truth.nouns.made import made_file
from viscodex_lsp.core.truth.showing.showing import read_shown
from viscodex_lsp.core.truth.window import window_of
from viscodex_lsp.edges.browser.chromium import Pipe
from viscodex_lsp.edges.browser.drawn_page import draw_in


async def measure_own(cases: Sequence[Case], pipe: Pipe, seen: Path, *, apply_from: float) -> dict[str, Any]:
    """The lowest and the median likeness of the pages that the reader makes, and the share that is applied."""
    values = []
    for case in cases:
        known = await know(case, pipe, seen)
        code = known.seen.code
        if known.seen.kind != "page" or not code.strip():
            continue
        drawn = await draw_in(pipe, code, *window_of([known.picture], known.seen))
        likeness = measure(known.seen, read_shown(made_file(code, "html")), drawn, [known.picture])
        values.append(without_words(likeness).value or 0.0)
    return {
        "n": len(values),
        "lowest": round(min(values), 3),
        "median": round(statistics.median(values), 3),
        "applied": round(sum(value >= apply_from for value in values) / len(values), 3),
    }
