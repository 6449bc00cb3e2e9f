"""What is not text, beside the rendering: boxes, rules, areas and pictures, by structural similarity.

SSIM (Wang, Bovik, Sheikh and Simoncelli, 2004) in grey on blocks of 8x8 pixels. Blocks in which something is drawn
count more than empty ones: else every page would be alike for its empty ground.
"""

from typing import Any

from PIL import Image, ImageMath

from viscodex_lsp.core.truth.nouns.likeness import Part

_BLOCK = 8
_C1 = (0.01 * 255) ** 2
_C2 = (0.03 * 255) ** 2
# The variance of grey in a block at which it counts fully, and what an empty block counts beside it.
_ACTIVE, _EMPTY = 60.0, 0.05


def compare_structure(there: Image.Image, here: Image.Image) -> Part:
    """Compare two pictures of one width whose texts are painted over; the lower one is continued in its last colour."""
    height = max(there.height, here.height)
    size = (-(-there.width // _BLOCK) * _BLOCK, -(-height // _BLOCK) * _BLOCK)
    x, y = _on_sheet(there, size), _on_sheet(here, size)
    means = {"x": _mean(x), "y": _mean(y), "xx": _mean(_product(x, x)), "yy": _mean(_product(y, y))}
    means["xy"] = _mean(_product(x, y))
    alike, weight = ImageMath.lambda_eval(_similarity, **means), ImageMath.lambda_eval(_weight, **means)
    total = _sum(weight)
    value = _sum(_product(alike, weight)) / total
    return Part(min(1.0, max(0.0, value)), "everything but text on the drawn page")


def _similarity(m: Any) -> Any:
    return (
        (m["x"] * m["y"] * 2 + _C1)
        * ((m["xy"] - m["x"] * m["y"]) * 2 + _C2)
        / (
            (m["x"] * m["x"] + m["y"] * m["y"] + _C1)
            * (m["xx"] - m["x"] * m["x"] + m["yy"] - m["y"] * m["y"] + _C2)
        )
    )


def _weight(m: Any) -> Any:
    spread = (m["xx"] - m["x"] * m["x"]) + (m["yy"] - m["y"] * m["y"]) + (m["x"] - m["y"]) * (m["x"] - m["y"])
    return spread / (spread + _ACTIVE) + _EMPTY


def _product(a: Image.Image, b: Image.Image) -> Image.Image:
    product: Image.Image = ImageMath.lambda_eval(lambda m: m["a"] * m["b"], a=a, b=b)
    return product


def _mean(image: Image.Image) -> Image.Image:
    return image.reduce(_BLOCK)


def _sum(image: Image.Image) -> float:
    mean: Any = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return float(mean) * image.width * image.height


def _on_sheet(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    grey = image.convert("L")
    last: Any = grey.getpixel((grey.width - 1, grey.height - 1))
    sheet = Image.new("F", size, float(last))
    sheet.paste(grey.convert("F"), (0, 0))
    return sheet
