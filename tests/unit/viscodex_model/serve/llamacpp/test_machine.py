"""What is known before a GGUF model is loaded: memory, processor, speed, and how large pictures need be."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gguf.constants import GGMLQuantizationType
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from viscodex_model.checkpoint.gguf.header import GgufFile, GgufTensor
from viscodex_model.checkpoint.gguf.pair import GgufPair
from viscodex_model.core.errors import UserError
from viscodex_model.serve.llamacpp.conversation import count_cells, engine_messages, fitted, neutral
from viscodex_model.serve.llamacpp.legible import LEGIBLE_PIXELS, legible_scale, line_heights
from viscodex_model.serve.llamacpp.machine import check_memory, check_processor, needed, usual_threads
from viscodex_model.serve.llamacpp.speed import Speed, SpeedFile, measured_speed
from viscodex_model.serve.protocol.request import ImagePart, ImageUrl, Message, TextPart

GIGA = 10**9


def pair_of(parameters: int, nbytes: int) -> GgufPair:
    """A model of Qwen2.5-VL-3B's shape that was never written."""
    settings: dict[str, Any] = {
        "general.architecture": "qwen2vl",
        "qwen2vl.block_count": 36,
        "qwen2vl.attention.head_count": 16,
        "qwen2vl.attention.head_count_kv": 2,
        "qwen2vl.embedding_length": 2048,
    }
    tensor = GgufTensor("all", GGMLQuantizationType.F16, (parameters,), 0, nbytes)
    text = GgufFile(Path("model-f16.gguf"), nbytes, settings, {"all": tensor})
    return GgufPair(text, GgufFile(Path("mmproj.gguf"), 0, {}, {}))


def test_memory_is_weights_cache_and_what_lies_beside() -> None:
    """The cache of 8,192 tokens of a 3B model is 302 MB: 36 layers, keys and values, 2 heads of 128, two bytes."""
    need = needed(pair_of(3_750_000_000, 7_500_000_000), 8192)
    assert need.cache == 36 * 2 * 2 * 128 * 8192 * 2
    assert need.total == 7_500_000_000 + need.cache + 300_000_000


def test_only_layers_with_full_attention_fill_a_cache() -> None:
    """Of Qwen3.5 one layer in four keeps keys and values, in heads whose size the file says."""
    pair = pair_of(1_000_000, 2_000_000)
    more = {"qwen2vl.full_attention_interval": 4, "qwen2vl.attention.key_length": 256}
    hybrid = GgufPair(replace(pair.text, metadata={**pair.text.metadata, **more}), pair.projector)
    assert needed(hybrid, 8192).cache == 36 // 4 * 2 * 2 * 256 * 8192 * 2


def test_too_little_memory_names_a_smaller_quantisation_that_fits() -> None:
    """The sentence says what is needed, what is free and what to export; a finer form is named before a coarser one."""
    pair = pair_of(3_750_000_000, 7_500_000_000)
    check_memory(pair, 8192, free=9 * GIGA)
    with pytest.raises(
        UserError, match=r"about 8.10 GB of memory, and 6.00 GB are free. As q8_0 it needs 4.59 GB"
    ):
        check_memory(pair, 8192, free=6 * GIGA)
    with pytest.raises(UserError, match=r"As q4_0 it needs 2.71 GB: export it with --quant q4_0"):
        check_memory(pair, 8192, free=3 * GIGA)
    with pytest.raises(UserError, match="take a smaller model"):
        check_memory(pair, 8192, free=1 * GIGA)


def test_a_quantised_model_is_not_told_to_be_what_it_is() -> None:
    """A model of four bits that does not fit gets no advice to take four bits."""
    with pytest.raises(UserError, match="take a smaller model"):
        check_memory(pair_of(7_000_000_000, 4_000_000_000), 8192, free=2 * GIGA)


def test_a_processor_without_avx2_is_refused_before_the_engine_is_touched() -> None:
    """Else the system ends the process without a word. Other architectures have no AVX2 and need none."""
    with pytest.raises(UserError, match="no AVX2"):
        check_processor({"AVX2": False}, "x86_64")
    check_processor({"AVX2": True}, "AMD64")
    check_processor({}, "arm64")


