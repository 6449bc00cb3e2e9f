"""Shards of pictures, and pictures drawn by a browser."""

import json
import random
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.core.errors import UserError
from viscodex_model.data.synth.frame import frame
from viscodex_model.data.synth.produce import Order, page_words, produce
from viscodex_model.data.synth.render import Drawn, Word, open_sheet
from viscodex_model.data.synth.shards import Sample, fenced, list_shards, read_samples, unfenced, write_shard

needs_chromium = pytest.mark.skipif(shutil.which("chromium") is None, reason="pages are drawn by chromium")


def make_sample(html: str = "<p>Hello</p>") -> Sample:
    """A small sample with one word."""
    pixels = np.arange(20 * 30 * 3, dtype=np.uint8).reshape(20, 30, 3)
    return Sample(pixels, html, ((1.0, 2.0, 20.5, 14.0, 3, 0, "Hello"),))


def test_a_shard_gives_back_what_was_written(tmp_path: Path) -> None:
    """Pictures, pages and boxes come back unchanged."""
    sample = make_sample()
    write_shard(tmp_path / "pages-00000.zip", [sample, make_sample("")])
    page, wall = read_samples(tmp_path)
    assert np.array_equal(page.pixels, sample.pixels)
    assert (page.html, page.words, wall.html) == (sample.html, sample.words, "")


def test_records_have_the_form_of_the_coding_dataset(tmp_path: Path) -> None:
    """A shard's records are images, messages and a category, the answer one html fence."""
    write_shard(tmp_path / "pages-00000.zip", [make_sample()])
    with zipfile.ZipFile(tmp_path / "pages-00000.zip") as archive:
        (record,) = json.loads(archive.read("records.json"))
    assert record == {
        "images": ["pages-00000/00000.png"],
        "messages": [
            {"role": "user", "content": "<image>"},
            {"role": "assistant", "content": "```html\n<p>Hello</p>\n```"},
        ],
        "category": "html",
    }


@given(st.text().filter(lambda html: not html.endswith("\n```")))
def test_a_fence_comes_off_as_it_went_on(html: str) -> None:
    """The page inside an answer is the page that was fenced."""
    assert unfenced(fenced(html)) == html


def test_a_folder_without_shards_says_how_to_make_them(tmp_path: Path) -> None:
    """An empty folder is refused with the command that fills it."""
    with pytest.raises(UserError, match="viscodex-model data synth"):
        list_shards(tmp_path)


def test_a_broken_shard_is_named(tmp_path: Path) -> None:
    """A file that is no shard is refused by its name."""
    (tmp_path / "pages-00000.zip").write_bytes(b"no zip")
    with pytest.raises(UserError, match=r"pages-00000\.zip"):
        list(read_samples(tmp_path))


@given(st.integers(0, 2**32), st.integers(60, 400), st.integers(40, 300))
def test_a_framed_picture_keeps_its_root_and_its_words(seed: int, width: int, height: int) -> None:
    """Cutting margins off never cuts the section, and a word's box moves with its pixels."""
    pixels = np.full((height + 64, width + 64, 3), 255, np.uint8)
    pixels[20 : 20 + height, 20 : 20 + width] = 7
    pixels[30:36, 25:45] = 200
    drawn = Drawn(pixels, (20, 20, 20 + width, 20 + height), (Word((25, 30, 45, 36), "", ""),))
    framed = frame(drawn, random.Random(seed))
    left, top, right, bottom = (round(edge) for edge in framed.words[0].box)
    assert (framed.pixels != 255).any(2).sum() == width * height
    assert (framed.pixels[top:bottom, left:right] == 200).all()


@needs_chromium
def test_a_drawn_word_lies_in_its_box() -> None:
    """The ink of a word is inside the box that is given for it, in the colours that are given."""
    html = '<p style="width:200px;padding:10px;color:#ff0000;background:#ffffff">Word</p>'
    with open_sheet() as sheet:
        (drawn,) = sheet.draw([html], ["#ffffff"])
    assert drawn is not None
    (word,) = drawn.words
    assert (word.ink, word.ground) == ("rgb(255, 0, 0)", "rgb(255, 255, 255)")
    rows, columns = np.nonzero((drawn.pixels < 200).any(2))
    left, top, right, bottom = word.box
    assert left - 1 <= columns.min() <= columns.max() <= right + 1
    assert top - 1 <= rows.min() <= rows.max() <= bottom + 1


@needs_chromium
def test_a_stopped_run_goes_on_and_makes_the_same(tmp_path: Path) -> None:
    """A shard that is there stays as it is; one made again is the same byte for byte."""
    told: list[int] = []
    order = Order(kind="pages", count=6, seed=3, split="train", folder=tmp_path)
    produce(order, workers=1, tell=told.append)
    (shard,) = list_shards(tmp_path)
    first = [(sample.html, sample.pixels.tobytes(), sample.words) for sample in read_samples(tmp_path)]
    shard.unlink()
    produce(order, workers=1, tell=told.append)
    assert [(one.html, one.pixels.tobytes(), one.words) for one in read_samples(tmp_path)] == first
    assert told == [6, 6]


@needs_chromium
def test_lines_answer_with_the_words_that_are_whole(tmp_path: Path) -> None:
    """All that is answered is drawn to its last letter, and it is what the boxes say."""
    produce(Order("lines", 12, 5, "train", tmp_path), workers=1, tell=lambda _: None)
    for sample in read_samples(tmp_path):
        assert page_words(sample.html) == [word[6] for word in sample.words] != []
        for left, top, right, bottom, *_, text in sample.words:
            rows = sample.pixels[round(top) : round(bottom)].astype(int)
            for start, end in ((left, left + 9), (right - 9, right)):
                part = rows[:, round(start) : round(end)]
                assert (abs(part - part[0, 0]).sum(-1) > 40).any(), text
