"""The protocol to the letter: every request is answered, the lifecycle is kept, no fault of a client is a popup."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.people.plain_client import NO_ANSWER, Fault, PlainClient, plain_client
from tests.fixtures.people.virtual_editor import COMMAND
from tests.fixtures.pictures.scenes import encoded, png, workspace
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

TEXT = "x = 1\n\ny = 2\n"
FILLED = "x = 1\nz = 3\ny = 2\n"
PROGRESS = {"window": {"workDoneProgress": True}}
CONFIGURATION = {"workspace": {"configuration": True}}
METHOD, PARAMS, REQUEST, UNREADY = -32601, -32602, -32600, -32002


def argument(uri: str, path: str = "mock.png") -> dict[str, Any]:
    place = {"line": 1, "character": 0}
    picture = {"kind": "file", "path": path}
    return {"uri": uri, "range": {"start": place, "end": place}, "picture": picture}


async def begin(client: PlainClient, home: Path, *, capabilities: Any = None, url: str = "") -> str:
    """Initialize in a folder with a document; its uri."""
    options = {
        "viscodex": {
            "server": {"url": url},
            "checks": {"repairAttempts": 0},
            "truth": {"mode": "off"},
        }
    }
    folders = [{"uri": home.as_uri(), "name": "site"}]
    await client.initialize(
        capabilities=capabilities or {}, workspaceFolders=folders, initializationOptions=options
    )
    uri = (home / "a.py").as_uri()
    client.open(uri, TEXT, "python")
    return uri


def command(client: PlainClient, uri: str, path: str = "mock.png") -> int:
    params = {"command": "viscodex.imageToCode", "arguments": [argument(uri, path)]}
    return client.ask("workspace/executeCommand", params)


@pytest.mark.parametrize("delay", [0.02, 0.05])
async def test_a_job_that_fails_at_once_says_one_sentence(delay: float, tmp_path: Path) -> None:
    """However late the editor accepts the progress: one message a job, and none about the server's inside."""

    async def accept(_: Any) -> None:
        await asyncio.sleep(delay)

    async with plain_client({"window/workDoneProgress/create": accept}) as client:
        uri = await begin(client, workspace(tmp_path / "site"), capabilities=PROGRESS)
        paths = ["gone.png", "/etc/hostname", "gone.png"]
        for count, path in enumerate(paths, 1):
            command(client, uri, path)
            await client.until(partial(enough, client, count))
        await asyncio.wait([*client._late, asyncio.ensure_future(asyncio.sleep(0))])
        await client.request("viscodex/status", {})
        assert len(client.shown) == 3
        assert all(Path(path).name in said for path, said in zip(paths, client.shown, strict=True))


def enough(client: PlainClient, count: int, _: Any) -> bool:
    """Whether the person was told so much."""
    return len(client.shown) >= count


def refuse(code: int) -> Any:
    def respond(_: Any) -> None:
        raise Fault(code)

    return respond


@pytest.mark.parametrize(
    "respond",
    [
        refuse(-32601),
        lambda _: None,
        lambda _: {"applied": "perhaps", "failureReason": 3},
        lambda _: NO_ANSWER,
    ],
    ids=["error", "null", "garbage", "silent"],
)
async def test_an_edit_that_was_not_taken_is_kept(respond: Any, tmp_path: Path) -> None:
    """Whatever the editor answers, or not: the result waits as a proposal, and the person is told."""
    async with scripted_engine(stream("```python\nz = 3\n```")) as engine:
        async with plain_client({"workspace/applyEdit": respond}) as client:
            uri = await begin(client, workspace(tmp_path / "site"), url=engine.url)
            command(client, uri)
            await client.message("it is kept")
            status = (await client.request("viscodex/status", {}))["result"]
            assert [kept["summary"] for kept in status["proposals"]] == ["1 line of Python"]
            assert not any("internal" in text for text in client.shown)


@pytest.mark.parametrize("answer", ["late", "never"])
async def test_an_edit_that_lands_late_is_not_offered_twice(answer: str, tmp_path: Path) -> None:
    """An editor that applies the edit after its time, answering or not: the kept proposal goes, and that is told."""
    landed = asyncio.Event()

    async def respond(_: Any) -> Any:
        await landed.wait()
        return {"applied": True} if answer == "late" else NO_ANSWER

    async with scripted_engine(stream("```python\nz = 3\n```")) as engine:
        async with plain_client({"workspace/applyEdit": respond}) as client:
            uri = await begin(client, workspace(tmp_path / "site"), url=engine.url)
            command(client, uri)
            await client.message("it is kept")
            blank = {"line": 1, "character": 0}
            change = {"range": {"start": blank, "end": blank}, "text": "z = 3"}
            document = {"uri": uri, "version": 2}
            params = {"textDocument": document, "contentChanges": [change]}
            client.notify("textDocument/didChange", params)
            landed.set()
            assert (await client.request("viscodex/status", {}))["result"]["proposals"] == []
            await client.message("Inserted 1 line of Python from mock.png after all.")


