"""What `ChatCompleter` promises against a real server of other people's making."""

from contextlib import aclosing

from tests.fixtures.servers.questions import PROMPT
from tests.fixtures.servers.served import Served
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.model.chat_client import ChatCompleter
from viscodex_lsp.edges.model.completer import Piece


def completer(server: Served, *, max_tokens: int = 8) -> ChatCompleter:
    return ChatCompleter(
        server=ServerSettings(url=server.url, model=server.model),
        request=RequestSettings(max_tokens=max_tokens),
        key=None,
    )


async def test_a_real_server_answers_in_a_stream(third_party_server: Served) -> None:
    """Two pictures and hostile text are answered with text, and the limit of the reply is told as its reason."""
    asked = completer(third_party_server)
    pieces = [piece async for piece in asked.stream(PROMPT, notify=print)]
    await asked.close()
    assert pieces[-1].finish == "length"
    assert all(piece.finish is None for piece in pieces[:-1])
    assert "".join(piece.text for piece in pieces)


async def test_a_real_server_is_free_after_a_dropped_stream(third_party_server: Served) -> None:
    """The server answers one request at a time: after a long one is dropped, the next is answered."""
    asked = completer(third_party_server, max_tokens=3000)
    async with aclosing(asked.stream(PROMPT, notify=print)) as pieces:
        assert isinstance(await anext(pieces), Piece)
    assert (await anext(aiter(asked.stream(PROMPT, notify=print)))).text
    await asked.close()