def test_one_core_is_left_to_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Physical cores minus one, within those the process may use, and never none."""
    for physical, allowed, expected in ((8, 16, 7), (8, 4, 3), (2, 2, 1), (1, 1, 1), (None, 2, 1)):
        monkeypatch.setattr(
            "psutil.cpu_count", lambda *, logical, physical=physical: None if logical else physical
        )
        monkeypatch.setattr("os.cpu_count", lambda: 2)
        monkeypatch.setattr("os.sched_getaffinity", lambda _pid, allowed=allowed: set(range(allowed)))
        assert usual_threads() == expected


def test_what_was_measured_is_kept_and_foretells(tmp_path: Path) -> None:
    """A second server knows what the first measured; other models' figures stay; a slow moment counts for a third."""
    path = tmp_path / "cache" / "speed.json"
    SpeedFile(path, "other").note(Speed(1.0, 1.0))
    file = SpeedFile(path, "model")
    assert file.read() is None
    file.note(Speed(100.0, 10.0))
    assert SpeedFile(path, "model").read() == Speed(100.0, 10.0)
    assert Speed(100.0, 10.0).seconds(prompt=1000, reply=200) == 30.0
    assert file.note(Speed(50.0, 5.0)) == Speed(85.0, 8.5)
    assert SpeedFile(path, "other").read() == Speed(1.0, 1.0)


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"model": {"read": 0, "write": 3}}', '{"model": {"read": "x"}}']
)
def test_a_damaged_record_of_speeds_is_no_record(content: str, tmp_path: Path) -> None:
    """It is measured again and written over."""
    path = tmp_path / "speed.json"
    path.write_text(content)
    assert SpeedFile(path, "model").read() is None
    SpeedFile(path, "model").note(Speed(3.0, 4.0))
    assert json.loads(path.read_text())["model"] == {"read": 3.0, "write": 4.0}


def test_timings_of_a_cached_prompt_say_nothing_of_speed() -> None:
    """One token read in a moment would foretell miracles."""
    assert measured_speed({"prompt_n": 1, "prompt_ms": 0.1, "predicted_n": 9, "predicted_ms": 90}) is None
    measured = {"prompt_n": 200, "prompt_ms": 2000, "predicted_n": 10, "predicted_ms": 500}
    assert measured_speed(measured) == Speed(100.0, 20.0)


def test_a_picture_is_scaled_by_its_smallest_text_and_never_up() -> None:
    """Text of twice the legible height allows half the size; a speck among many lines does not count."""
    assert legible_scale([2 * LEGIBLE_PIXELS] * 10) == 0.5
    assert legible_scale([LEGIBLE_PIXELS / 2, 60.0]) == 1.0
    assert legible_scale([]) == 1.0
    assert legible_scale([1.0] + [4 * LEGIBLE_PIXELS] * 99) == 0.25


@given(st.integers(1, 900), st.integers(1, 900), st.floats(0.05, 1.0))
def test_pictures_fill_whole_cells_within_their_number(width: int, height: int, scale: float) -> None:
    """Whatever its size, a picture has whole cells, and about as many as allowed at most."""
    picture = fitted(Image.new("RGB", (width, height)), side=28, most_cells=100, scale=scale)
    assert picture.width % 28 == 0
    assert picture.height % 28 == 0
    cells = count_cells([picture], 28)
    # Each side is filled up by less than a cell.
    assert 1 <= cells <= 100 + picture.width // 28 + picture.height // 28 + 1


def test_what_looks_like_a_control_token_stays_text() -> None:
    """Also where two parts of a message make one together; ordinary code is not touched."""
    assert neutral("<|im_end|> <__media__> a < b <b>") == "< |im_end|> < __media__> a < b <b>"
    split = Message(
        role="user", content=[TextPart(type="text", text="<|im"), TextPart(type="text", text="_end|>")]
    )
    assert engine_messages([split], [])[0]["content"] == [{"type": "text", "text": "< |im_end|>"}]


def test_pictures_stand_where_the_request_has_them() -> None:
    """Text, picture, text: the order is kept, a developer is the system, neighbouring texts are joined."""
    picture = ImagePart(type="image_url", image_url=ImageUrl(url="data:"))
    texts = [TextPart(type="text", text=text) for text in ("before", " it", "after")]
    said = engine_messages(
        [
            Message(role="developer", content="rules"),
            Message(role="user", content=[texts[0], texts[1], picture, texts[2]]),
        ],
        [Image.new("RGB", (28, 28))],
    )
    assert said[0] == {"role": "system", "content": "rules"}
    assert [part["type"] for part in said[1]["content"]] == ["text", "image_url", "text"]
    assert said[1]["content"][0]["text"] == "before it"


def test_the_reader_measures_the_smallest_text() -> None:
    """Lines of 40 and of 80 pixels: a picture is scaled by the smaller ones, to about the legible height."""
    picture = Image.new("RGB", (900, 500), "white")
    draw = ImageDraw.Draw(picture)
    for place in range(3):
        draw.text((30, 30 + 70 * place), "total price of all parts", fill="black", font_size=40)
    draw.text((30, 300), "A large title", fill="black", font_size=80)
    heights = line_heights(picture)
    assert len(heights) == 4
    scale = legible_scale(heights)
    assert 0.3 < scale < 0.7
    assert min(heights) * scale == pytest.approx(LEGIBLE_PIXELS, rel=0.3)
