"""The cases of ../shared/cases/protocol.md, each restated under its name, by a plain client over standard streams.

`test_protocol` has more of each kind; here it is counted that no case of the list is left out.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_protocol import (
    CONFIGURATION,
    PARAMS,
    PROGRESS,
    REQUEST,
    UNREADY,
    argument,
    begin,
    command,
    enough,
    refuse,
)
from tests.fixtures.people.plain_client import PlainClient, plain_client
from tests.fixtures.pictures.scenes import encoded, png, workspace
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

LIST = Path(__file__).resolve().parents[3] / "shared" / "cases" / "protocol.md"
CODE = "```python\nz = 3\n```"
INSIDE = re.compile("CANCELLED|Future|[Ii]nternal")
AT_ONCE = 60.0
"""Seconds in which an answer must come; a machine at work on other things gets more than the second of the list."""
INITIALIZE: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}

Play = Callable[[Path], Awaitable[None]]


async def one_sentence_a_job(home: Path, *, delay: float, paths: tuple[str, ...]) -> None:
    async def accept(_: Any) -> None:
        await asyncio.sleep(delay)

    async with plain_client({"window/workDoneProgress/create": accept}) as client:
        uri = await begin(client, home, capabilities=PROGRESS)
        for count, path in enumerate(paths, 1):
            command(client, uri, path)
            await client.until(partial(enough, client, count))
        await client.request("viscodex/status", {})
        assert len(client.shown) == len(paths)
        assert all(Path(path).name in said for path, said in zip(paths, client.shown, strict=True))
        assert not INSIDE.search(" ".join(client.shown))


async def kept(home: Path, *, respond: Callable[[Any], Any]) -> None:
    async with scripted_engine(stream(CODE)) as engine:
        async with plain_client({"workspace/applyEdit": respond}) as client:
            uri = await begin(client, home, url=engine.url)
            command(client, uri)
            await client.message("it is kept")
            status = (await client.request("viscodex/status", {}))["result"]
            assert len(status["proposals"]) == 1
            assert not INSIDE.search(" ".join(client.shown))


async def answered(_: Path, *, method: str, params: Any, code: int | None) -> None:
    async with plain_client() as client:
        await client.initialize()
        async with asyncio.timeout(AT_ONCE):
            answer = await client.request(method, params)
        assert answer.get("error", {}).get("code") == code
        assert client.shown == []


async def without_params(_: Path) -> None:
    async with plain_client() as client:
        await client.initialize()
        client.send({"jsonrpc": "2.0", "id": "s", "method": "viscodex/status"})
        assert (await client.answer("s"))["result"]["jobs"] == []


async def second_initialize(home: Path) -> None:
    async with scripted_engine(stream(CODE)) as engine:
        async with plain_client() as client:
            uri = await begin(client, home, url=engine.url)
            assert (await client.request("initialize", INITIALIZE))["error"]["code"] == REQUEST
            result = (await client.request("viscodex/imageToCode", argument(uri)))["result"]
            assert "z = 3" in str(result["edit"])


async def after_shutdown(home: Path, *, method: str) -> None:
    async with plain_client() as client:
        uri = await begin(client, home)
        await client.request("shutdown", None)
        name = command(client, uri) if method == "workspace/executeCommand" else client.ask(method, {})
        assert (await client.answer(name))["error"]["code"] == REQUEST


async def good_end(_: Path) -> None:
    async with plain_client() as client:
        await client.initialize()
        await client.request("shutdown", None)
        client.notify("exit", None)
        assert await client.ended() == 0


async def before_initialize(_: Path) -> None:
    async with plain_client() as client:
        assert (await client.request("viscodex/status", {}))["error"]["code"] == UNREADY
        await client.initialize(initializationOptions={"viscodex": {"server": {"model": "later"}}})
        assert (await client.request("viscodex/status", {}))["result"]["model"] == "later"


async def heard(_: Path, *, header: str) -> None:
    async with plain_client() as client:
        message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": INITIALIZE}
        client.send(message, header=header)
        assert "result" in await client.answer(1)


async def default_settings(_: Path, *, respond: Callable[[Any], Any]) -> None:
    async with plain_client({"workspace/configuration": respond}) as client:
        await client.initialize(capabilities=CONFIGURATION)
        async with asyncio.timeout(2 * AT_ONCE):
            answer = await client.request("viscodex/attachPicture", {"uri": "", "data": encoded(png())})
        assert answer["result"]["id"]


async def in_a_cell(home: Path, *, code: str) -> None:
    async with scripted_engine(stream(f"```python\n{code}\n```")) as engine:
        async with plain_client() as client:
            await begin(client, home, url=engine.url)
            uri = f"vscode-notebook-cell:{home.as_posix()}/b.ipynb#W1"
            client.open(uri, "", "python")
            answer = await answer_at_the_start(client, uri)
            (change,) = answer["result"]["edit"]["documentChanges"][0]["edits"]
            assert change["newText"].strip() == code


async def answer_at_the_start(client: PlainClient, uri: str) -> dict[str, Any]:
    place = {"line": 0, "character": 0}
    picture = {"kind": "attached", "id": ""}
    attached = await client.request("viscodex/attachPicture", {"uri": uri, "data": encoded(png())})
    picture["id"] = attached["result"]["id"]
    asked = {"uri": uri, "range": {"start": place, "end": place}, "picture": picture}
    return await client.request("viscodex/imageToCode", asked)


NEGATIVE = {"line": -1, "character": 0}, {"line": 0, "character": 0}
IN_TEXT = {"line": "1", "character": 0}, {"line": 1, "character": 0}


def actions_in(start: Any, end: Any) -> dict[str, Any]:
    place = {"start": start, "end": end}
    return {"textDocument": {"uri": "file:///x"}, "range": place, "context": {"diagnostics": []}}


GONE = ("gone.png",) * 3
PLAYS: dict[str, Play] = {
    "cancelled-popup-20": partial(one_sentence_a_job, delay=0.02, paths=GONE),
    "cancelled-popup-50": partial(one_sentence_a_job, delay=0.05, paths=GONE),
    "cancelled-popup-outside": partial(one_sentence_a_job, delay=0.02, paths=("/etc/hostname",)),
    "applyedit-error-32601": partial(kept, respond=refuse(-32601)),
    "applyedit-error-32803": partial(kept, respond=refuse(-32803)),
    "applyedit-false": partial(kept, respond=lambda _: {"applied": False}),
    "applyedit-null": partial(kept, respond=lambda _: None),
    "params-minus-line": partial(
        answered, method="textDocument/codeAction", params=actions_in(*NEGATIVE), code=PARAMS
    ),
    "params-empty-completion": partial(answered, method="textDocument/completion", params={}, code=PARAMS),
    "params-empty-command": partial(answered, method="workspace/executeCommand", params={}, code=PARAMS),
    "params-null-image": partial(answered, method="viscodex/imageToCode", params=None, code=PARAMS),
    "params-text-line": partial(
        answered, method="textDocument/codeAction", params=actions_in(*IN_TEXT), code=None
    ),
    "params-missing-key": without_params,
    "initialize-second": second_initialize,
    "shutdown-then-request": partial(after_shutdown, method="viscodex/status"),
    "shutdown-then-command": partial(after_shutdown, method="workspace/executeCommand"),
    "exit-code-good": good_end,
    "before-initialize": before_initialize,
    "header-CONTENT-LENGTH": partial(heard, header="CONTENT-LENGTH"),
    "header-Content-length": partial(heard, header="Content-length"),
    "header-type": partial(
        heard, header="Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length"
    ),
    "configuration-null": partial(default_settings, respond=lambda _: None),
    "configuration-error": partial(default_settings, respond=refuse(-32601)),
    "notebook-magic": partial(in_a_cell, code="%matplotlib inline\nimport math\nprint(math.pi)"),
    "notebook-shell": partial(in_a_cell, code="!ls\nx = 1"),
    "notebook-guard-plain": partial(in_a_cell, code="import math\nprint(math.pi)"),
}


@pytest.mark.parametrize("name", PLAYS)
async def test_a_case_ends_right(name: str, tmp_path: Path) -> None:
    """As the list says under this name."""
    await PLAYS[name](workspace(tmp_path / "site"))


def test_no_case_is_left_out() -> None:
    """Every case of the list is restated here."""
    if not LIST.is_file():
        pytest.skip("../shared/cases/protocol.md is not here; its cases were run all the same")
    assert set(re.findall(r"^- \*\*([\w-]+)\*\*", LIST.read_text("utf-8"), re.MULTILINE)) == set(PLAYS)
