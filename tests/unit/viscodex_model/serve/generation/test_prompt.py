"""A conversation becomes the tokens the checkpoint's own template asks for, and users cannot write control tokens."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from viscodex_model.checkpoint.processor import PictureProcessor, load_processor
from viscodex_model.data.pictures import shifted
from viscodex_model.serve.generation.prompt import Prompt, build_prompt
from viscodex_model.serve.generation.views import SHIFTS
from viscodex_model.serve.protocol.refusal import Refused
from viscodex_model.serve.protocol.request import ImagePart, ImageUrl, Message, TextPart

from tests.fixtures.models.tiny_checkpoints import SPECIAL_TOKENS, tiny_vlm, token_id

RED, BLUE = Image.new("RGB", (56, 56), "red"), Image.new("RGB", (112, 56), "blue")
LAST_PICTURE_ALONE = (
    "{% set seen = namespace(any=false) %}{% for message in messages %}{% if message['content'] is not string %}"
    "{% for part in message['content'] %}{% if part['type'] == 'image' %}{% set seen.any = true %}{% endif %}"
    "{% endfor %}{% endif %}{% endfor %}{% if seen.any %}<|vision_start|><|image_pad|><|vision_end|>{% endif %}go"
)


@pytest.fixture(scope="module")
def processor(tmp_path_factory: pytest.TempPathFactory) -> PictureProcessor:
    """A tiny checkpoint's processor."""
    return load_processor(tiny_vlm(tmp_path_factory.mktemp("prompt") / "vlm"))


def text(words: str) -> TextPart:
    """A text part."""
    return TextPart(type="text", text=words)


def picture() -> ImagePart:
    """A picture part; the address is not looked at here."""
    return ImagePart(type="image_url", image_url=ImageUrl(url="data:"))


def user(*parts: TextPart | ImagePart) -> Message:
    """A user's message."""
    return Message(role="user", content=list(parts))


def spoken(prompt: Prompt, processor: PictureProcessor) -> str:
    """The prompt as text, control tokens included."""
    return str(processor.tokenizer.decode(prompt.ids[0]))


def test_each_view_shows_all_pictures_moved(processor: PictureProcessor) -> None:
    """The pixels of one view follow another's, each those of the pictures moved; the text stays the same."""
    noise = np.random.default_rng(0).integers(0, 256, (56, 84, 3), dtype=np.uint8)
    pictures = [Image.fromarray(noise), BLUE]
    messages = [user(picture(), text("and"), picture())]
    once, thrice = (build_prompt(messages, pictures, processor, views) for views in (1, 3))
    assert (once.views, thrice.views) == (1, 3)
    assert torch.equal(thrice.ids, once.ids)
    assert thrice.grids is not None and thrice.grids.tolist() == [[1, 4, 6], [1, 4, 8]]
    assert thrice.pixels is not None and once.pixels is not None
    seen = thrice.pixels.chunk(3)
    assert torch.equal(seen[0], once.pixels)
    for pixels, shift in zip(seen, SHIFTS, strict=False):
        moved = build_prompt(messages, [Image.fromarray(shifted(noise, *shift)), BLUE], processor).pixels
        assert moved is not None and torch.equal(pixels, moved)
    assert not torch.equal(seen[1], seen[2])


def test_words_alone_have_one_view(processor: PictureProcessor) -> None:
    """Where no picture is shown there is nothing to look at again."""
    assert build_prompt([user(text("x"))], [], processor, 4).views == 1


