"""What `team usage` promises: sums by person, whatever else stands in the log."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.cli import main
from viscodex_model.team.usage import sum_up

ENTRIES = st.fixed_dictionaries(
    {
        "person": st.sampled_from(["anna", "ben", "-"]),
        "route": st.sampled_from(["chat", "models"]),
        "status": st.sampled_from([200, 401, 429]),
        "bytes_in": st.integers(0, 10**8),
        "first_byte_ms": st.integers(-1, 10**5),
        "reply_tokens": st.integers(1, 2000).map(str) | st.just("-"),
    }
)


@given(st.lists(ENTRIES), st.lists(st.text()))
def test_nothing_is_lost_and_nothing_invented(entries: list[dict[str, Any]], noise: list[str]) -> None:
    """Answers, refusals and bytes of each known person add up to the log's chat entries, among any other lines."""
    lines = [f"gateway-1  | {json.dumps(entry)}" for entry in entries]
    found = {usage.person: usage for usage in sum_up([*noise, *lines, *noise])}
    chats = [entry for entry in entries if entry["route"] == "chat" and entry["person"] != "-"]
    assert set(found) == {entry["person"] for entry in chats}
    for person, usage in found.items():
        own = [entry for entry in chats if entry["person"] == person]
        assert usage.answers + usage.refusals == len(own)
        assert usage.answers == Counter(entry["status"] for entry in own)[200]
        assert usage.bytes_in == sum(entry["bytes_in"] for entry in own)


def test_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints a row for each person: answers, refusals, megabytes, tokens, median to the first byte."""
    entry = {"person": "anna", "route": "chat", "status": 200, "bytes_in": 1_500_000, "first_byte_ms": 40}
    log = tmp_path / "log"
    counted, refused = {**entry, "reply_tokens": "12"}, {**entry, "status": 429}
    log.write_text("\n".join(map(json.dumps, [counted, refused])))
    assert main(["team", "usage", str(log)]) == 0
    title, row = capsys.readouterr().out.splitlines()
    assert title.split()[:3] == ["person", "answers", "refused"]
    assert row.split() == ["anna", "1", "1", "3.0", "12", "40"]
