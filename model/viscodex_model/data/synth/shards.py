"""Writes training pictures with their records as zip files, called shards, and reads them back.

A shard holds PNG pictures, `records.json` (a JSON array in the form of the Multimodal Coding
Dataset: `images`, `messages`, `category`) and `boxes.json` (for each picture its words: left, top, right, bottom in
pixels, the palette numbers of ink and ground, the text).
"""

import io
import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from viscodex_model.core.archive import write_member
from viscodex_model.core.errors import UserError
from viscodex_model.data.synth.render import Pixels

Box = tuple[float, float, float, float, int, int, str]
"""A word's left, top, right, bottom; palette numbers of its colour and of what is behind it; its text."""


@dataclass(frozen=True)
class Sample:
    """A picture (uint8, height x width x 3), the HTML it shows (empty for a wall), and its words."""

    pixels: Pixels
    html: str
    words: tuple[Box, ...]


def fenced(html: str) -> str:
    """The answer that belongs to a page: one fenced block."""
    return f"```html\n{html}\n```"


def unfenced(answer: str) -> str:
    """The page inside an answer."""
    return answer.removeprefix("```html\n").removesuffix("\n```")


def write_shard(path: Path, samples: Sequence[Sample]) -> None:
    """Write one shard, aside first, so that a shard that exists is whole."""
    records, boxes = [], {}
    aside = path.with_suffix(".part")
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as archive:
        for index, sample in enumerate(samples):
            name = f"{path.stem}/{index:05d}.png"
            write_member(archive, name, _png(sample.pixels))
            boxes[name] = boxes_as_json(sample.words)
            records.append(_record(name, sample.html))
        write_member(archive, "records.json", json.dumps(records), deflated=True)
        write_member(archive, "boxes.json", json.dumps(boxes), deflated=True)
    os.replace(aside, path)


def boxes_as_json(words: Sequence[Box]) -> list[list[Any]]:
    """A picture's entry in `boxes.json`."""
    return [[*(round(edge, 1) for edge in word[:4]), *word[4:]] for word in words]


def decode(png: bytes) -> Pixels:
    """A PNG's pixels in RGB."""
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"))


def _record(name: str, html: str) -> dict[str, object]:
    if not html:
        return {"images": [name], "messages": [], "category": "wall"}
    messages = [{"role": "user", "content": "<image>"}, {"role": "assistant", "content": fenced(html)}]
    return {"images": [name], "messages": messages, "category": "html"}


def _png(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


class Shard:
    """One shard opened for reading; pictures are decoded one by one."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
            self.records: list[dict[str, Any]] = json.loads(self._archive.read("records.json"))
            # Records that were imported have no boxes: where their words stand nobody knows.
            known = "boxes.json" in self._archive.NameToInfo
            self._boxes: dict[str, list[list[Any]]] = (
                json.loads(self._archive.read("boxes.json")) if known else {}
            )
        except (OSError, KeyError, zipfile.BadZipFile, json.JSONDecodeError) as error:
            raise UserError(
                f"{path} is not a shard of training pictures ({error}): make it again."
            ) from error
        self.names = [str(record["images"][0]) for record in self.records]

    def answer(self, index: int) -> str:
        """What is to be answered to one record's picture, fence and all; empty for a wall."""
        messages = self.records[index]["messages"]
        return str(messages[-1]["content"]) if messages else ""

    def category(self, index: int) -> str:
        """What kind of picture one record has: html, wall, chart or code."""
        return str(self.records[index]["category"])

    def html(self, index: int) -> str:
        """The page of one record; empty for a wall."""
        return unfenced(self.answer(index))

    def words(self, index: int) -> tuple[Box, ...]:
        """The words of one record's picture; none where they are not known."""
        found = self._boxes.get(self.names[index], [])
        return tuple((a, b, c, d, ink, ground, text) for a, b, c, d, ink, ground, text in found)

    def png(self, index: int) -> bytes:
        """The picture of one record, as PNG bytes."""
        return self._archive.read(self.names[index])

    def pixels(self, index: int) -> Pixels:
        """The picture of one record, decoded."""
        return decode(self.png(index))


def list_shards(folder: Path) -> list[Path]:
    """The shards of a folder in order. Raises UserError where there is none."""
    found = sorted(folder.glob("*.zip"))
    if not found:
        raise UserError(
            f"{folder} holds no shards (*.zip): make them with `viscodex-model data synth pages --out {folder}`."
        )
    return found


def read_samples(folder: Path) -> Iterator[Sample]:
    """Every sample of a folder, in order."""
    for path in list_shards(folder):
        shard = Shard(path)
        for index in range(len(shard.records)):
            yield Sample(shard.pixels(index), shard.html(index), shard.words(index))
