"""`viscodex-model data synth|mcd|import`: makes, checks and packs training data.

Shards are written to a folder, a progress bar to standard error, counts to standard output.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from viscodex_model.core.argument_types import positive
from viscodex_model.core.sizes import counted
from viscodex_model.core.work_share import WHOLE, add_shard_option

if TYPE_CHECKING:
    from viscodex_model.data.cleaning import Rules

_KINDS = (
    ("pages", "page sections and their HTML"),
    ("documents", "sections of documentation and their HTML"),
    ("walls", "pictures full of words, to learn reading"),
    ("lines", "the same, and what is written in each row"),
    ("charts", "charts and their matplotlib programs"),
    ("figures", "matplotlib figures as galleries show them, and their programs"),
    ("code", "pictures of code in six languages"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    sources = parser.add_subparsers(dest="source", required=True, metavar="SOURCE")
    synth = sources.add_parser("synth", help="make pictures and their code from nothing")
    kinds = synth.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, told in _KINDS:
        _configure_kind(kinds.add_parser(kind, help=told))
    mcd = sources.add_parser("mcd", help="check and pack the Multimodal Coding Dataset as it is published")
    mcd.add_argument("path", type=Path, help="mcd_598k.json, or the folder that holds it")
    mcd.add_argument(
        "--images", type=Path, help="the pictures' zip or folder (default: beside the JSON file)"
    )
    _configure_cleaning(mcd)
    add_shard_option(mcd, join="then run once without it where all parts lie together (default: all)")
    own = sources.add_parser("import", help="pack a folder of pictures and code, paired by name")
    own.add_argument("path", type=Path, help="the folder")
    own.add_argument("--prompt", help="what is asked where no NAME.txt lies beside a pair")
    own.add_argument("--category", help="the records' category (default: html for HTML, else code)")
    _configure_cleaning(own)


def _configure_kind(one: argparse.ArgumentParser) -> None:
    one.add_argument("--count", type=positive, required=True, help="how many pictures")
    one.add_argument("--seed", type=int, default=0)
    one.add_argument("--out", type=Path, required=True, help="folder for the shards; what is there is kept")
    one.add_argument("--workers", type=positive, default=2, help="processes (default: 2)")
    one.add_argument("--split", choices=("train", "validation", "test"), default="train")
    one.add_argument("--unseen", action="store_true", help="made of words that the others never show")
    add_shard_option(one, join="the files of all shares together are what one run makes (default: all)")


def _configure_cleaning(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--out", type=Path, required=True, help="folder for the shards; a stopped run goes on there"
    )
    one.add_argument(
        "--max-tokens", type=positive, default=16_384, help="longest record, with pictures (default: 16384)"
    )
    one.add_argument(
        "--tokenizer",
        type=Path,
        help="a checkpoint folder to count tokens with (default: estimated from bytes)",
    )
    one.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="DEFECT",
        help="keep records with this defect of the answer",
    )
    one.add_argument("--threads", type=positive, default=2, help="pictures checked at once (default: 2)")


def run(arguments: argparse.Namespace) -> int:
    """Make the shards; 0 when all are there."""
    return {"synth": _synth, "mcd": _mcd, "import": _import}[arguments.source](arguments)


def _synth(arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    from viscodex_model.data.synth.produce import Order, count_samples, produce

    order = Order(
        kind=arguments.kind,
        count=arguments.count,
        seed=arguments.seed,
        split=arguments.split,
        folder=arguments.out,
        unseen=arguments.unseen,
    )
    total = count_samples(order, arguments.shard)
    with tqdm(total=total, unit="pictures", smoothing=0.1) as bar:
        produce(order, workers=arguments.workers, tell=bar.update, share=arguments.shard)
    print(f"{counted(total, 'picture')} with {'its' if total == 1 else 'their'} code, in {arguments.out}.")
    return 0


def _mcd(arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    from viscodex_model.data.cleaning import Cleaner
    from viscodex_model.data.defects import KINDS
    from viscodex_model.data.intake import describe, take_in
    from viscodex_model.data.mcd import find_published, read_records
    from viscodex_model.data.pictures import open_pictures

    published = find_published(arguments.path, arguments.images)
    rules = _rules(arguments)
    cleaner = Cleaner(open_pictures(published.pictures), rules)
    size = published.records.stat().st_size
    order = {"from": published.records.name, "bytes": size, **_told(rules)}
    with tqdm(total=size, unit="B", unit_scale=True, smoothing=0.1) as bar:
        records = read_records(published.records, tell=bar.update)
        tally = take_in(
            records, cleaner, arguments.out, order=order, threads=arguments.threads, share=arguments.shard
        )
    print(describe(tally, KINDS))
    if arguments.shard != WHOLE:
        print(
            "Once all shares are done, bring their files into one folder and run this again without --shard."
        )
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from viscodex_model.data.cleaning import Cleaner
    from viscodex_model.data.defects import KINDS
    from viscodex_model.data.intake import describe, take_in
    from viscodex_model.data.pairs import PROMPT, read_pairs
    from viscodex_model.data.pictures import FolderPictures

    prompt = arguments.prompt or PROMPT
    pairs = list(read_pairs(arguments.path, prompt=prompt, category=arguments.category))
    rules = _rules(arguments)
    order = {"from": arguments.path.name, "prompt": prompt, "category": arguments.category, **_told(rules)}
    tally = take_in(
        pairs,
        Cleaner(FolderPictures(arguments.path), rules),
        arguments.out,
        order=order | {"pairs": len(pairs)},
        threads=arguments.threads,
    )
    print(describe(tally, KINDS))
    return 0


def _rules(arguments: argparse.Namespace) -> "Rules":
    from viscodex_model.data.cleaning import Rules, parse_keep

    return Rules(
        max_tokens=arguments.max_tokens, tokenizer=arguments.tokenizer, keep=parse_keep(arguments.keep)
    )


def _told(rules: "Rules") -> dict[str, object]:
    """The rules as they are kept beside the shards."""
    return {
        "max_tokens": rules.max_tokens,
        "tokenizer": str(rules.tokenizer) if rules.tokenizer else None,
        "keep": sorted(rules.keep),
    }
