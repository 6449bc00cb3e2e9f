"""What the match score promises."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from viscodex_lsp.core.errors import UnreadablePicture
from viscodex_lsp.core.picture.similarity import similarity


def png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def noise(seed: int, width: int = 64, height: int = 48) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)


def reference(a: np.ndarray, b: np.ndarray) -> float:
    """The same by numpy, for sides that are multiples of 8."""
    x, y = (side.astype(float).reshape(side.shape[0] // 8, 8, side.shape[1] // 8, 8) for side in (a, b))
    mx, my = x.mean((1, 3)), y.mean((1, 3))
    vx, vy = x.var((1, 3)), y.var((1, 3))
    both = (x * y).mean((1, 3)) - mx * my
    c1, c2 = 2.55**2, 7.65**2
    blocks = (2 * mx * my + c1) * (2 * both + c2) / ((mx**2 + my**2 + c1) * (vx + vy + c2))
    return float(blocks.mean())


@pytest.mark.parametrize("pair", [(0, 0), (0, 1), (2, 3)])
def test_it_is_the_published_measure(pair: tuple[int, int]) -> None:
    """Its value is that of the formula, computed in another way."""
    a, b = noise(pair[0]), noise(pair[1])
    assert similarity(png(Image.fromarray(a)), png(Image.fromarray(b))) == pytest.approx(
        reference(a, b), abs=1e-4
    )


def test_a_negative_is_below_zero() -> None:
    """Where everything is the other way round the score is below 0."""
    a = noise(0)
    assert similarity(png(Image.fromarray(a)), png(Image.fromarray(255 - a))) < -0.9


@settings(max_examples=25, deadline=None)
@given(width=st.integers(1, 70), height=st.integers(1, 70), seed=st.integers(0, 99))
def test_a_picture_is_most_like_itself(width: int, height: int, seed: int) -> None:
    """Whatever its size, a picture compared with itself gives 1, and no other comparison more."""
    a, b = (
        png(Image.fromarray(noise(seed, width, height))),
        png(Image.fromarray(noise(seed + 1, height, width))),
    )
    assert similarity(a, a) == pytest.approx(1, abs=1e-5)
    assert similarity(a, b) <= 1 + 1e-5


def test_a_rendering_is_brought_to_the_originals_size() -> None:
    """The same page at twice the size is nearly the same; one that lacks its lower half is not."""
    page = Image.new("RGB", (160, 160), "white")
    page.paste("navy", (16, 16, 144, 64))
    page.paste("black", (16, 96, 144, 144))
    double = page.resize((320, 320), Image.Resampling.NEAREST)
    assert similarity(png(page), png(double)) > 0.9
    assert similarity(png(page), png(page.crop((0, 0, 160, 80)))) < 0.85


def test_what_is_no_picture_is_refused() -> None:
    """Damaged bytes are one of the named errors."""
    with pytest.raises(UnreadablePicture, match="cannot be decoded"):
        similarity(b"nothing", png(Image.new("L", (8, 8))))
