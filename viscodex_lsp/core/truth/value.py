"""The mean of the parts that were measured, with the weights that the calibration found (see docs/truth.md).

Words tell what belongs to a picture from what does not, and places, colours and structure tell versions of it apart.
A chart has few words, and charts of a kind share them: its marks count for half as much as its words.
Where nothing was drawn, places are the order of words, in which hardly any damage but a swap is felt: it decides
between versions with equal words, and no more.
"""

from collections.abc import Mapping

from viscodex_lsp.core.truth.nouns.likeness import Part

DRAWN: Mapping[str, float] = {
    "words": 0.6, "places": 0.25, "colours": 0.05, "structure": 0.02, "lines": 0.6, "chart": 0.3,
}  # fmt: skip
NOT_DRAWN: Mapping[str, float] = {"words": 0.6, "places": 0.03, "colours": 0.1, "lines": 0.6, "chart": 0.3}


def mean_of(parts: Mapping[str, Part]) -> float | None:
    """The weighted mean of the measured parts; None where there are none."""
    measured = {name: part.value for name, part in parts.items() if part.value is not None}
    weights = DRAWN if "structure" in measured else NOT_DRAWN
    total = sum(weights[name] for name in measured)
    return sum(weights[name] * value for name, value in measured.items()) / total if total else None
