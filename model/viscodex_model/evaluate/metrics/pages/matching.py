"""Computes Design2Code's four visual scores from the text blocks of two pages.

Source: C. Si et al., "Design2Code" (2024), section 4, as its authors' code computes it. Blocks that lie next to one
another in the list are merged while that makes the assignment better; matches below half similarity do not count.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from viscodex_model.evaluate.metrics.color_difference import color_similarity
from viscodex_model.evaluate.metrics.text_likeness import text_likeness

Costs = NDArray[np.float64]

CONTEXT_BONUS = 0.1
LEAST_SIMILARITY = 0.5
LEAST_GAIN = 0.05


@dataclass(frozen=True)
class Block:
    """Text on a page: `box` is (x, y, width, height) in fractions of the picture, `color` is RGB in 0..255."""

    text: str
    box: tuple[float, float, float, float]
    color: tuple[float, float, float]

    @property
    def area(self) -> float:
        return self.box[2] * self.box[3]


@dataclass(frozen=True)
class PageScores:
    """Four scores in 0..1, and how many blocks were left to compare after merging."""

    block_match: float
    text: float
    position: float
    color: float
    predicted_blocks: int = 0
    reference_blocks: int = 0

    @property
    def mean(self) -> float:
        return math.fsum((self.block_match, self.text, self.position, self.color)) / 4


@dataclass(frozen=True)
class Matching:
    """The blocks after merging, and which of them belong together."""

    predicted: tuple[Block, ...]
    reference: tuple[Block, ...]
    pairs: tuple[tuple[int, int], ...]


def compare_pages(predicted: Sequence[Block], reference: Sequence[Block]) -> PageScores:
    """Four scores of a predicted page; four zeros where a side has no block or nothing matches."""
    if not predicted or not reference:
        return PageScores(0.0, 0.0, 0.0, 0.0, len(predicted), len(reference))
    return score_matching(match_blocks(merge_equal_boxes(predicted), merge_equal_boxes(reference)))


def merge_equal_boxes(blocks: Sequence[Block]) -> list[Block]:
    """Blocks that share a box become one: texts joined by a space, colours averaged pairwise in order."""
    merged: dict[tuple[float, float, float, float], Block] = {}
    for block in blocks:
        known = merged.get(block.box)
        if known is None:
            merged[block.box] = block
            continue
        red, green, blue = ((old + new) / 2 for old, new in zip(known.color, block.color, strict=True))
        merged[block.box] = replace(known, text=f"{known.text} {block.text}", color=(red, green, blue))
    return list(merged.values())


def match_blocks(predicted: Sequence[Block], reference: Sequence[Block]) -> Matching:
    """Merge neighbours on both sides while it pays, then assign once with the bonus for matching neighbours."""
    left, right = list(predicted), list(reference)
    changed = True
    while changed:
        left_after = _merge_worthwhile(left, right, axis=0)
        right_after = _merge_worthwhile(right, left_after, axis=1)
        changed = len(left_after) < len(left) or len(right_after) < len(right)
        left, right = left_after, right_after
    rows, columns = linear_sum_assignment(_with_context(_text_costs(left, right)))
    pairs = tuple((int(i), int(j)) for i, j in zip(rows, columns, strict=True))
    return Matching(tuple(left), tuple(right), pairs)


def score_matching(matching: Matching) -> PageScores:
    """Area that matches, and the mean text, place and colour of what matches."""
    pairs = [(matching.predicted[i], matching.reference[j]) for i, j in matching.pairs]
    kept = [(one, two) for one, two in pairs if text_likeness(one.text, two.text) >= LEAST_SIMILARITY]
    sizes = (len(matching.predicted), len(matching.reference))
    matched_area = sum(one.area + two.area for one, two in kept)
    total_area = matched_area + _unmatched_area(matching, kept)
    if not kept or total_area == 0.0:
        return PageScores(0.0, 0.0, 0.0, 0.0, *sizes)
    colors = color_similarity([one.color for one, _ in kept], [two.color for _, two in kept])
    return PageScores(
        block_match=matched_area / total_area,
        text=float(np.mean([text_likeness(one.text, two.text) for one, two in kept])),
        position=float(np.mean([1.0 - _shift(one, two) for one, two in kept])),
        color=float(np.mean(colors)),
        predicted_blocks=sizes[0],
        reference_blocks=sizes[1],
    )


def _unmatched_area(matching: Matching, kept: Sequence[tuple[Block, Block]]) -> float:
    left = {id(one) for one, _ in kept}
    right = {id(two) for _, two in kept}
    alone = [block for block in matching.predicted if id(block) not in left]
    alone += [block for block in matching.reference if id(block) not in right]
    return sum(block.area for block in alone)


def _shift(one: Block, two: Block) -> float:
    across = (one.box[0] + one.box[2] / 2) - (two.box[0] + two.box[2] / 2)
    down = (one.box[1] + one.box[3] / 2) - (two.box[1] + two.box[3] / 2)
    return max(abs(across), abs(down))


def _text_costs(left: Sequence[Block], right: Sequence[Block]) -> Costs:
    return np.array([[-text_likeness(one.text, two.text) for two in right] for one in left])


def _assigned_costs(costs: Costs) -> list[float]:
    rows, columns = linear_sum_assignment(costs)
    return [float(value) for value in costs[rows, columns]]


def _join(first: Block, second: Block) -> Block:
    x, y = min(first.box[0], second.box[0]), min(first.box[1], second.box[1])
    right = max(first.box[0] + first.box[2], second.box[0] + second.box[2])
    bottom = max(first.box[1] + first.box[3], second.box[1] + second.box[3])
    red, green, blue = ((one + two) // 2 for one, two in zip(first.color, second.color, strict=True))
    return Block(f"{first.text} {second.text}", (x, y, right - x, bottom - y), (red, green, blue))


def _merge_worthwhile(blocks: list[Block], others: Sequence[Block], *, axis: int) -> list[Block]:
    """`blocks` with its most helpful neighbours joined; `axis` is 0 where they are the predicted page, 1 where not."""
    costs = _text_costs(blocks, others) if axis == 0 else _text_costs(others, blocks)
    before = _assigned_costs(costs)
    gains: list[tuple[int, float]] = []
    for index in range(len(blocks) - 1):
        joined = [_join(blocks[index], blocks[index + 1])]
        line = _text_costs(joined, others) if axis == 0 else _text_costs(others, joined)
        head, tail = np.split(np.delete(costs, (index, index + 1), axis), [index], axis)
        gain = _gain(before, _assigned_costs(np.concatenate([head, line, tail], axis)))
        if gain > LEAST_GAIN:
            gains.append((index, gain))
    return _join_best(blocks, gains)


def _join_best(blocks: list[Block], gains: list[tuple[int, float]]) -> list[Block]:
    """Join the best pairs first; a block takes part in one join a round."""
    result = list(blocks)
    taken: set[int] = set()
    gone: set[int] = set()
    for index, _ in sorted(gains, key=lambda item: item[1], reverse=True):
        if index in taken or index + 1 in taken:
            continue
        taken |= {index, index + 1}
        result[index] = _join(result[index], result[index + 1])
        gone.add(index + 1)
    return [block for index, block in enumerate(result) if index not in gone]


def _gain(before: list[float], after: list[float]) -> float:
    """How much the mean of the costs that changed went down; 0 where the best single cost did not improve too."""
    left, right = Counter(before), Counter(after)
    only_before, only_after = list((left - right).elements()), list((right - left).elements())
    mean_before = sum(only_before) / len(only_before) if only_before else 0.0
    mean_after = sum(only_after) / len(only_after) if only_after else 0.0
    if mean_before > mean_after and not min(only_before, default=0.0) > min(only_after, default=0.0):
        return 0.0
    return mean_before - mean_after


def _with_context(costs: Costs) -> Costs:
    """Add a tenth of the two best neighbouring costs to each cost below -0.5 (a window of one block around it)."""
    adjusted = costs.copy()
    for i, j in zip(*np.nonzero(costs < -LEAST_SIMILARITY), strict=True):
        around = np.sort(costs[max(0, i - 1) : i + 2, max(0, j - 1) : j + 2], axis=None)[::-1]
        own = int(np.flatnonzero(around == costs[i, j])[0])
        adjusted[i, j] += CONTEXT_BONUS * np.sum(np.delete(around, own)[-2:])
    return adjusted
