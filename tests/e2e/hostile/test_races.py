"""What a person does while the model answers, played in a running editor: ../shared/cases/races.jsonl, where it is."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.fixtures.people.virtual_editor import VirtualEditor, editor
from tests.fixtures.pictures.scenes import asks, settings, workspace
from tests.fixtures.servers.scripted_engine import Answer, scripted_engine, stream

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases" / "races.jsonl"
ENDED = r"Inserted|nothing was applied|Nothing was changed|kept|Cancelled|error"

Change = tuple[types.Position, types.Position, str]


def changes(rows: list[list[Any]]) -> list[Change]:
    return [(types.Position(a, b), types.Position(c, d), text) for a, b, c, d, text in rows]


async def play(client: VirtualEditor, case: dict[str, Any], home: Path, gate: asyncio.Event) -> str:
    """The case; why its outcome is wrong, or nothing."""
    uri = client.open(home / f"{case['id']}-{case['file']}", case["text"], case["language"], version=1)
    line, column, *end = case["at"]
    place = {"start": {"line": line, "character": column}}
    place["end"] = {"line": end[0], "character": end[1]} if end else place["start"]
    client.joined = changes(case["joined"])
    heard = len(client.messages)
    await client.run("viscodex.imageToCode", asks(client, uri, 0, range=place))
    for rows in case["during"]:
        client.write(uri, changes(rows))
    gate.set()
    await client.until(lambda: any(re.search(ENDED, text) for text in client.messages[heard:]))
    said = " ".join(client.messages[heard:])
    return wrong(case["expect"], client.buffers[uri].text, said, refused="Inserted" not in said)


def wrong(expect: dict[str, Any], after: str, said: str, *, refused: bool) -> str:
    if "any" in expect:
        reasons = [wrong(each, after, said, refused=refused) for each in expect["any"]]
        return "" if "" in reasons else " / ".join(reasons)
    if bool(expect.get("refuse")) != refused or after != expect["after"]:
        return f"{after!r}: {said}"
    return said if "unsaid" in expect and re.search(expect["unsaid"], said) else ""


def answer(case: dict[str, Any], gate: asyncio.Event) -> Answer:
    return stream(case["reply"][:4], gate, case["reply"][4:])


async def test_the_shared_races_end_right(tmp_path: Path) -> None:
    """Each ends with the code in its place, or refused; nothing is inserted twice, and nobody is told otherwise."""
    if not CASES.is_file():
        pytest.skip("../shared/cases/races.jsonl is not here; the random races were run all the same")
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    gates = [asyncio.Event() for _ in cases]
    home, faults = workspace(tmp_path / "site"), {}
    async with scripted_engine(*map(answer, cases, gates)) as engine:
        calm = settings(engine.url, checks={"repairAttempts": 0})
        async with editor(workspace=home, settings=calm) as client:
            for case, gate in zip(cases, gates, strict=True):
                faults[case["id"]] = await play(client, case, home, gate)
    assert not {name: fault for name, fault in faults.items() if fault}
