"""Where the numbers of the benchmarks' original evaluators lie, for the tests that compare with them."""

import json
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).resolve().parents[4] / "shared" / "golden"
needs_golden = pytest.mark.skipif(
    not GOLDEN.is_dir(),
    reason="the original evaluators' numbers are not at hand (their licences keep them out)",
)


def load(name: str) -> Any:
    """A JSON file of the numbers."""
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def load_lines(name: str, key: str) -> dict[str, dict[str, Any]]:
    """A JSON lines file of the numbers, by `key`."""
    rows = map(json.loads, (GOLDEN / name).read_text(encoding="utf-8").splitlines())
    return {str(row[key]): row for row in rows}
