"""A folder's tokenizer, picture processor and chat template load without torchvision, wherever they are written."""

import json
from pathlib import Path

import pytest
from PIL import Image
from viscodex_model.checkpoint.chat_template import read_chat_template
from viscodex_model.checkpoint.processor import load_processor, load_tokenizer
from viscodex_model.core.errors import UserError

from tests.fixtures.models.tiny_checkpoints import CHAT_TEMPLATE, tiny_tokenizer, tiny_vlm


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny checkpoint of its own."""
    return tiny_vlm(tmp_path / "vlm")


def test_a_picture_becomes_as_many_tokens_as_its_patches_merge_to(folder: Path) -> None:
    """A picture of 112x56 is 8x4 patches and, merged two by two, 8 picture tokens between its marks."""
    processor = load_processor(folder)
    inputs = processor(
        text=["<|vision_start|><|image_pad|><|vision_end|>"],
        images=[Image.new("RGB", (112, 56))],
        return_tensors="pt",
    )
    assert inputs["image_grid_thw"].tolist() == [[1, 4, 8]]
    assert inputs["mm_token_type_ids"].tolist() == [[0] + [1] * 8 + [0]]
    assert inputs["pixel_values"].shape == (32, 3 * 2 * 14 * 14)


def test_the_tokenizer_is_the_one_of_the_file(folder: Path) -> None:
    """The splitting rules of tokenizer.json are kept, not those a known class would bring."""
    text = "naïve  text\n\n<div>42</div> 🙂"
    assert load_tokenizer(folder).encode(text) == tiny_tokenizer().encode(text).ids


def test_the_chat_template_is_found_in_each_of_its_places(folder: Path) -> None:
    """tokenizer_config.json, chat_template.json (also as a list) and chat_template.jinja, the last one first."""
    assert read_chat_template(folder) == CHAT_TEMPLATE
    loose = folder / "chat_template.json"
    loose.write_text(json.dumps({"chat_template": "from json"}))
    assert read_chat_template(folder) == "from json"
    named = [{"name": "tool_use", "template": "no"}, {"name": "default", "template": "from list"}]
    loose.write_text(json.dumps({"chat_template": named}))
    assert read_chat_template(folder) == "from list"
    (folder / "chat_template.jinja").write_text("from jinja")
    assert load_processor(folder).chat_template == "from jinja"


def test_the_picture_settings_may_be_in_the_newer_file(folder: Path) -> None:
    """preprocessor_config.json may be missing where processor_config.json holds the same settings."""
    settings = json.loads((folder / "preprocessor_config.json").read_text())
    (folder / "preprocessor_config.json").unlink()
    (folder / "processor_config.json").write_text(
        json.dumps({"image_processor": settings | {"max_pixels": 56 * 56}})
    )
    assert load_processor(folder).image_processor.size["longest_edge"] == 56 * 56


@pytest.mark.parametrize("name", ["tokenizer.json", "preprocessor_config.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    """A folder without one of its files is refused with the file's name."""
    (folder / name).unlink()
    with pytest.raises(UserError, match=name):
        load_processor(folder)


def test_a_broken_file_is_named(folder: Path) -> None:
    """A file that is no JSON is refused with its name; so is a broken tokenizer."""
    (folder / "preprocessor_config.json").write_text("{")
    with pytest.raises(UserError, match=r"preprocessor_config.json is not readable JSON"):
        load_processor(folder)
    (folder / "tokenizer.json").write_text("{")
    with pytest.raises(UserError, match="tokenizer"):
        load_processor(folder)
