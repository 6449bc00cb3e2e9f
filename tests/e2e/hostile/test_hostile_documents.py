"""Nothing freezes the server: while a document keeps its parser busy, everything else is answered."""

import asyncio
from pathlib import Path

import pytest

from tests.fixtures.people.virtual_editor import VirtualEditor, editor, within
from tests.fixtures.pictures.scenes import asks, settings, workspace
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

LARGE = 2_000_000
DOCUMENTS = {
    "endless": ("typescript", "([" + "\n" * 20 + "}"),
    "large Python": ("python", "def f(a, b):\n    return {'a': [a for a in b if a > 1]}\n\n" * (LARGE // 58)),
    "large HTML": ("html", "<div class='a'><p>Hello <b>you</b></p></div>\n" * (LARGE // 45)),
}


async def answers_beside(client: VirtualEditor, uri: str, job: "asyncio.Task[object]") -> int:
    """How often the status and the list of actions were answered before the job has ended."""
    answered = 0
    while not job.done():
        await within(client.client.protocol.send_request_async("viscodex/status", {}))  # type: ignore[no-untyped-call]
        await client.actions(uri, 0)
        answered += not job.done()
    return answered


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_everything_else_goes_on(name: str, tmp_path: Path) -> None:
    """The status and the menu are answered while a hostile or huge document is parsed; the person hears the end."""
    language, text = DOCUMENTS[name]
    home = workspace(tmp_path / "site")
    async with scripted_engine(stream(f"```{language}\nx = 1\n```")) as engine:
        async with editor(workspace=home, settings=settings(engine.url)) as client:
            uri = client.open(home / "hostile", text, language)
            await client.actions(uri, 0)
            asked = asyncio.ensure_future(
                client.client.protocol.send_request_async("viscodex/imageToCode", asks(client, uri, 0))  # type: ignore[no-untyped-call]
            )
            answered = await answers_beside(client, uri, asked)
            if name == "endless":
                with pytest.raises(Exception, match="Checking was given up"):
                    await asked
            else:
                await asyncio.wait([asked])
    assert answered > 1
