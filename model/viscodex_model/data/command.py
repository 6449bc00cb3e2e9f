"""`viscodex-model data synth pages|walls`: makes training pictures.

In: the command line. Out: shards in a folder, and a progress bar on standard error.
"""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    sources = parser.add_subparsers(dest="source", required=True, metavar="SOURCE")
    synth = sources.add_parser("synth", help="make pictures and their code from nothing")
    kinds = synth.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, told in (
        ("pages", "page sections and their HTML"),
        ("walls", "pictures full of words, to learn reading"),
    ):
        one = kinds.add_parser(kind, help=told)
        one.add_argument("--count", type=_positive, required=True, help="how many pictures")
        one.add_argument("--seed", type=int, default=0)
        one.add_argument(
            "--out", type=Path, required=True, help="folder for the shards; what is there is kept"
        )
        one.add_argument(
            "--workers", type=_positive, default=2, help="processes, each with a browser (default: 2)"
        )
        one.add_argument("--split", choices=("train", "validation", "test"), default="train")
        one.add_argument(
            "--unseen", action="store_true", help="pages of words that the other pages never show"
        )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Make the shards; 0 when all are there."""
    from tqdm import tqdm

    from viscodex_model.data.synth.produce import Order, produce

    order = Order(
        kind=arguments.kind,
        count=arguments.count,
        seed=arguments.seed,
        split=arguments.split,
        folder=arguments.out,
        unseen=arguments.unseen,
    )
    with tqdm(total=order.count, unit="pictures", smoothing=0.1) as bar:
        produce(order, workers=arguments.workers, tell=bar.update)
    return 0
