"""What the reader reads, and at what cost.

    .venv/bin/python -m benchmarks.reader [PART …] [--pictures FOLDER] [--own FOLDER]

`FOLDER` holds `code/` and `terminal/` with NAME.png, the shown text in NAME.txt and facts (lang, look) in NAME.json;
`--own` is a folder like `code/` that `benchmarks.reader.editors` made. `--applications` and `--tables` are folders that
`benchmarks.reader.applications` and `benchmarks.reader.tables` drew, `--golden` is Design2Code's.
`--charts` has folders that `benchmarks.reader.charts` drew (plain, gallery, held_out), `--kinds` what
`benchmarks.reader.kind_pictures` drew. Parts are kept from an earlier run where they are not measured again; "measured
at" names the commit of each.
Results: benchmarks/results/reader.json; beside it reader_once.json has what was measured once and cannot be run again.
"""

import argparse
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.reader.beside import measure_beside_tesseract, measure_threads
from benchmarks.reader.charts import measure_charts
from benchmarks.reader.code import measure_texts
from benchmarks.reader.diagrams import measure_diagrams
from benchmarks.reader.kinds import measure_kinds
from benchmarks.reader.nano import measure_beside_nano
from benchmarks.reader.pages import measure_applications, measure_golden, measure_sections
from benchmarks.reader.secrets import measure as measure_secrets
from benchmarks.reader.speed import measure_speed
from benchmarks.reader.tables import measure_tables

RESULTS = Path(__file__).resolve().parents[1] / "results" / "reader.json"
ROOT = Path(__file__).resolve().parents[2]
# Two pictures of code and one of a terminal, a small one, a large one and a full one.
TIMED = ("code/00-monaco.png", "code/16-monaco.png", "terminal/t0-term.png")


def read_arguments() -> argparse.Namespace:
    """Which parts to measure, and where the pictures of each lie."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART")
    parser.add_argument("--pictures", type=Path, default=ROOT.parent / "shared" / "pictures")
    parser.add_argument("--own", type=Path, default=ROOT / "build" / "reader" / "editors")
    built = ROOT / "build" / "reader"
    parser.add_argument("--applications", type=Path, default=built / "applications")
    parser.add_argument("--tables", type=Path, default=built / "tables")
    parser.add_argument(
        "--charts", type=Path, default=built / "charts", help="folders by benchmarks.reader.charts"
    )
    parser.add_argument(
        "--kinds", type=Path, default=built / "kinds", help="by benchmarks.reader.kind_pictures"
    )
    parser.add_argument(
        "--mermaid", type=Path, default=ROOT / "node_modules", help="node_modules with mermaid"
    )
    parser.add_argument("--golden", type=Path, default=ROOT.parent / "shared" / "golden" / "design2code")
    parser.add_argument("--nano", type=Path, default=ROOT / "model" / "nano", help="the checkpoint of nano")
    return parser.parse_args()


def main() -> int:
    """Measure the named parts, or all, and print them."""
    arguments = read_arguments()
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "code": lambda: measure_texts(arguments.pictures / "code", kind="code"),
        "terminal": lambda: measure_texts(arguments.pictures / "terminal", kind="terminal"),
        "code, kind untold": lambda: measure_texts(arguments.pictures / "code", kind=None),
        "own": lambda: measure_texts(arguments.own, kind="code"),
        "sections": lambda: measure_sections(arguments.pictures / "sections"),
        "golden pages": lambda: measure_golden(arguments.golden),
        "applications": lambda: measure_applications(arguments.applications),
        "tables": lambda: measure_tables(arguments.tables),
        "plain charts": lambda: measure_charts(arguments.charts / "plain"),
        "gallery charts": lambda: measure_charts(arguments.charts / "gallery"),
        "held out charts": lambda: measure_charts(arguments.charts / "held_out"),
        "diagrams": lambda: measure_diagrams(arguments.mermaid),
        "kinds": lambda: measure_kinds(arguments.kinds),
        "secrets": lambda: measure_secrets(arguments.pictures),
        "speed of pages": lambda: measure_speed(sorted(arguments.applications.glob("*.png"))[:3]),
        "beside tesseract": lambda: measure_beside_tesseract(arguments.pictures / "code"),
        "beside nano": lambda: measure_beside_nano(
            arguments.pictures,
            arguments.golden,
            arguments.applications,
            arguments.tables,
            arguments.charts,
            arguments.nano,
        ),
        "threads": lambda: measure_threads(arguments.pictures / TIMED[1]),
        "speed": lambda: measure_speed([arguments.pictures / name for name in TIMED]),
    }
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for name in arguments.parts or parts:
        results[name] = parts[name]()
        results.setdefault("measured at", {})[name] = _commit()
        print(name, json.dumps(results[name], indent=1, ensure_ascii=False), flush=True)
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    return 0


def _commit() -> str:
    """The commit of this code, so that figures of several can be told apart."""
    asked = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