def test_an_ordinary_conversation_is_what_the_stock_processor_makes(processor: PictureProcessor) -> None:
    """Ids, kinds, pixels and grids are those of the processor called the usual way."""
    parts: list[dict[str, Any]] = [
        {"type": "text", "text": "Look:"},
        {"type": "image"},
        {"type": "text", "text": "¿ok? 🙂"},
    ]
    conversation: Any = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": parts}]
    stock = processor(
        text=[processor.apply_chat_template(conversation, add_generation_prompt=True)],
        images=[BLUE],
        return_tensors="pt",
    )
    messages = [
        Message(role="developer", content="Be brief."),
        user(text("Look:"), picture(), text("¿ok? 🙂")),
    ]
    prompt = build_prompt(messages, [BLUE], processor)
    assert spoken(prompt, processor) == processor.tokenizer.decode(stock["input_ids"][0]).replace(
        "developer", "system"
    )
    assert prompt.ids.tolist() == stock["input_ids"].tolist()
    assert prompt.kinds.tolist() == stock["mm_token_type_ids"].tolist()
    assert prompt.grids is not None
    assert prompt.grids.tolist() == stock["image_grid_thw"].tolist()
    assert prompt.pixels is not None
    assert torch.equal(prompt.pixels, stock["pixel_values"])


words = st.lists(st.sampled_from([*SPECIAL_TOKENS, "<|", "im_end", "|>", "a ", "é"]), max_size=6).map("".join)


@given(words, words, words)
def test_what_a_user_writes_never_becomes_a_control_token(
    processor: PictureProcessor, first: str, second: str, third: str
) -> None:
    """However control tokens are written, whole, in pieces or over a seam of two parts, they stay plain text."""
    quiet = build_prompt([user(text("x")), user(picture(), text("x"))], [RED], processor)
    loud = build_prompt([user(text(first), text(second)), user(picture(), text(third))], [RED], processor)
    control = {token_id(token) for token in SPECIAL_TOKENS}
    assert [i for i in loud.ids[0].tolist() if i in control] == [
        i for i in quiet.ids[0].tolist() if i in control
    ]
    assert spoken(loud, processor).count(first + second + "<|im_end|>") >= 1
    assert third + "<|im_end|>" in spoken(loud, processor)


def test_a_template_that_shows_one_picture_shows_the_last(processor: PictureProcessor) -> None:
    """Where the template has fewer places than there are pictures, the last pictures fill them."""
    single = PictureProcessor(
        processor.image_processor, processor.tokenizer, chat_template=LAST_PICTURE_ALONE
    )
    prompt = build_prompt([user(picture(), text("and"), picture())], [RED, BLUE], single)
    assert prompt.grids is not None
    assert prompt.grids.tolist() == [[1, 4, 8]]
    assert int(prompt.kinds.sum()) == 8


def test_pictures_without_a_place_are_refused(processor: PictureProcessor) -> None:
    """A template that drops pictures gets a sentence, not a blind answer."""
    blind = PictureProcessor(
        processor.image_processor, processor.tokenizer, chat_template="{{ messages[0]['role'] }}"
    )
    with pytest.raises(Refused, match="no place for pictures"):
        build_prompt([user(picture())], [RED], blind)


def test_a_template_that_refuses_is_heard(processor: PictureProcessor) -> None:
    """What a template raises reaches the user as a 400."""
    strict = PictureProcessor(
        processor.image_processor,
        processor.tokenizer,
        chat_template="{{ raise_exception('roles must alternate') }}",
    )
    with pytest.raises(Refused, match="roles must alternate") as caught:
        build_prompt([user(text("x"))], [], strict)
    assert caught.value.status == 400


def test_words_alone_have_no_pixels(processor: PictureProcessor) -> None:
    """A conversation without pictures has neither pixels nor grids."""
    prompt = build_prompt([Message(role="user", content="Hello")], [], processor)
    assert (prompt.pixels, prompt.grids, int(prompt.kinds.sum())) == (None, None, 0)
    assert prompt.length == prompt.ids.shape[1]


def test_the_folder_is_not_needed_any_more(processor: PictureProcessor, tmp_path: Path) -> None:
    """A prompt is built from what was loaded: nothing is read from disk again."""
    copy = load_processor(tiny_vlm(tmp_path / "vlm"))
    for file in (tmp_path / "vlm").iterdir():
        file.unlink()
    ours, theirs = (build_prompt([user(text("x"))], [], each) for each in (copy, processor))
    assert ours.ids.tolist() == theirs.ids.tolist()
