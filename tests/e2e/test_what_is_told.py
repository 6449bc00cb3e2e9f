"""Every adjustment of a reply reaches the person: in the message, in the answer of the request, on a proposal."""

import re
from pathlib import Path

from tests.fixtures.people.virtual_editor import VirtualEditor, editor
from tests.fixtures.pictures.scenes import asks, settings, workspace
from tests.fixtures.replies.adjusted_replies import Adjusted, adjusted_replies
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

MARK = "¦"
REPLIES = tuple(adjusted_replies())


def spoken(note: str) -> str:
    """The note as a sentence of a message."""
    return f"{note[:1].upper()}{note[1:].rstrip('.')}."


async def told_three_times(client: VirtualEditor, home: Path, case: Adjusted) -> list[str]:
    """What is missing in one of the three places where the person looks; the notes come from the request."""
    text = case.text.replace(MARK, "")
    first, last = case.text.index(MARK), case.text.rindex(MARK)
    start, end = first, last - 1 if last > first else first
    (home / case.name).mkdir()
    uri = client.open(home / case.name / case.file, text, case.language)
    wish = asks(client, uri, start, end, picture={"kind": "file", "path": "../mock.png"})
    answer = await client.request("viscodex/imageToCode", wish)
    notes: list[str] = list(answer.notes)
    missing = [] if any(re.search(case.note, note) for note in notes) else [f"answer: {notes}"]
    seen = len(client.messages)
    await client.run("viscodex.imageToCode", wish | {"mode": "propose"})
    await client.until(lambda: len(client.messages) > seen)
    missing += [f"proposing: {note}" for note in notes if spoken(note) not in client.messages[-1]]
    waiting = [each for each in (await client.request("viscodex/status", {})).proposals if each.uri == uri]
    missing += [] if [list(each.notes) for each in waiting] == [notes] else [f"proposal: {waiting}"]
    seen = len(client.messages)
    await client.run("viscodex.applyProposal", {"id": waiting[0].id})
    await client.until(lambda: len(client.messages) > seen)
    missing += [f"applying: {note}" for note in notes if spoken(note) not in client.messages[-1]]
    return missing


async def test_an_adjustment_is_told_wherever_the_person_looks(tmp_path: Path) -> None:
    """In the answer of `viscodex/imageToCode`, in the message of a proposal, on it in the status, and when it lands."""
    home = workspace(tmp_path / "site")
    async with (
        scripted_engine(stream("")) as engine,
        editor(settings=settings(engine.url), workspace=home) as client,
    ):
        untold = {}
        for case in REPLIES:
            engine.answers = [stream(case.reply)]
            untold[case.name] = await told_three_times(client, home, case)
        assert {name: missing for name, missing in untold.items() if missing} == {}


async def test_an_edit_that_is_applied_at_once_says_it_in_its_message(tmp_path: Path) -> None:
    """The same sentences follow "Inserted …" where nothing waits."""
    case = next(each for each in REPLIES if each.name == "imports")
    home = workspace(tmp_path / "site")
    async with (
        scripted_engine(stream(case.reply)) as engine,
        editor(settings=settings(engine.url), workspace=home) as client,
    ):
        at = case.text.index(MARK)
        uri = client.open(home / case.file, case.text.replace(MARK, ""), case.language)
        await client.run("viscodex.imageToCode", asks(client, uri, at))
        assert "Moved 1 import to the import block." in await client.message("Inserted")
