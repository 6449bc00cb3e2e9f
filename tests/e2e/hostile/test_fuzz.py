"""A few thousand of the messages of `benchmarks/fuzz.py`: every request among them is answered."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from benchmarks import fuzz  # noqa: E402


def test_every_request_is_answered() -> None:
    figures = fuzz.main(3000)
    assert figures["requests"] > 1500
    assert figures["unanswered"] == figures["neither_result_nor_error"] == 0
    assert figures["servers_ended_badly"] == figures["messages_about_the_inside"] == 0
