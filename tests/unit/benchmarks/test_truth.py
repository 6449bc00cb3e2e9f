"""The benchmark of the measure: what it damages, and what it counts."""

import random

import pytest

from benchmarks.truth.calibrate import auc, calibrate
from benchmarks.truth.damage import DAMAGES, Page

PAGE = (
    "<body><h1>Harbour news</h1><p>The morning ferry leaves early</p><ul><li>Tickets cost twelve</li>"
    "<li>Children travel free</li></ul><p>Weather stays calm today</p></body>"
)
DRAWN = PAGE.replace(">", "> ").replace("<", " <").split()


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_changes_what_its_name_says(name: str) -> None:
    """Letters and words keep the markup, removals shorten, swaps and moves keep every word."""
    damaged = DAMAGES[name](Page(PAGE, DRAWN), random.Random(3))
    assert damaged is not None
    assert damaged != PAGE
    before, after = sorted(Page(PAGE, DRAWN).data.split()), sorted(damaged.encode().split())
    if name in ("letter", "one word", "three words"):
        assert damaged.count("<") == PAGE.count("<")
    elif name in ("block removed", "section missing"):
        assert len(damaged) < len(PAGE)
    elif name == "colour":
        assert 'style="' in damaged
    elif name == "paragraph invented":
        assert len(after) >= len(before) + 11
    else:
        assert sorted(damaged) == sorted(PAGE)


def test_auc_is_the_chance_to_be_above() -> None:
    """Ties count half."""
    assert auc([0.9, 0.5], [0.5, 0.1]) == (3 + 0.5) / 4


def test_rows_become_shares() -> None:
    """A damaged page below its whole one counts, and bounds part true from foreign."""

    def row(case: str, kind: str, value: float) -> dict[str, object]:
        parts = dict.fromkeys(("words", "places", "colours", "structure", "lines", "chart"), value)
        return {
            "case": case,
            "group": "pages",
            "kind": kind,
            "looks": {**parts, "value": value},
            "bare": None,
        }

    rows = [row(f"page {number}", kind, value) for number in range(8) for kind, value in (
        ("true", 0.9), ("foreign", 0.2), ("letter", 0.8 if number else 0.95),
    )]  # fmt: skip
    found = calibrate(rows, apply_from=0.6, refuse_below=0.4)["with looks"]
    assert found["belonging or foreign, both halves"]["all"]["AUC"] == 1.0
    assert found["damaged below undamaged, both halves"]["letter"] == {"n": 8, "share": 0.875}
    assert found["at the bounds"]["true"]["applied"] == 1.0
    assert found["at the bounds"]["foreign"]["refused"] == 1.0
