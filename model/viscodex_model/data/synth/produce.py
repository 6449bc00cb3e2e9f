"""Makes shards of pages, documents, walls, lines, swatches, charts, figures and code, on several processes.

The files are called `<kind>-NNNNN.zip`. A shard depends on the seed and its number alone, so a run that was stopped
goes on where it was. Which split a sample is in depends on its code alone.
"""

import hashlib
import multiprocessing
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from re import findall

import numpy as np

from viscodex_model.core.work_share import WHOLE, WorkShare
from viscodex_model.data.synth.content.documents import draw_document
from viscodex_model.data.synth.content.look import PALETTE, PALETTE_RGB, nearest, palette_number
from viscodex_model.data.synth.content.pages import draw_page
from viscodex_model.data.synth.frame import Framed, frame
from viscodex_model.data.synth.programs import DRAWERS, make_program_shard
from viscodex_model.data.synth.render import Sheet, Word, open_sheet
from viscodex_model.data.synth.shards import Box, Sample, write_shard
from viscodex_model.data.synth.walls import draw_wall, transcribe

PER_SHARD = 1000
PER_SHEET = 125
LARGEST = 160
"""Pages that take more image tokens are left out."""
LARGEST_DOCUMENT = 280
"""The same for documents, which hold more."""
SWATCHES = 0.03
PROGRAMS = (*DRAWERS, "code")
"""Kinds that no browser draws."""
PAGES = {"pages": draw_page, "documents": draw_document}
"""Kinds whose HTML is the answer."""
SPLITS = {"test": range(1), "validation": range(1, 2), "train": range(2, 50)}


@dataclass(frozen=True)
class Order:
    """What to make: `kind` is one of the command's; `unseen`: of words that training never shows."""

    kind: str
    count: int
    seed: int
    split: str
    folder: Path
    unseen: bool = False


def split_of(html: str) -> str:
    """The split a page belongs to, by its content."""
    number = int.from_bytes(hashlib.sha256(html.encode()).digest()[:4]) % 50
    return next(name for name, numbers in SPLITS.items() if number in numbers)


def produce(order: Order, *, workers: int, tell: Callable[[int], object], share: WorkShare = WHOLE) -> None:
    """Make the shards of `share` that are not there yet; `tell` hears of each finished shard's samples."""
    order.folder.mkdir(parents=True, exist_ok=True)
    jobs = [(order, number) for number in _numbers(order, share)]
    if workers == 1:
        for job in jobs:
            tell(_make_shard(job))
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for made in pool.imap_unordered(_make_shard, jobs):
            tell(made)


def count_samples(order: Order, share: WorkShare) -> int:
    """How many pictures a share of an order has."""
    return sum(_samples_in(order, number) for number in _numbers(order, share))


def _numbers(order: Order, share: WorkShare) -> Sequence[int]:
    return share.slice_of(range(-(-order.count // PER_SHARD)))


def _samples_in(order: Order, number: int) -> int:
    return min(PER_SHARD, order.count - number * PER_SHARD)


def _make_shard(job: tuple[Order, int]) -> int:
    order, number = job
    count = _samples_in(order, number)
    path = order.folder / f"{order.kind}-{number:05d}.zip"
    if not path.exists():
        source = random.Random(f"{order.kind} {order.split} {order.unseen} {order.seed} {number}")
        if order.kind in PROGRAMS:
            make_program_shard(path, order, source, count, split_of)
        else:
            write_shard(path, list(_samples(order, source, count)))
    return count


def _samples(order: Order, source: random.Random, count: int) -> Iterator[Sample]:
    made = 0
    with open_sheet() as sheet:
        while made < count:
            for sample in _one_sheet(order, source, sheet):
                if made < count:
                    yield sample
                    made += 1


def _one_sheet(order: Order, source: random.Random, sheet: Sheet) -> Iterator[Sample]:
    largest = LARGEST_DOCUMENT if order.kind == "documents" else LARGEST
    htmls = [_draw(order, source) for _ in range(PER_SHEET)]
    margins = [_margin(html, source) for html in htmls]
    for html, drawn in zip(htmls, sheet.draw(htmls, margins), strict=True):
        if order.kind == "pages" and order.split == "train" and source.random() < SWATCHES:
            yield draw_swatch(source)
        framed = frame(drawn, source) if drawn else None
        if framed and framed.cells <= largest:
            yield _sample(framed, html, order.kind)


def _draw(order: Order, source: random.Random) -> str:
    if order.kind in ("walls", "lines"):
        return draw_wall(source)
    while True:
        html = PAGES[order.kind](source, unseen=order.unseen)
        if split_of(html) == order.split:
            return html


def _margin(html: str, source: random.Random) -> str:
    """White, or the colour of the page itself."""
    ground = html.split("background:", 1)[1][:7]
    return ground if source.random() < 0.25 else "#ffffff"


def _sample(framed: Framed, html: str, kind: str) -> Sample:
    texts = page_words(html)
    words = framed.words if len(texts) == len(framed.words) else ()
    boxes = tuple(_box(word, text) for word, text in zip(words, texts, strict=False))
    if kind in PAGES:
        return Sample(framed.pixels, html, boxes)
    whole = tuple(box for box in boxes if _inside(box, framed))
    return Sample(framed.pixels, transcribe(whole) if kind == "lines" else "", whole)


def _inside(box: Box, framed: Framed) -> bool:
    """Whether a wall's word is whole: what goes beyond the wall or the picture is cut off."""
    height, width = framed.pixels.shape[:2]
    left, top, right, bottom = framed.root
    return (
        box[0] >= max(0, left)
        and box[1] >= max(0, top)
        and box[2] <= min(width, right)
        and box[3] <= min(height, bottom)
    )


def page_words(html: str) -> list[str]:
    """The words a page shows, in order: its text and its fields' hints."""
    shown = findall(r'placeholder="([^"]*)"|>([^<]+)', html)
    return [unescape(word) for hint, text in shown for word in (hint or text).split()]


def _box(word: Word, text: str) -> Box:
    return (*word.box, palette_number(word.ink), palette_number(word.ground), text)


def draw_swatch(source: random.Random) -> Sample:
    """A plain picture of one colour, 56 to 300 pixels wide and high; its page names the palette's nearest colour."""
    if source.random() < 0.7:
        number = source.randrange(len(PALETTE))
        tone = PALETTE_RGB[number]
    else:
        tone = np.array([source.randrange(256) for _ in range(3)])
        number = nearest(*(int(part) for part in tone))
    size = (source.randint(56, 180), source.randint(56, 180), 3) if source.random() < 0.7 else (56, 56, 3)
    pixels = np.broadcast_to(tone.astype(np.uint8), size).copy()
    return Sample(pixels, f'<div style="background:{PALETTE[number]};padding:40px"></div>', ())
