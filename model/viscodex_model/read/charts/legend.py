"""The legend: names that have a small sample of a series' colour beside them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from viscodex_model.read.charts.nouns import Legend
from viscodex_model.read.charts.plot.ink import color_owners, colorful
from viscodex_model.read.charts.scales.labels import Label
from viscodex_model.read.picture.colors import ground_of
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.picture.pixels import Pixels, crop

# In heights of the name: how far to its left the sample may begin, and how wide it is at least and at most.
REACH = 6.2
NARROWEST, WIDEST = 0.35, 5.0
# The share of the sample's colour, in a taller band around it, that has to be in the name's own row.
ISOLATED = 0.85


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    color: RGB
    box: Box
    sample: Box
    line: int


def find_legend(
    pixels: Pixels, labels: Sequence[Label], colors: Sequence[RGB]
) -> tuple[Legend, frozenset[int]] | None:
    """The legend and the indices of its lines; None where no name has a sample."""
    entries = [entry for label in labels if (entry := _entry(pixels, label, colors)) is not None]
    entries = _aligned([entry for entry in entries if not _written(entry, labels)])
    if not entries or (len(entries) == 1 and not (colorful(entries[0].color) or _is_word(entries[0].name))):
        return None
    entries = _completed(entries, pixels, labels, colors)
    boxes = [box for entry in entries for box in (entry.box, entry.sample)]
    margin = 0.4 * float(np.median([entry.box.height for entry in entries]))
    box = Box(
        min(box.left for box in boxes) - margin,
        min(box.top for box in boxes) - margin,
        max(box.right for box in boxes) + margin,
        max(box.bottom for box in boxes) + margin,
    )
    names = tuple((entry.name, entry.color) for entry in entries)
    return Legend(box, names), frozenset(entry.line for entry in entries)


def without_sample(text: str) -> str:
    """The name without the sample that was read as a dash or a dot before it."""
    return re.sub(r"^[-–—_=~•●■□○一·.]+\s*(?=\w)", "", text)


def _entry(pixels: Pixels, label: Label, colors: Sequence[RGB]) -> Entry | None:
    if not any(character.isalnum() for character in label.text):
        return None
    box, height = label.box, label.box.height
    left, right = (
        box.left - REACH * height,
        box.left + (2.5 * height if without_sample(label.text) != label.text else 0),
    )
    middle = box.center[1]
    tall = Box(max(0, left), middle - 1.5 * height, right, middle + 1.5 * height)
    part = crop(pixels, tall)
    if part.shape[0] < 3 or part.shape[1] < 3:
        return None
    owners = color_owners(part, ground_of(part), colors)
    row = np.abs(np.arange(part.shape[0]) + max(0, int(tall.top)) - middle) <= 0.75 * height
    best: Entry | None = None
    most = 0
    for index, color in enumerate(colors):
        mine = owners == index
        columns = np.flatnonzero(mine[row].any(0))
        total = int(mine.sum())
        if not len(columns) or total < 4 or total <= most:
            continue
        width = columns[-1] + 1 - columns[0]
        whole = columns[0] > 0 and NARROWEST * height <= width <= WIDEST * height
        if whole and mine[row].sum() >= ISOLATED * total and _near(columns, part.shape[1], height):
            start = max(0, int(tall.left))
            sample = Box(start + int(columns[0]), box.top, start + int(columns[-1]) + 1, box.bottom)
            best, most = Entry(without_sample(label.text), color, box, sample, label.line), total
    return best


def _written(entry: Entry, labels: Sequence[Label]) -> bool:
    """Whether what was taken for a sample is a part of other text: a stroke of a fraction, a sign."""
    x, y = entry.sample.center
    return any(
        label.line != entry.line
        and label.box.left <= x <= label.box.right
        and label.box.top <= y <= label.box.bottom
        for label in labels
    )


def _is_word(name: str) -> bool:
    return any(character.isalpha() for character in name)


def _near(columns: "np.ndarray[tuple[int], np.dtype[np.intp]]", width: int, height: float) -> bool:
    """Whether the sample ends close to the name."""
    return bool(width - columns[-1] <= 2.2 * height)


def _aligned(entries: Sequence[Entry]) -> list[Entry]:
    """The most entries that follow one another in a column, or that stand in one row."""
    sets = [_column(entry, entries) for entry in entries] + [_row(entry, entries) for entry in entries]
    return max(sets, key=lambda found: (len(found), len(found[0].name)), default=[])


def _row(first: Entry, entries: Sequence[Entry]) -> list[Entry]:
    row = [one for one in entries if abs(one.box.center[1] - first.box.center[1]) <= 0.4 * first.box.height]
    return sorted(row, key=lambda entry: entry.box.left)


def _column(first: Entry, entries: Sequence[Entry]) -> list[Entry]:
    """Entries below `first` whose samples begin where its sample does, without a large gap."""
    height = first.box.height
    column = [first]
    for entry in sorted(entries, key=lambda entry: entry.box.top):
        gap = entry.box.top - column[-1].box.bottom
        if abs(entry.sample.left - first.sample.left) <= height and -0.2 * height < gap < 2.5 * height:
            column.append(entry)
    return column


def _completed(
    entries: list[Entry], pixels: Pixels, labels: Sequence[Label], colors: Sequence[RGB]
) -> list[Entry]:
    """With names of the same column whose sample does not stand alone: it lies on a mark of its colour."""
    known = {entry.line for entry in entries}
    for label in sorted(labels, key=lambda label: label.box.top):
        near = min(entries, key=lambda entry: abs(entry.box.center[1] - label.box.center[1]))
        apart = abs(near.box.center[1] - label.box.center[1])
        height = near.box.height
        if label.line in known or abs(label.box.left - near.box.left) > 0.4 * height or apart > 2.6 * height:
            continue
        sample = Box(near.sample.left, label.box.top, near.sample.right, label.box.bottom)
        part = crop(pixels, sample)
        owners = color_owners(part, ground_of(pixels), colors)
        counts = np.bincount(owners[owners >= 0], minlength=len(colors))
        color = colors[int(counts.argmax())]
        if counts.max() >= 0.15 * owners.size and color not in [entry.color for entry in entries]:
            entries.append(Entry(label.text, color, label.box, sample, label.line))
            known.add(label.line)
    return sorted(
        entries, key=lambda entry: (round(entry.box.top / max(1, entry.box.height)), entry.box.left)
    )
