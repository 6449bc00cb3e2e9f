"""The results in, the experiment's table in Markdown out."""

import json
from pathlib import Path
from statistics import mean
from typing import Any

COLUMNS = (
    ("pages", "accepted", "pages accepted"),
    ("pages", "tag_text_f1", "pages F1"),
    ("pages", "ssim", "pages SSIM"),
    ("pages", "nats", "pages nats"),
    ("figures", "runs", "figures run"),
    ("figures", "mean", "figures F1"),
    ("figures", "text", "text"),
    ("figures", "layout", "layout"),
    ("figures", "type", "type"),
    ("figures", "color", "colour"),
    ("figures", "nats", "figures nats"),
    ("code", "characters", "code characters"),
    ("code", "lines", "code lines"),
    ("code", "nats", "code nats"),
)


def write_table(results: Path) -> None:
    """Print the table of a file of results; seeds of one model are one row, its standard error the mean one."""
    found: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
    rows: dict[tuple[bool, str], list[dict[str, Any]]] = {}
    for one in found.values():
        rows.setdefault((one["tuned"], one["title"]), []).append(one)
    print("| model | SFT | seeds | " + " | ".join(title for _, _, title in COLUMNS) + " |")
    print("|---" * (3 + len(COLUMNS)) + "|")
    for (tuned, title), runs in rows.items():
        cells = [_cell(runs, kind, name) for kind, name, _ in COLUMNS]
        print(f"| {title} | {'after' if tuned else 'before'} | {len(runs)} | " + " | ".join(cells) + " |")


def _cell(runs: list[dict[str, Any]], kind: str, name: str) -> str:
    scores = [run[kind][name] for run in runs]
    return f"{mean(one['mean'] for one in scores):.3f} ± {mean(one['standard_error'] for one in scores):.3f}"
