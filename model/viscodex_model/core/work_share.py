"""`--shard I/N`: one of N shares of a command's work, so that a cluster's scheduler can spread it over machines."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class WorkShare:
    """Share `number` (1 to `total`) of `total`."""

    number: int = 1
    total: int = 1

    @property
    def is_last(self) -> bool:
        """Whether no share comes after this one."""
        return self.number == self.total

    def slice_of(self, items: Sequence[Item]) -> Sequence[Item]:
        """This share's run of `items`: the shares' runs, one after another, are all of them in order."""
        many = len(items)
        return items[many * (self.number - 1) // self.total : many * self.number // self.total]

    def owns(self, index: int) -> bool:
        """Whether piece `index` (from 0) of a stream whose length is not known belongs to this share."""
        return index % self.total == self.number - 1


WHOLE = WorkShare()


def work_share(text: str) -> WorkShare:
    """Read "2/8"; an argparse type, whose errors are sentences."""
    number, slash, total = text.partition("/")
    if not (slash and number.isascii() and number.isdigit() and total.isascii() and total.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form I/N, such as 2/8")
    share = WorkShare(int(number), int(total))
    if not 1 <= share.number <= share.total:
        raise argparse.ArgumentTypeError(f"{text}: I goes from 1 to N")
    return share


def add_shard_option(parser: argparse.ArgumentParser, *, join: str) -> None:
    """Add `--shard I/N`; `join` says how the shares' outputs become one."""
    parser.add_argument(
        "--shard", type=work_share, default=WHOLE, metavar="I/N", help=f"do only share I of N; {join}"
    )
