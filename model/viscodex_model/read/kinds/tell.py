"""`tell_kind`: evidence for each kind, weighed; the confidence is how far the best is ahead of the next."""

import math
from collections.abc import Sequence

from viscodex_model.read.charts.evidence import chart_evidence
from viscodex_model.read.diagrams.evidence import diagram_evidence
from viscodex_model.read.kinds.columns import (
    barred_share,
    counted_share,
    has_heading,
    rows_apart,
    rows_of,
    table_share,
    text_cover,
    without_typed_rules,
)
from viscodex_model.read.kinds.ruled import ruled_share
from viscodex_model.read.kinds.texture import Texture, measure_texture
from viscodex_model.read.kinds.writing import code_share, colorful_share, shell_lines, sign_share
from viscodex_model.read.picture.colors import ground_of
from viscodex_model.read.picture.pixels import Pixels, resized
from viscodex_model.read.reading import Kind
from viscodex_model.read.recognition.glyphs import PROPORTIONAL, evenness
from viscodex_model.read.recognition.lines import Line

# Text is dark on light below this sum of the ground's channels.
DARK = 330
# How sharply an advantage in evidence becomes confidence.
SHARPNESS = 2.2
# Rows of code are at most so many heights of text apart, and so many numbered rows are a gutter.
APART, COUNTED = 2.3, 0.4
# Evidence for a table where all rows have a bar between their texts.
BARRED = 0.9


# A larger picture is measured smaller: its maps of edges and areas take far more memory than itself.
MAX_PIXELS = 4_000_000


def tell_kind(pixels: Pixels, lines: Sequence[Line]) -> tuple[Kind, float]:
    """The likeliest kind, and how sure that is."""
    scale = min(1.0, math.sqrt(MAX_PIXELS / (pixels.shape[0] * pixels.shape[1])))
    if scale < 1:
        pixels, lines = resized(pixels, scale), [line.scaled(scale) for line in lines]
    evidence = gather(pixels, lines)
    ordered = sorted(evidence, key=lambda kind: evidence[kind], reverse=True)
    ahead = evidence[ordered[0]] - evidence[ordered[1]]
    return ordered[0], round(1 / (1 + math.exp(-SHARPNESS * ahead)), 3)


def gather(pixels: Pixels, lines: Sequence[Line]) -> dict[Kind, float]:
    """Evidence for each kind; about 1 where a picture is typical of it."""
    letters = sum(len(line.text) for line in lines)
    even = _even(lines)
    prompts, printed = shell_lines(lines)
    counted = counted_share(lines) > COUNTED and not prompts and not printed
    return {
        "photograph": _photograph(measure_texture(pixels), lines, letters),
        "chart": chart_evidence(pixels, lines),
        "diagram": diagram_evidence(pixels, lines) - min(0.6, letters / 1500),
        "page": 0.5 if letters >= 8 else 0.2,
        "table": max(
            _table(pixels, lines) - 0.6 * max(even, code_share(lines)),
            # Even widths are as usual in tables that programs type as in code.
            BARRED * barred_share(lines),
        )
        - 0.3 * min(2, prompts)
        - 0.5 * counted,
        "code": _code(lines, even) - 0.25 * min(2, prompts) + 0.35 * counted,
        "terminal": _terminal(pixels, lines, even, prompts, printed),
    }


def _even(lines: Sequence[Line]) -> float:
    """Evidence for a typeface of equal widths, from 0 to 1."""
    return max(0.0, min(1.0, evenness(lines) + 0.3))


def _photograph(texture: Texture, lines: Sequence[Line], letters: int) -> float:
    if not letters:
        return 1.5
    softness = 1.2 if texture.soft > 0.35 and texture.even < 0.5 else 0.0
    wordless = 0.6 if letters < 12 and texture.colors > (40 if letters >= 6 else 12) else 0.0
    sure = sum(line.confidence * len(line.text) for line in lines) / letters
    return softness + wordless + (0.3 if sure < 0.75 else 0.0) - min(1.0, letters / 150)


def _table(pixels: Pixels, lines: Sequence[Line]) -> float:
    """A picture of one table: most rows have several aligned cells, and there is little else."""
    lines = without_typed_rules(lines)
    rows = rows_of(lines)
    share = max(table_share(lines), ruled_share(pixels, lines))
    if len(rows) < 2 or not share:
        return 0.0
    cells = sum(map(len, rows)) / len(rows)
    height, width = pixels.shape[:2]
    cover = min(1.0, text_cover(lines, width, height) / 0.18)
    return cover * (1.3 * share + (0.1 if cells >= 2.5 else 0.0)) - 0.15


def _code(lines: Sequence[Line], even: float) -> float:
    """Code is set in even widths; its signs and words, and colours, tell it from what programs print."""
    signs = 1.5 * min(0.2, sign_share(lines))
    found = 0.65 * even + 0.55 * code_share(lines) + signs + 0.2 * colorful_share(lines) - 0.25
    # Headings and loosely set lists are a page's, whose code may be most of its text.
    found -= 0.5 * has_heading(lines) + 0.4 * (len(lines) >= 6 and rows_apart(lines) > APART)
    # Short code gives too few words to measure; what is plainly proportional is no code, whatever its signs.
    return found if evenness(lines) > PROPORTIONAL else min(0.45, found)


def _terminal(pixels: Pixels, lines: Sequence[Line], even: float, prompts: int, printed: int) -> float:
    """A terminal has prompts, or lines that shells and interpreters print."""
    if not lines:
        return 0.0
    said = 0.4 * min(2, prompts) + 0.5 * min(1.0, printed / 3)
    dark = sum(ground_of(pixels)) < DARK
    if not even and prompts < 2 and not dark:
        said *= 0.3
    return 0.45 * even + said + (0.2 if dark and said else 0.0)
