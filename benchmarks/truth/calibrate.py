"""What the rows say: how well true and foreign, whole and damaged are told apart, and what bounds follow from it.

The bounds are chosen on one half of the pictures and told on the other: a picture's half is its name's hash.
"""

import hashlib
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
PARTS = ("words", "places", "colours", "structure", "lines", "chart")
# Damages that cannot be seen in the code alone, and are no failure there.
UNSEEN_IN_CODE = frozenset({"colour"})


def told_half(row: Row) -> bool:
    """Whether a row belongs to the half on which results are told."""
    return int(hashlib.md5(str(row["case"]).encode()).hexdigest(), 16) % 2 == 1


def calibrate(rows: Sequence[Row], *, apply_from: float, refuse_below: float) -> dict[str, Any]:
    """All tables, for pages with their looks and for what is compared without."""
    return {
        name: {
            "belonging or foreign": _separation([row for row in rows if told_half(row)], side),
            "belonging or foreign, both halves": _separation(rows, side),
            "damaged below undamaged": _damage([row for row in rows if told_half(row)], side),
            "damaged below undamaged, both halves": _damage(rows, side),
            "falls of parts while the page gets better": _noise(rows, side),
            "at the bounds": _bounds(rows, side, apply_from, refuse_below),
            "curve": _curve(rows, side),
        }
        for name, side in (("with looks", "looks"), ("without looks", "bare"))
    }


def _values(rows: Iterable[Row], side: str, keep: Callable[[Row], bool]) -> list[float]:
    return [row[side]["value"] for row in rows if row[side] and keep(row) and row[side]["value"] is not None]


def _separation(rows: Sequence[Row], side: str) -> dict[str, Any]:
    """AUC of undamaged against foreign, in all and by the kind of picture."""
    groups = {"all": None, **{group: group for group in sorted({row["group"] for row in rows})}}
    found = {}
    for name, group in groups.items():
        mine = [row for row in rows if group in (None, row["group"])]
        true = _values(mine, side, lambda row: row["kind"] == "true")
        foreign = _values(mine, side, lambda row: row["kind"] == "foreign")
        if true and foreign:
            found[name] = {
                "true": len(true), "foreign": len(foreign), "AUC": round(auc(true, foreign), 4),
                "lowest true": round(min(true), 3), "highest foreign": round(max(foreign), 3),
            }  # fmt: skip
    return found


def auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """The chance that one of `higher` is above one of `lower`, ties for half."""
    return sum((a > b) + 0.5 * (a == b) for a in higher for b in lower) / (len(higher) * len(lower))


def _damage(rows: Sequence[Row], side: str) -> dict[str, Any]:
    whole = {(row["group"], row["case"]): row for row in rows if row["kind"] == "true"}
    lower: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if row["kind"] in ("true", "foreign") or not row[side] or row[side]["value"] is None:
            continue
        if side == "bare" and row["kind"] in UNSEEN_IN_CODE:
            continue
        before = whole[row["group"], row["case"]][side]["value"]
        below = before is not None and row[side]["value"] < before - 1e-9
        lower[row["kind"]].append(below)
        lower["all"].append(below)
    return {
        kind: {"n": len(found), "share": round(statistics.mean(found), 3)} for kind, found in lower.items()
    }


def _noise(rows: Sequence[Row], side: str) -> dict[str, Any]:
    """By how much a part falls from the damaged page to the whole one: it should rise, and what it falls is noise."""
    whole = {(row["group"], row["case"]): row for row in rows if row["kind"] == "true"}
    found: dict[str, Any] = {}
    for part in PARTS:
        falls = sorted(
            max(0.0, row[side][part] - before)
            for row in rows
            if row["kind"] not in ("true", "foreign") and row[side] and row[side][part] is not None
            and (before := whole[row["group"], row["case"]][side][part]) is not None
        )  # fmt: skip
        if falls:
            found[part] = {
                "n": len(falls),
                "95 %": round(falls[int(0.95 * len(falls))], 4),
                "99 %": round(falls[int(0.99 * len(falls))], 4),
            }
    return found


def _bounds(rows: Sequence[Row], side: str, apply_from: float, refuse_below: float) -> dict[str, Any]:
    """The shares that are applied, proposed and refused, by what the page is."""
    found = {}
    kinds = {"true": ("true",), "foreign": ("foreign",)}
    kinds |= {kind: (kind,) for kind in sorted({row["kind"] for row in rows} - {"true", "foreign"})}
    for name, names in kinds.items():
        mine = [row for row in rows if told_half(row) and row["kind"] in names]
        values = _values(mine, side, lambda _row: True)
        if values:
            found[name] = {
                "n": len(values),
                "applied": round(sum(value >= apply_from for value in values) / len(values), 3),
                "proposed": round(
                    sum(refuse_below <= value < apply_from for value in values) / len(values), 3
                ),
                "refused": round(sum(value < refuse_below for value in values) / len(values), 3),
            }
    return found


def _curve(rows: Sequence[Row], side: str) -> list[list[float]]:
    """For bounds from 0 to 1: the share of true pages and of foreign ones at or above it."""
    true = _values(rows, side, lambda row: row["kind"] == "true")
    foreign = _values(rows, side, lambda row: row["kind"] == "foreign")
    bounds = [at / 40 for at in range(41)]
    return [
        [bound, *(round(sum(value >= bound for value in side_) / len(side_), 3) for side_ in (true, foreign))]
        for bound in bounds
        if true and foreign
    ]
