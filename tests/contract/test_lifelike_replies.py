"""Replies as models write them for pages, components, charts, texts and settings, judged in the file they landed in."""

from collections.abc import Mapping

import pytest

from tests.fixtures.judges import compilers
from tests.fixtures.replies.lifelike_replies import Lifelike, lost_in_silence, replies
from tests.fixtures.replies.model_replies import MARK
from tests.fixtures.replies.reply_cases import Case, Told, play

REPLIES = {reply.id: reply for reply in replies()}


async def told_of(reply: Lifelike) -> Told:
    place = reply.place
    return await play(Case(reply.id, "lifelike", place.language, place.file, place.text, reply.reply, {}))


@pytest.mark.parametrize("name", REPLIES)
async def test_a_reply_lands_whole_at_its_place(name: str) -> None:
    """What the reply says is in the file, where it belongs and once, and nothing of it or of the file is lost."""
    reply = REPLIES[name]
    told = await told_of(reply)
    assert reply.unsaid(told.words) == []
    if told.after is None:
        assert reply.may_refuse, told.words
    else:
        assert reply.wrong_file(told.after) == [], told.after
        assert lost_in_silence(reply.reply, told.after, told.words) == []


async def test_compilers_take_the_files() -> None:
    """Each compiler has no more to say of a file with a reply in it than of the file before."""
    try:
        compilers.install()
    except compilers.CompilersMissing as missing:
        pytest.skip(str(missing))
    judged = [reply for reply in REPLIES.values() if reply.place.judge != "none"]
    found = [(reply, await told_of(reply)) for reply in judged]
    landed = [(reply, told.after) for reply, told in found if told.after is not None]
    before = said_of({reply.id: reply.place.text.replace(MARK, "") for reply, _ in landed})
    after = said_of({reply.id: text for reply, text in landed})
    assert len(landed) > 80
    assert {name: said for name, said in after.items() if said not in ("", before[name])} == {}


def said_of(texts: Mapping[str, str]) -> dict[str, str]:
    """What the compilers say of texts, by the names of the replies."""
    files = [(REPLIES[name].place.judge, text) for name, text in texts.items()]
    return dict(zip(texts, compilers.faults(files), strict=True))
