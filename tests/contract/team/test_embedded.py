"""The whole way of the team server with a model that answers: editor's client, gateway, local server, nano."""

from pathlib import Path

from tests.fixtures.servers.embedded_server import serving_embedded
from tests.fixtures.servers.team_gateway import PATIENCE, gateway
from viscodex_lsp.core.asking.probe import ask_colour, names_colour, plain_picture
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.model.chat_client import ChatCompleter

NANO = Path(__file__).resolve().parents[3] / "model" / "nano"


async def test_a_picture_is_seen_through_the_gateway(tmp_path: Path) -> None:
    """A person with nothing but address and token gets the model's name, and its answer about a real picture."""
    with serving_embedded(NANO, "--device", "cpu", log=tmp_path / "server.log") as served:
        async with gateway([served.url], "anna", engine_key=served.token) as entrance:
            completer = ChatCompleter(
                server=ServerSettings(url=entrance.url, ca_file=str(entrance.certificate)),
                request=RequestSettings(
                    timeout_seconds=2 * PATIENCE,
                    first_token_seconds=PATIENCE,
                    stall_seconds=PATIENCE,
                    max_tokens=64,
                ),
                key=entrance.tokens["anna"],
            )
            assert await completer.identify() == served.model
            question = ask_colour(plain_picture("red"))
            pieces = [piece.text async for piece in completer.stream(question, notify=print)]
            await completer.close()
    assert names_colour("".join(pieces), "red")
