"""Design2Code: recreate a screenshot of a page as HTML; scored by how the rendered page looks.

Source: C. Si et al., "Design2Code: Benchmarking Multimodal Code Generation for Automated Front-End Engineering" (2024);
data SALT-NLP/Design2Code (ODC-By): a folder of ID.html with ID.png, and the pictures that the pages show; or that
folder as an archive; or the rows of SALT-NLP/Design2Code-hf (parquet), numbered from 0.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.benchmarks.benchmark import Result, Sample, mean_of_attempts
from viscodex_model.evaluate.benchmarks.packed import picture_bytes, read_parquet, unpacked
from viscodex_model.evaluate.benchmarks.page_scoring import (
    COLUMNS,
    OPTIONAL_COLUMNS,
    Reference,
    score_page,
    zero,
)
from viscodex_model.evaluate.instruments.tools import Tools
from viscodex_model.evaluate.metrics.answer_code import fenced_code

QUESTION = """\
The picture is a screenshot of a web page. Write one HTML file, with its CSS inside, that looks like it: the same \
text, layout, sizes, positions and colors. Where the page shows a photo or drawing, use "rick.jpg" in its place. Do \
not load anything else. Answer with the HTML in one ```html block."""
PLACEHOLDER = "rick.jpg"
_ASSETS = (".jpg", ".jpeg", ".gif", ".webp", ".svg")


class Design2Code:
    """See the module."""

    name = "design2code"
    title = "Design2Code"
    hub = "SALT-NLP/Design2Code"
    columns = (*COLUMNS, *OPTIONAL_COLUMNS)

    def load(self, data: Path) -> list[Sample]:
        """One sample for each ID.html under `data` (or its folder testset_final), or for each row of its parquet."""
        data = unpacked(data)
        folder = next((path for path in (data, data / "testset_final") if any(path.glob("*.html"))), None)
        if folder is not None:
            assets = _assets_in(folder)
            pages = sorted(folder.glob("*.html"), key=lambda path: (len(path.stem), path.stem))
            return [self._sample(page, assets) for page in pages]
        tables = [data] if data.suffix == ".parquet" else sorted(data.rglob("*.parquet"))
        if not tables:
            raise UserError(
                f"{data} holds no Design2Code data: a folder of ID.html and ID.png files is expected, or parquet."
            )
        rows = [row for table in tables for row in read_parquet(table)]
        assets = _assets_in(tables[0].parent)
        _require_placeholder(rows, assets, tables[0].parent)
        return [self._from_row(number, row, assets) for number, row in enumerate(rows)]

    def score(self, sample: Sample, response: str, tools: Tools) -> Result:
        """Render both pages and compare; a page that cannot be shown scores zero."""
        return score_page(fenced_code(response, ("html", "htm")), sample.reference, tools)

    def zero(self, _sample: Sample) -> dict[str, float]:
        return zero()

    def combine(self, attempts: Sequence[Mapping[str, float]]) -> dict[str, float]:
        return mean_of_attempts(attempts)

    def _sample(self, page: Path, assets: tuple[Path, ...]) -> Sample:
        picture = page.with_suffix(".png")
        problem = None if picture.is_file() else f"its screenshot {picture.name} is missing"
        html = page.read_text(encoding="utf-8", errors="replace")
        return Sample(page.stem, QUESTION, (picture,), Reference(html, assets), problem)

    def _from_row(self, number: int, row: Mapping[str, Any], assets: tuple[Path, ...]) -> Sample:
        try:
            reference = Reference(str(row["text"]), assets)
            return Sample(str(number), QUESTION, (picture_bytes(row["image"]),), reference)
        except (KeyError, ValueError) as error:
            return Sample(str(number), "", problem=f"the row cannot be read: {error}")


def _assets_in(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.iterdir() if path.suffix.lower() in _ASSETS))


def _require_placeholder(rows: Sequence[Mapping[str, Any]], assets: Sequence[Path], folder: Path) -> None:
    """Parquet holds the pages without the picture they show; without it they are laid out in another way."""
    shown = any(PLACEHOLDER in str(row.get("text")) for row in rows)
    if shown and PLACEHOLDER not in [path.name for path in assets]:
        raise UserError(
            f"The pages show {PLACEHOLDER}, which is not in the parquet file: put it into {folder} "
            "(SALT-NLP/Design2Code holds it), else they would look different from what was published."
        )