UNUSABLE = [
    ("textDocument/codeAction", {"textDocument": {"uri": "file:///x"}, "context": {"diagnostics": []},
                                 "range": {"start": {"line": -1, "character": 0},
                                           "end": {"line": 0, "character": 0}}}),
    ("textDocument/codeAction", {"textDocument": {"uri": "file:///x"}, "context": {"diagnostics": []},
                                 "range": {"start": {"line": 1, "character": 2.5},
                                           "end": {"line": 1, "character": None}}}),
    ("textDocument/completion", {}),
    ("textDocument/completion", None),
    ("textDocument/inlineCompletion", []),
    ("workspace/executeCommand", {}),
    ("workspace/executeCommand", {"command": "viscodex.unknown"}),
    ("workspace/executeCommand", {"command": "viscodex.imageToCode", "arguments": 5}),
    ("codeAction/resolve", "text"),
    ("viscodex/imageToCode", None),
    ("viscodex/imageToCode", [1]),
    ("viscodex/attachPicture", "text"),
]  # fmt: skip


async def test_unusable_params_are_answered() -> None:
    """With InvalidParams, at once, and without a word to the person."""
    async with plain_client() as client:
        await client.initialize()
        for method, params in UNUSABLE:
            answer = await client.request(method, params)
            assert answer["error"]["code"] == PARAMS, (method, params)
        assert client.shown == []


async def test_a_request_may_leave_its_params_out() -> None:
    async with plain_client() as client:
        await client.initialize()
        client.send({"jsonrpc": "2.0", "id": "s", "method": "viscodex/status"})
        assert (await client.answer("s"))["result"]["jobs"] == []


NO_REQUESTS = [
    ({"jsonrpc": "2.0", "id": 7, "method": "no/such"}, 7, METHOD),
    ({"jsonrpc": "2.0", "id": 7, "method": "$/no"}, 7, METHOD),
    ({"jsonrpc": "1.0", "id": 7, "method": "viscodex/status"}, 7, REQUEST),
    ({"id": 7, "method": "viscodex/status"}, 7, REQUEST),
    ({"jsonrpc": "2.0", "id": 7, "method": 5}, 7, REQUEST),
    ({"jsonrpc": "2.0", "id": [7], "method": "viscodex/status"}, None, REQUEST),
    ({"jsonrpc": "2.0", "id": None, "method": "viscodex/status"}, None, REQUEST),
    (5, None, REQUEST),
    ([], None, REQUEST),
    ([{"jsonrpc": "2.0", "id": 7, "method": "no/such"}], 7, METHOD),
]


async def test_what_is_no_request_is_answered() -> None:
    """With the error of JSON-RPC that says why."""
    async with plain_client() as client:
        await client.initialize()
        for message, name, code in NO_REQUESTS:
            client.heard.clear()
            client.send(message)
            assert (await client.answer(name))["error"]["code"] == code, message


async def test_bytes_that_are_no_json_cost_one_answer() -> None:
    """The next message is read as ever."""
    async with plain_client() as client:
        await client.initialize()
        client.write(b"Content-Length: 3\r\n\r\n{\xff}Content-Length: 200000\r\n\r\n" + b"[" * 200_000)
        client.write(b"Content-Type: x\r\n\r\nContent-Length: no\r\n\r\n")
        assert (await client.request("viscodex/status", {}))["result"]["jobs"] == []
        assert [heard["error"]["code"] for heard in client.heard if heard.get("error")] == [-32700, -32700]


async def test_a_second_initialize_is_an_error_and_forgets_nothing(tmp_path: Path) -> None:
    async with scripted_engine(stream("```python\nz = 3\n```")) as engine:
        async with plain_client() as client:
            uri = await begin(client, workspace(tmp_path / "site"), url=engine.url)
            again = await client.request(
                "initialize", {"processId": None, "rootUri": None, "capabilities": {}}
            )
            assert again["error"]["code"] == REQUEST
            result = await client.request("viscodex/imageToCode", argument(uri))
            assert result["result"]["summary"] == "1 line of Python from mock.png"


async def test_before_initialize_nothing_is_served() -> None:
    """And what `initialize` brings later still counts."""
    async with plain_client() as client:
        client.notify("viscodex/nothing", {})
        assert (await client.request("viscodex/status", {}))["error"]["code"] == UNREADY
        await client.initialize(initializationOptions={"viscodex": {"server": {"model": "later"}}})
        assert (await client.request("viscodex/status", {}))["result"]["model"] == "later"


async def test_after_shutdown_requests_are_refused(tmp_path: Path) -> None:
    async with plain_client() as client:
        uri = await begin(client, workspace(tmp_path / "site"))
        assert (await client.request("shutdown", None))["result"] is None
        assert (await client.request("viscodex/status", {}))["error"]["code"] == REQUEST
        assert (await client.answer(command(client, uri)))["error"]["code"] == REQUEST
        client.notify("exit", None)
        assert await client.ended() == 0


@pytest.mark.parametrize("initialized", [True, False])
async def test_exit_without_shutdown_ends_with_1(initialized: bool) -> None:
    async with plain_client() as client:
        if initialized:
            await client.initialize()
        client.notify("exit", None)
        assert await client.ended() == 1


