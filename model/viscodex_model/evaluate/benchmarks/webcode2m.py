"""WebCode2M: recreate screenshots of real pages, short, middle and long, as HTML with plain boxes for pictures.

Source: Y. Gui et al., "WebCode2M: A Real-World Dataset for Code Generation from Webpage Designs" (2024, arXiv
2404.06369); data xcodemind/webcode2m_test (CC BY 4.0): parquet of `image` and `text` in the splits short, mid and
long. A folder of ID.html with ID.png is read, too. Scored as its authors do: by Design2Code's measure of looks, by
TreeBLEU, and by means of pixels (SSIM, and MSE, of which less is better) and of words (BLEU, ROUGE). MSE is a mean
over the pages that could be shown, since nothing would be the worst of it. CLIP's similarity is that of Design2Code
(`high`).
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

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
from viscodex_model.evaluate.metrics.pages.pixels import squared_error_and_similarity
from viscodex_model.evaluate.metrics.pages.trees import tree_bleu
from viscodex_model.evaluate.metrics.pages.words import word_scores

QUESTION = """\
The picture is a screenshot of a web page. Write one HTML file, with its CSS inside, that looks like it: the same \
text, layout, sizes, positions and colors. Use plain grey boxes in place of photos. Do not load anything else. Answer \
with the HTML in one ```html block."""
SPLITS = ("short", "mid", "long")
_OWN = ("tree", "ssim", "bleu", "rouge")


class WebCode2M:
    """See the module."""

    name = "webcode2m"
    title = "WebCode2M"
    hub = "xcodemind/webcode2m_test"
    columns = (*COLUMNS, *_OWN, "mse", *OPTIONAL_COLUMNS)

    def load(self, data: Path) -> list[Sample]:
        """One sample for each row of the parquet files, by split, or for each ID.html."""
        data = unpacked(data)
        tables = [data] if data.suffix == ".parquet" else sorted(data.rglob("*.parquet"), key=_split_order)
        if tables:
            return [sample for split, rows in _by_split(tables) for sample in _from_rows(split, rows)]
        pages = sorted(data.glob("*.html"), key=lambda path: (len(path.stem), path.stem))
        if not pages:
            raise UserError(
                f"{data} holds no WebCode2M data: parquet files of `image` and `text` are expected, or a folder of "
                "ID.html and ID.png files."
            )
        return [_from_files(page) for page in pages]

    def score(self, sample: Sample, response: str, tools: Tools) -> Result:
        """Compare looks, pixels, words and nesting; a page that cannot be shown scores zero."""
        html = fenced_code(response, ("html", "htm"))
        result = score_page(html, sample.reference, tools)
        if "predicted" not in result.pictures:
            return replace(result, scores=dict(result.scores) | dict.fromkeys(_OWN, 0.0))
        scores = _pixel_scores(result.pictures["reference"], result.pictures["predicted"])
        scores["tree"] = tree_bleu(html, sample.reference.html)
        scores["bleu"], scores["rouge"] = word_scores(html, sample.reference.html)
        return replace(result, scores={**result.scores, **scores})

    def zero(self, _sample: Sample) -> dict[str, float]:
        return zero() | dict.fromkeys(_OWN, 0.0)

    def combine(self, attempts: Sequence[Mapping[str, float]]) -> dict[str, float]:
        return mean_of_attempts(attempts)


def _pixel_scores(original: bytes, predicted: bytes) -> dict[str, float]:
    with Image.open(io.BytesIO(original)) as one, Image.open(io.BytesIO(predicted)) as other:
        error, similarity = squared_error_and_similarity(one, other)
    return {"mse": error, "ssim": similarity}


def _split_of(table: Path) -> str:
    return next((split for split in SPLITS if table.name.startswith(split)), table.stem)


def _split_order(table: Path) -> tuple[int, str]:
    split = _split_of(table)
    return (SPLITS.index(split) if split in SPLITS else len(SPLITS), table.name)


def _by_split(tables: Sequence[Path]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The rows of each split, over all of its files."""
    for split in dict.fromkeys(map(_split_of, tables)):
        yield split, [row for table in tables if _split_of(table) == split for row in read_parquet(table)]


def _from_rows(split: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Sample]:
    for number, row in enumerate(rows):
        identity = f"{split}-{number}"
        try:
            reference = Reference(str(row["text"]))
            yield Sample(identity, QUESTION, (picture_bytes(row["image"]),), reference)
        except (KeyError, ValueError) as error:
            yield Sample(identity, "", problem=f"the row cannot be read: {error}")


def _from_files(page: Path) -> Sample:
    picture = page.with_suffix(".png")
    problem = None if picture.is_file() else f"its screenshot {picture.name} is missing"
    reference = Reference(page.read_text(encoding="utf-8", errors="replace"))
    return Sample(page.stem, QUESTION, (picture,), reference, problem)
