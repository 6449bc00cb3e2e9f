"""Components instead of raw markup: small repositories, a model that knows nothing of them, and the index's speed.

.venv/bin/python benchmarks/components.py [--without-speed]
"""

import argparse
import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from benchmarks.reuse import held_out, others, replies  # noqa: E402 - the repository's own packages come with the path
from benchmarks.reuse.libraries import ANGULAR, PACKAGES, installed  # noqa: E402
from benchmarks.reuse.measure import Count, Libraries, judged, measure, own_repositories, work_folder  # noqa: E402
from benchmarks.reuse.replies import Naive  # noqa: E402
from benchmarks.reuse.repository import Repository  # noqa: E402
from benchmarks.reuse.speed import speed  # noqa: E402
from tests.fixtures.judges import compilers  # noqa: E402

Replies = Callable[[Repository], list[Naive]]
RUNS: dict[str, tuple[str, Replies, Callable[[], Iterable[Repository]]]] = {
    "repair": ("repair", replies.replies, own_repositories),
    "repair, held out": ("repair", held_out.replies, own_repositories),
    "libraries": ("repair", replies.replies, others.seen),
    "unseen": ("repair", replies.replies, others.unseen),
    "unseen, held out": ("repair", held_out.replies, others.unseen),
    "further": ("repair", replies.replies, others.further),
    "further, held out": ("repair", held_out.replies, others.further),
    "fourteen": ("repair", replies.replies, others.fourteen),
    "fourteen, held out": ("repair", held_out.replies, others.fourteen),
    "twelve": ("repair", replies.replies, others.twelve),
    "twelve, held out": ("repair", held_out.replies, others.twelve),
    "off": ("off", replies.replies, own_repositories),
}
# Checking the types of templates takes long: it is done for one set of replies to each repository.
TEMPLATES = frozenset({"repair", "libraries", "unseen", "further", "fourteen", "twelve"})
RESULT = ROOT / "benchmarks" / "results" / "components.json"
BUILD = ROOT / "build"


def main(arguments: list[str]) -> int:
    """Measure, print, and write the result."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument(
        "--without-speed", action="store_true", help="keep the index's figures of the last run"
    )
    parser.add_argument("--only", choices=list(RUNS), default="", help="run this one, and write no result")
    given = parser.parse_args(arguments)
    try:
        compilers.install()
        libraries = Libraries(
            angular=installed(BUILD / "reuse-angular", ANGULAR),
            others=installed(BUILD / "reuse-libraries", PACKAGES),
        )
    except (compilers.CompilersMissing, OSError, subprocess.CalledProcessError) as error:
        print(f"Not measured: {error}")
        return 1
    result: dict[str, Any] = {}
    with work_folder() as folder:
        for name, (mode, answers, repositories) in RUNS.items():
            if given.only in {"", name}:
                asked = [(each, answers(each)) for each in repositories()]
                print(f"Measuring: {name}", flush=True)
                result[name] = asyncio.run(
                    _measured(Path(folder) / name, libraries, mode, asked, templates=name in TEMPLATES)
                )
        if given.only:
            _print(result)
            return 0
        if not given.without_speed:
            result["index"] = speed(Path(folder) / "many")
    if "index" not in result and RESULT.is_file():
        result["index"] = json.loads(RESULT.read_text()).get("index", {})
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    _print(result)
    return 0


async def _measured(
    folder: Path,
    libraries: Libraries,
    mode: str,
    repositories: list[tuple[Repository, list[Naive]]],
    *,
    templates: bool,
) -> dict[str, Any]:
    folder.mkdir(parents=True)
    counts: dict[str, Count] = {}
    asked = []
    for repository, answers in repositories:
        count, given = await measure(repository, answers, folder, libraries, mode=mode)
        counts[repository.name] = count
        asked.append(given | {"templates": templates})
    for count, faults in zip(counts.values(), judged(asked, compilers.FOLDER, libraries), strict=True):
        count.faults = faults
    return _summed(counts)


def _summed(counts: dict[str, Count]) -> dict[str, Any]:
    expected, became = (
        sum(getattr(count, name) for count in counts.values()) for name in ("expected", "became")
    )
    wrong = [fault for count in counts.values() for fault in count.faults if _is_of_import(fault)]
    return {
        "repositories": len(counts),
        "replies": 3 * len(counts),
        "elements that match": expected,
        "became components": became,
        "share": round(became / expected, 4),
        "values that became tokens": sum(count.tokens for count in counts.values()),
        "values that are tokens": sum(count.tokens_expected for count in counts.values()),
        "wrong imports": len(wrong),
        "repositories with compiler faults": sum(bool(count.faults) for count in counts.values()),
        "replies refused": sum(len(count.refused) for count in counts.values()),
        "questions": sum(count.questions for count in counts.values()),
        "most tokens told": max(count.told_tokens for count in counts.values()),
        "each": {name: vars(count) for name, count in counts.items()},
    }


def _is_of_import(fault: str) -> bool:
    return any(
        word in fault
        for word in (
            "resolve",
            "No matching export",
            "Cannot find module",
            "no exported member",
            "not a known element",
        )
    )


def _print(result: dict[str, Any]) -> None:
    for mode in (name for name in RUNS if name in result):
        found = dict(result[mode])
        each = found.pop("each")
        print(mode, json.dumps(found, indent=2))
        for name, count in each.items() if mode != "off" else ():
            if count["became"] < count["expected"] or count["faults"] or count["refused"]:
                told = (*count["faults"], *count["refused"], *count["left"])
                print(f"  {name}: {count['became']} of {count['expected']}", *told, sep="\n      ")
    print("index", json.dumps(result.get("index"), indent=2))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
