"""Design2Code's high level, by a CLIP of the published form with small and random weights."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.instruments.clip import Clip
from viscodex_model.evaluate.instruments.pages import Page
from viscodex_model.evaluate.metrics.pages.matching import Block


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """CLIP from a folder, as a user gives it."""
    pytest.importorskip("cv2", reason="OpenCV is not installed")
    from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel

    folder = tmp_path_factory.mktemp("clip")
    small = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    vision = {**small, "image_size": 32, "patch_size": 8}
    CLIPModel(CLIPConfig(text_config=small, vision_config=vision, projection_dim=8)).save_pretrained(folder)
    size: dict[str, Any] = {"size": {"shortest_edge": 32}, "crop_size": {"height": 32, "width": 32}}
    CLIPImageProcessor(**size).save_pretrained(folder)
    return Clip(folder)


def page(ground: str, *, text: str | None = None) -> Any:
    """A page of one colour, with a black box of text on it where `text` is its colour."""
    image = Image.new("RGB", (64, 48), ground)
    blocks: tuple[Block, ...] = ()
    if text is not None:
        ImageDraw.Draw(image).rectangle((16, 12, 31, 23), fill=text)
        blocks = (Block("x", (0.25, 0.25, 0.25, 0.25), (0, 0, 0)),)
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return Page(buffer.getvalue(), blocks)


def test_a_page_is_wholly_like_itself(clip: Any) -> None:
    """The cosine of a page with itself is 1, with another page less."""
    assert clip.similarity(page("red"), page("red")) == pytest.approx(1.0, abs=1e-6)
    assert clip.similarity(page("red"), page("blue")) < 0.9999


def test_text_is_filled_in_from_around_it(clip: Any) -> None:
    """What stands in a block of text does not count: pages that differ there alone are as one."""
    assert clip.similarity(page("red", text="black"), page("red", text="white")) == pytest.approx(
        1.0, abs=1e-6
    )
    assert clip.similarity(page("red", text="black"), page("red")) == pytest.approx(1.0, abs=1e-3)


def test_a_folder_without_clip_is_said(tmp_path: Path) -> None:
    """The sentence names the folder and what is expected."""
    with pytest.raises(UserError, match="clip-vit-base-patch32"):
        Clip(tmp_path)
