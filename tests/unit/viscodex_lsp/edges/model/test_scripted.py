"""What `ScriptedCompleter` promises to the tests that use it."""

import asyncio

import pytest

from viscodex_lsp.core.errors import ServerBusy
from viscodex_lsp.core.nouns import Message, Prompt
from viscodex_lsp.edges.model.completer import Completer, Piece
from viscodex_lsp.edges.model.scripted import ScriptedCompleter

PROMPT = Prompt((Message("user", ("x",)),))


async def ask(completer: Completer) -> list[Piece]:
    return [piece async for piece in completer.stream(PROMPT, notify=print)]


async def test_it_says_its_scripts_in_turn() -> None:
    """Each question gets the next script, the last one for ever; a missing end is "stop"."""
    completer = ScriptedCompleter(["a", "b"], ["c", Piece("", "length")])
    assert await ask(completer) == [Piece("a"), Piece("b"), Piece("", "stop")]
    for _ in range(2):
        assert await ask(completer) == [Piece("c"), Piece("", "length")]
    assert completer.prompts == [PROMPT] * 3
    assert completer.abandoned == 0
    assert await ask(ScriptedCompleter()) == [Piece("", "stop")]


async def test_it_raises_what_it_is_told() -> None:
    """An error comes at its place in the script."""
    completer = ScriptedCompleter(["a", ServerBusy("Full.")])
    pieces = completer.stream(PROMPT, notify=print)
    assert await anext(pieces) == Piece("a")
    with pytest.raises(ServerBusy, match="Full"):
        await anext(pieces)
    assert completer.abandoned == 0


async def test_it_waits_and_counts_who_left() -> None:
    """At an event it is silent until the event is set; a reply closed before its end is counted."""
    event = asyncio.Event()
    completer = ScriptedCompleter(["a", event, "b"])
    pieces = completer.stream(PROMPT, notify=print)
    assert await anext(pieces) == Piece("a")
    waiting = asyncio.ensure_future(anext(pieces))
    done, _ = await asyncio.wait([waiting], timeout=0)
    assert not done
    event.set()
    assert await waiting == Piece("b")
    await pieces.aclose()
    assert completer.abandoned == 1


async def test_it_is_named_and_closed() -> None:
    """It answers the rest of the port."""
    completer = ScriptedCompleter(name="nano")
    assert await completer.identify() == "nano"
    assert not completer.closed
    await completer.close()
    assert completer.closed
