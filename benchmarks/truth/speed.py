"""What comparing costs beside drawing: processor seconds of all that is done with a page of 1280x800 that was drawn."""

import statistics
import time
from pathlib import Path
from typing import Any

from viscodex_model.read import read_picture
from viscodex_model.read.json_form import as_json

from viscodex_lsp.core.picture.picture import prepare_picture
from viscodex_lsp.core.truth.measure import measure
from viscodex_lsp.core.truth.nouns.made import made_file
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.page.page import plan_page
from viscodex_lsp.core.truth.showing.showing import read_shown
from viscodex_lsp.edges.browser.chromium import started_browser
from viscodex_lsp.edges.browser.drawn_page import draw_in
from viscodex_lsp.edges.model.seen_picture import seen_of

ROUNDS = 7


async def measure_speed(folder: Path) -> dict[str, Any]:
    """Medians over the golden pages, cut to 1280x800; drawing is told beside it, in wall seconds of a warm browser."""
    import io
    import json

    from PIL import Image

    comparing, drawing, largest = [], [], 0.0
    async with started_browser() as pipe:
        for path in sorted((folder / "reference").glob("*.html")):
            page = path.read_text()
            start = time.perf_counter()
            drawn = await draw_in(pipe, page, 1280, 800)
            drawing.append(time.perf_counter() - start)
            screen = io.BytesIO()
            Image.open(io.BytesIO(drawn.png)).convert("RGB").crop((0, 0, 1280, 800)).save(screen, "PNG")
            picture = prepare_picture(screen.getvalue(), origin="page", max_pixels=1_605_632)
            seen = seen_of(json.dumps(as_json(read_picture(picture.data))).encode())
            runs = [_seconds(page, seen, drawn, picture) for _ in range(ROUNDS)]
            comparing.append(statistics.median(runs))
            largest = max(largest, *runs)
    return {
        "n": len(comparing),
        "comparing, CPU s, median of pages": round(statistics.median(comparing), 3),
        "comparing, CPU s, slowest page": round(max(comparing), 3),
        "comparing, CPU s, slowest run": round(largest, 3),
        "drawing in a warm browser, wall s, median": round(statistics.median(drawing), 3),
    }


def _seconds(page: str, seen: Any, drawn: Rendered, picture: Any) -> float:
    start = time.thread_time()
    made = made_file(page, "html")
    plan_page(made)
    measure(seen, read_shown(made), drawn, [picture])
    return time.thread_time() - start
