"""What a person does while the model works, tens of thousands of times: where does the code land, what is refused?

    .venv/bin/python benchmarks/races.py [--races 20000] [--deliveries 1000]

A person at work at random (`tests/fixtures/people/person.py`), whose every character has an identity: so it is known,
without the code that is judged, whether the place was touched and where the code belongs. Three position encodings;
clients that describe their changes, those that send their whole text anew, and those that do so after every second deed
only, of which the text alone cannot tell all; and seven ways in which a client takes an edit.
"""

import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import get_args

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

from tests.unit.viscodex_lsp.server.results import test_delivery  # noqa: E402
from tests.unit.viscodex_lsp.server.test_races import race  # noqa: E402
from viscodex_lsp.core.text.positions import Encoding  # noqa: E402
from viscodex_lsp.server.results import delivery  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "races.json"
RACES, DELIVERIES = 20_000, 1_000
AIM_NEEDLESS = 0.003
LANDING_SECONDS = 0.02


def raced(kind: str, races: int) -> dict[str, object]:
    """So many races for each encoding. Shares are of the places that nobody touched."""
    counts: Counter[str] = Counter()
    for encoding in get_args(Encoding):
        chance = random.Random(f"bench {encoding} {kind}")
        counts.update(race(chance, encoding, kind) for _ in range(races))
    right, misplaced, needless = counts["right"], counts["misplaced"], counts["needless"]
    untouched = right + misplaced + needless + counts["doubtful"]
    if kind == "joined":
        return {
            "races": counts.total() - counts["no patch"],
            "untouched": untouched,
            "applied": right + misplaced + counts["unseen"],
            "misplaced": misplaced,
            "touched_and_applied": counts["unseen"],
            "refused_though_untouched": counts["doubtful"],
        }
    return {
        "races": counts.total() - counts["no patch"],
        "untouched": untouched,
        "applied": right + misplaced + counts["touched"],
        "misplaced": misplaced,
        "touched_and_applied": counts["touched"],
        "applied_for_a_line_that_reads_the_same": counts["unseen"],
        "refused_though_untouched": needless + counts["doubtful"],
        "of_these_nobody_can_tell": counts["doubtful"],
        "needless_share": round(needless / untouched, 4),
        "aim_needless_share": AIM_NEEDLESS,
    }


async def delivered(races: int) -> dict[str, object]:
    """So many edits for each kind of client: in the document once, or kept."""
    delivery.LANDING_SECONDS = LANDING_SECONDS
    counts: dict[str, Counter[str]] = {}
    for kind in test_delivery.KINDS:
        chance = random.Random(f"bench {kind}")
        counts[kind] = Counter([await test_delivery.race(kind, chance) for _ in range(races)])
    outcomes: Counter[str] = Counter()
    for each in counts.values():
        outcomes.update(each)
    wrong = {name: outcomes[name] for name in ("doubled", "lost", "told that nothing was applied")}
    return {"edits": outcomes.total(), **wrong} | {kind: dict(each) for kind, each in counts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--races", type=int, default=RACES, help="for each encoding")
    parser.add_argument("--deliveries", type=int, default=DELIVERIES, help="for each kind of client")
    asked = parser.parse_args()
    found = {
        "described_changes": raced("events", asked.races),
        "whole_texts": raced("whole", asked.races),
        "whole_texts_of_two_deeds": raced("joined", asked.races),
        "deliveries": asyncio.run(delivered(asked.deliveries)),
    }
    print(json.dumps(found, indent=2))
    if asked.races >= RACES and asked.deliveries >= DELIVERIES:
        RESULTS.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
