"""Small replies with the outcome that is right for them, through the whole flow; read from `../shared` where it is."""

from collections import Counter
from pathlib import Path

import pytest

from tests.fixtures.replies.reply_cases import Case, play, read_cases, wrong
from viscodex_lsp.edges import bounded_work

CASES = Path(__file__).parents[4] / "shared/cases/replies.jsonl"
KINDS: dict[str, list[Case]] = {}
if CASES.is_file():
    for case in read_cases(CASES):
        KINDS.setdefault(case.kind, []).append(case)


@pytest.mark.skipif(not KINDS, reason=f"there is no {CASES}")
@pytest.mark.parametrize("kind", KINDS or ["none"])
async def test_every_case_of_a_kind_comes_out_right(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is what it has to be, or nothing changes, and the person is told what has to be told."""
    if kind == "freeze":  # what never ends is given up sooner here
        monkeypatch.setattr(bounded_work, "SECONDS", 1.0)
    found = {case.id: wrong(case.expect, await play(case)) for case in KINDS[kind]}
    counts = Counter(bool(reason) for reason in found.values())
    print(f"{kind}: {counts[False]} of {len(found)} right")
    assert {name: reason for name, reason in found.items() if reason} == {}
