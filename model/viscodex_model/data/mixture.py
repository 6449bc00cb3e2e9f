"""Mixes several data sets by weight into one order of records, which depends on the seed alone."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_POOL = 50
"""Batches' worth of records that are sorted by length together: larger wastes less padding and mixes less."""


def mix(parts: Sequence[tuple[Sequence[T], float]], *, seed: int) -> list[T]:
    """Each part `repeat` times: 2 is twice, 0.5 a half of it, drawn by chance."""
    mixed: list[T] = []
    for number, (records, repeat) in enumerate(parts):
        whole, share = divmod(repeat, 1.0)
        mixed += list(records) * int(whole)
        mixed += random.Random(f"{seed} {number}").sample(list(records), round(share * len(records)))
    return mixed


def grouped_order(lengths: Sequence[int], *, batch: int, seed: int) -> list[int]:
    """Every index once, records of like length in the same batch, batches in a random order.

    The longest batch comes first, so that memory runs out at once or never.
    """
    source = random.Random(seed)
    order = source.sample(range(len(lengths)), len(lengths))
    batches: list[list[int]] = []
    for start in range(0, len(order), batch * _POOL):
        pool = sorted(order[start : start + batch * _POOL], key=lambda at: lengths[at], reverse=True)
        batches += [pool[at : at + batch] for at in range(0, len(pool), batch)]
    whole = [one for one in batches if len(one) == batch]
    source.shuffle(whole)
    longest = max(range(len(whole)), key=lambda at: max(lengths[index] for index in whole[at]), default=None)
    if longest:
        whole[0], whole[longest] = whole[longest], whole[0]
    rest = [index for one in batches if len(one) < batch for index in one]
    return [index for one in whole for index in one] + rest
