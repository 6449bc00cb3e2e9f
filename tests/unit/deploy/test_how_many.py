"""The table of people and GPUs in model/deploy/README.md is what its own formulas give."""

import math
import re
from pathlib import Path

README = (Path(__file__).resolve().parents[3] / "model" / "deploy" / "README.md").read_text()
ASKS_AN_HOUR, SECONDS, STREAMS = 20, 10, 16


def waits(load: float, places: int) -> float:
    """The part of the requests that have to wait for a place: Erlang's formula C, by the recursion of formula B."""
    lost = 1.0
    for place in range(1, places + 1):
        lost = load * lost / (place + load * lost)
    return lost / (1 - load / places * (1 - lost))


def test_erlangs_formula_is_the_known_one() -> None:
    """One place at half its load makes every second request wait; two places at load one, every third."""
    assert math.isclose(waits(0.5, 1), 0.5)
    assert math.isclose(waits(1.0, 2), 1 / 3)


def test_the_table_is_the_formula() -> None:
    """Each row: requests a second, places in use, replicas, and the part that waits, from the number of people."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in README.splitlines()
        if re.match(r"\| [\d,]+ \|", line)
    ]
    assert [row[0] for row in rows] == ["64", "500", "5,000"]
    for people, rate, load, replicas, waiting, *_ in rows:
        asks = int(people.replace(",", "")) * ASKS_AN_HOUR / 3600
        used = asks * SECONDS
        wanted = math.ceil((used + 2 * math.sqrt(used)) / STREAMS)
        assert f"{asks:.2g}" == rate
        assert f"{used:.0f}" == load
        assert str(wanted) == replicas
        part = waits(used, wanted * STREAMS)
        assert waiting == ("under 0.1 %" if part < 0.001 else f"{100 * part:.1f} %")
