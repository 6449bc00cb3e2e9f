"""`viscodex-model report scores.jsonl … --out report.html`: scores as tables, plots and a gallery."""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("scores", type=Path, nargs="+", metavar="SCORES", help="files that `score` wrote")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="the page to write; without it only the tables are printed"
    )
    parser.add_argument("--samples", type=int, default=60, metavar="N", help="samples in each gallery (60)")


def run(arguments: argparse.Namespace) -> int:
    """Print the tables and write the page."""
    from viscodex_model.core.errors import UserError
    from viscodex_model.evaluate.reporting.report import make_report, markdown_table, read_scores

    measured = [read_scores(path) for path in arguments.scores]
    print(markdown_table(measured))
    if arguments.out is not None:
        try:
            arguments.out.parent.mkdir(parents=True, exist_ok=True)
            arguments.out.write_text(make_report(measured, most=arguments.samples), encoding="utf-8")
        except OSError as error:
            raise UserError(f"Cannot write {arguments.out}: {error.strerror}.") from error
        print(f"\nWritten to {arguments.out}.")
    return 0