async def test_the_end_of_the_input_ends_the_server() -> None:
    async with plain_client() as client:
        await client.initialize()
        assert client.process.stdin is not None
        client.process.stdin.close()
        assert await client.ended() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
async def test_asked_to_end_by_the_system_it_ends_in_order(name: str) -> None:
    """As Ctrl+C in a shell does: what it began is cleared away, where a signal's own end would leave it."""
    number = getattr(signal, name)
    # A server that was told to outlive its terminal does, and tests may run behind `nohup`.
    before = signal.signal(number, signal.SIG_DFL)
    try:
        async with plain_client() as client:
            await client.initialize()
            client.process.send_signal(number)
            assert await client.ended() == 130
    finally:
        signal.signal(number, before)


async def test_the_clients_process_is_watched() -> None:
    """When the process that `initialize` named is gone the server ends, though its input stays open."""
    sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    async with plain_client() as client:
        await client.initialize(processId=sleeper.pid)
        await client.request("viscodex/status", {})
        sleeper.kill()
        await client.ended()
    sleeper.wait()


async def test_header_names_have_no_case() -> None:
    async with plain_client() as client:
        params: Any = {"processId": None, "rootUri": None, "capabilities": {}}
        message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
        client.send(message, header="CONTENT-LENGTH")
        assert "result" in await client.answer(1)


@pytest.mark.parametrize(
    "respond",
    [lambda _: None, lambda _: {"viscodex": [5]}, lambda _: NO_ANSWER],
    ids=["null", "garbage", "silent"],
)
async def test_settings_that_do_not_come_are_not_waited_for(respond: Any) -> None:
    """The default settings hold."""
    async with plain_client({"workspace/configuration": respond}) as client:
        await client.initialize(capabilities=CONFIGURATION)
        answer = await client.request("viscodex/attachPicture", {"uri": "", "data": encoded(png())})
        assert answer["result"]["width"] == 40
        assert client.shown == []


def test_a_client_that_reads_nothing_does_not_hold_the_server_up() -> None:
    """More answers than a pipe holds, none of them read: the server still takes what comes, and ends when told."""
    messages: list[tuple[str, Any]] = [
        ("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    ]
    messages += [("viscodex/status", {})] * 5_000 + [("shutdown", None)]
    bodies = [
        json.dumps({"jsonrpc": "2.0", "id": name, "method": method, "params": params}).encode()
        for name, (method, params) in enumerate(messages)
    ]
    bodies.append(b'{"jsonrpc": "2.0", "method": "exit"}')
    with subprocess.Popen(
        [*COMMAND, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        for body in bodies:
            process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        process.stdin.flush()
        assert process.wait(timeout=600) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a shell with head")
@pytest.mark.parametrize("words", ["settings", "--help", "local status"])
def test_a_verb_whose_reader_goes_says_nothing(words: str) -> None:
    """`viscodex-lsp settings | head -1` prints a line, and no traceback."""
    line = f"{sys.executable} -m viscodex_lsp {words} | head -c 1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
async def test_ctrl_c_ends_the_server_without_a_traceback() -> None:
    """As in a terminal: a shell starts what it puts into the background with the signal ignored, so that is undone."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "viscodex_lsp", "--stdio",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    client = PlainClient(process, {})
    await client.initialize()
    os.kill(process.pid, signal.SIGINT)
    assert await client.ended() == 130
    assert process.stderr is not None
    assert b"Traceback" not in await process.stderr.read()


MODERN = {
    "workspace": {"workspaceEdit": {"snippetEditSupport": True, "metadataSupport": True}},
    "textDocument": {"codeAction": {"tagSupport": {"valueSet": [1]}}},
}


@pytest.mark.parametrize("modern", [True, False])
async def test_what_is_new_in_3_18_is_sent_where_it_is_announced(modern: bool, tmp_path: Path) -> None:
    """The tag for what a model writes, tab stops on guessed values, the edit's metadata; else a plain edit."""
    edits: list[Any] = []
    home = workspace(tmp_path / "site")
    async with scripted_engine(stream('```html\n<a href="#">Home</a>\n```')) as engine:
        async with plain_client({"workspace/applyEdit": edits.append}) as client:
            await begin(client, home, capabilities=MODERN if modern else {}, url=engine.url)
            uri = (home / "a.html").as_uri()
            client.open(uri, "<nav>\n\n</nav>\n", "html")
            place = argument(uri)["range"]
            asked = {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": []}}
            actions = (await client.request("textDocument/codeAction", asked))["result"]
            assert {tuple(action.get("tags", ())) for action in actions} == {(1,) if modern else ()}
            assert "checked" in actions[0]["command"]["tooltip"]
            command(client, uri)
            await client.message("it is kept")
    (edit,) = edits
    assert edit.get("metadata") == ({"isRefactoring": False} if modern else None)
    (change,) = edit["edit"]["documentChanges"][0]["edits"]
    if modern:
        assert change["snippet"]["kind"] == "snippet"
        assert change["snippet"]["value"].strip() == '<a href="${1:#}">Home</a>'
    else:
        assert change["newText"].strip() == '<a href="#">Home</a>'
