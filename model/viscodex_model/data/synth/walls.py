"""Makes word walls: pages full of words of every style, to learn reading from.

A wall is an HTML fragment of rows of words, chosen by a seeded `random.Random`; fonts, sizes, weights, colours and
places vary from word to word. From `walls` a model learns where words stand. `lines` look the same, and the answer is
what is written, row by row.
"""

import random
import string
from collections.abc import Sequence
from html import escape

from viscodex_model.data.synth.content.look import (
    ACCENTS,
    DARKS,
    FONT_ODDS,
    FONTS,
    INKS,
    LIGHTS,
    MUTED_ON_LIGHT,
    PALES,
)
from viscodex_model.data.synth.content.pages import ROOT, leaf, nest
from viscodex_model.data.synth.content.words import Writer
from viscodex_model.data.synth.shards import Box

SIDES = (196, 224, 252, 280, 308)
_SIGNS = string.ascii_letters + string.digits + string.punctuation.replace("<", "").replace("&", "")


def draw_wall(source: random.Random) -> str:
    """One wall at random, of one to a few background colours."""
    width, height = source.choice(SIDES), source.choice(SIDES)
    write = Writer(source)
    rows, used = [], 0
    while used < height - 20:
        tall = source.randint(18, 34)
        rows.append(_row(write, source, tall, width))
        used += tall
    style = f"width:{width}px;height:{height}px;overflow:hidden;white-space:nowrap"
    return f'<div style="width:{width}px"><div style="{style}">{"".join(rows)}</div></div>'


def _row(write: Writer, source: random.Random, tall: int, width: int) -> str:
    ground = source.choice(source.choices((("#ffffff",), LIGHTS, DARKS, ACCENTS), (5, 2, 2, 2))[0])
    inks = PALES if ground in DARKS or ground in ACCENTS else INKS + ACCENTS + MUTED_ON_LIGHT
    words, used = [], 0
    while used < width:
        size = (
            source.randint(12, min(26, tall - 4))
            if source.random() < 0.4
            else source.randint(12, min(17, tall - 4))
        )
        text, gap = _text(write, source), source.randint(3, 24)
        style = (
            f"font:{source.choice(('', '', 'bold '))}{size}px {source.choices(FONTS, FONT_ODDS)[0]}"
            f";color:{source.choice(inks)};margin-left:{gap}px"
        )
        words.append(f'<span style="{style}">{text}</span>')
        used += gap + int(len(text) * size * 0.55)
    return f'<div style="height:{tall}px;line-height:{tall}px;background:{ground}">{"".join(words)}</div>'


def _text(write: Writer, source: random.Random) -> str:
    chance = source.random()
    if chance < 0.7:
        return source.choices((str.lower, str.capitalize, str.upper), (6, 4, 1.5))[0](write.word())
    if chance < 0.85:
        return source.choice((write.number, write.price))().replace(" ", "")
    return "".join(source.choices(_SIGNS, k=source.randint(1, 6)))


def transcribe(words: Sequence[Box]) -> str:
    """The page that says what a wall's words say: a paragraph for each row; nothing where there are no words."""
    rows: list[list[str]] = []
    right = float("inf")
    for box in words:
        if box[0] < right:
            rows.append([])
        rows[-1].append(escape(box[6], quote=False))
        right = box[2]
    return "\n".join(nest(ROOT, [leaf("p", " ".join(row)) for row in rows])) if rows else ""
