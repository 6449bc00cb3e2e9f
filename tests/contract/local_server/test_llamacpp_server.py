"""`serve llamacpp` on exported models: the local server's rules, with the real engine below it."""

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest
from PIL import Image, ImageDraw
from viscodex_model import cli

from tests.fixtures.models.tiny_checkpoints import tiny_vlm
from tests.fixtures.servers.embedded_server import serving_embedded
from tests.fixtures.servers.llamacpp_engine import exported_engine, png_base64
from tests.fixtures.servers.served import REPOSITORY, Served
from viscodex_lsp.core.nouns import Message as LspMessage
from viscodex_lsp.core.nouns import Prompt
from viscodex_lsp.core.settings import EmbeddedSettings, RequestSettings, Settings
from viscodex_lsp.edges.model.local_completer import LocalCompleter
from viscodex_lsp.edges.model.local_processes import end_server, running_servers

QUESTION = "What is in the picture?"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model as two GGUF files."""
    folder = tiny_vlm(tmp_path_factory.mktemp("model") / "tiny", language={"initializer_range": 0.2})
    out = folder.parent / "out"
    assert cli.main(["export", "gguf", str(folder), "--out", str(out), "--quant", "f16"]) == 0
    return out


@pytest.fixture(scope="module")
def served(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The model, served; one for the module."""
    log = tmp_path_factory.mktemp("log") / "server.log"
    with serving_embedded(exported / "tiny-f16.gguf", "--queue", "2", log=log, cache=log.parent) as running:
        yield running


def drawing(width: int = 196, height: int = 168) -> Image.Image:
    picture = Image.new("RGB", (width, height), (250, 250, 245))
    ImageDraw.Draw(picture).rectangle((20, 30, width // 2, height // 2), fill=(40, 90, 200))
    return picture


def body(text: str = QUESTION, picture: Image.Image | None = None, **more: Any) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"type": "text", "text": text}]
    if picture is not None:
        url = f"data:image/png;base64,{png_base64(picture)}"
        parts.insert(0, {"type": "image_url", "image_url": {"url": url}})
    return {"messages": [{"role": "user", "content": parts}], "max_tokens": 16, **more}


def ask(served: Served, content: dict[str, Any], *, path: str = "/v1/chat/completions") -> httpx2.Response:
    headers = {"Authorization": f"Bearer {served.token}"}
    return httpx2.post(f"{served.url}{path}", json=content, headers=headers, timeout=600)


def engine_of(served: Served) -> psutil.Process:
    """The process of llama.cpp below the server."""
    (child,) = psutil.Process(served.pid).children()
    return child


def test_a_picture_question_is_answered_as_the_engine_alone_answers_it(
    served: Served, exported: Path
) -> None:
    """The reply equals that of the engine in this process, whole and streamed, with the counts of its tokens."""
    alone = exported_engine(exported).handle_chat_completions(
        {**body(picture=drawing()), "temperature": 0, "cache_prompt": False}
    )
    expected = alone["choices"][0]["message"]["content"]
    whole = ask(served, body(picture=drawing())).json()
    assert whole["choices"][0]["message"]["content"] == expected
    assert whole["choices"][0]["finish_reason"] == "length"
    assert whole["usage"] == {"prompt_tokens": alone["usage"]["prompt_tokens"], "completion_tokens": 16} | {
        "total_tokens": alone["usage"]["prompt_tokens"] + 16
    }
    said = ""
    content = body(picture=drawing(), stream=True, stream_options={"include_usage": True})
    headers = {"Authorization": f"Bearer {served.token}"}
    with httpx2.stream(
        "POST", f"{served.url}/v1/chat/completions", json=content, headers=headers, timeout=600
    ) as response:
        events = [line.removeprefix("data: ") for line in response.iter_lines() if line]
    assert events[-1] == "[DONE]"
    parsed = [json.loads(event) for event in events[:-1]]
    assert 0 < parsed[0]["estimated_seconds"] < 60
    for event in parsed:
        said += "".join(choice["delta"].get("content") or "" for choice in event["choices"])
    assert said == expected
    assert parsed[-1]["usage"]["completion_tokens"] == 16


def test_only_the_tokens_holder_on_this_machine_is_answered(served: Served) -> None:
    """The local server's own rules hold, and the engine below it answers nobody else."""
    assert httpx2.get(f"{served.url}/v1/models", timeout=30).status_code == 401
    listening = [c.laddr for c in engine_of(served).net_connections() if c.status == psutil.CONN_LISTEN]
    assert [address.ip for address in listening] == ["127.0.0.1"]
    naked = httpx2.post(f"http://127.0.0.1:{listening[0].port}/v1/chat/completions", json=body(), timeout=30)
    assert naked.status_code == 401


def test_control_tokens_in_text_stay_text(served: Served) -> None:
    """A person who pastes chat marks does not end their own turn: the prompt is longer by their letters."""
    plain = ask(served, body("a b")).json()["usage"]["prompt_tokens"]
    marked = ask(served, body("a <|im_end|> b")).json()["usage"]["prompt_tokens"]
    assert marked > plain + 4


def test_the_prefix_of_a_picture_is_read_once(served: Served, exported: Path) -> None:
    """A second question about the same picture costs its own words alone."""
    engine = exported_engine(exported)
    first = {**body(picture=drawing()), "temperature": 0, "cache_prompt": True}
    engine.handle_chat_completions(first)
    second = body("Another question about it", drawing())
    again = engine.handle_chat_completions({**second, "temperature": 0, "cache_prompt": True})
    picture_tokens = 196 // 28 * 168 // 28
    assert again["usage"]["prompt_tokens_details"]["cached_tokens"] > picture_tokens
    foretold = [foretold_seconds(served, body(text, drawing(448, 448))) for text in ("One.", "Two.")]
    assert foretold[1] < foretold[0]


def foretold_seconds(served: Served, content: dict[str, Any]) -> float:
    """What the server says before it answers; the answer is waited for."""
    headers = {"Authorization": f"Bearer {served.token}"}
    address = f"{served.url}/v1/chat/completions"
    with httpx2.stream(
        "POST", address, json=content | {"stream": True}, headers=headers, timeout=600
    ) as reply:
        events = [line.removeprefix("data: ") for line in reply.iter_lines() if line]
    return float(json.loads(events[0])["estimated_seconds"])


def test_a_client_that_hangs_up_frees_the_engine(served: Served) -> None:
    """The next question is answered at once, by the same process."""
    before = engine_of(served).pid
    headers = {"Authorization": f"Bearer {served.token}"}
    content = body(stream=True) | {"max_tokens": 4000}
    with httpx2.stream(
        "POST", f"{served.url}/v1/chat/completions", json=content, headers=headers, timeout=600
    ) as response:
        next(response.iter_lines())
    assert ask(served, body()).status_code == 200
    assert engine_of(served).pid == before


def test_an_engine_that_cannot_be_interrupted_is_started_again(served: Served) -> None:
    """Where it does not let go, as while it looks at a large picture, it is ended; the next question is answered."""
    before = engine_of(served)
    before.suspend()
    headers = {"Authorization": f"Bearer {served.token}"}
    with pytest.raises(httpx2.TimeoutException):
        httpx2.post(f"{served.url}/v1/chat/completions", json=body(), headers=headers, timeout=5)
    assert ask(served, body()).status_code == 200
    assert engine_of(served).pid != before.pid


def test_an_engine_that_ends_is_said_and_started_again(served: Served) -> None:
    """One that is killed while it answers makes a sentence; the question after that is answered."""
    engine = engine_of(served)
    (port,) = [c.laddr.port for c in engine.net_connections() if c.status == psutil.CONN_LISTEN]
    engine.suspend()
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(ask, served, body())
        deadline = time.monotonic() + 300
        server = psutil.Process(served.pid)
        while not any(c.raddr and c.raddr.port == port for c in server.net_connections()):
            assert time.monotonic() < deadline
            threading.Event().wait(0.02)
        os.kill(engine.pid, signal.SIGKILL)
        refused = asked.result()
    assert refused.status_code == 500
    assert "llama.cpp ended while it answered" in refused.json()["error"]["message"]
    assert ask(served, body()).status_code == 200


def test_pictures_are_read_beside_the_model(served: Served) -> None:
    """`/v1/read` is answered by the reader while the model speaks."""
    picture = Image.new("RGB", (400, 80), "white")
    ImageDraw.Draw(picture).text((20, 20), "total = price * 3", fill="black", font_size=28)
    url = f"data:image/png;base64,{png_base64(picture)}"
    with ThreadPoolExecutor() as pool:
        speaking = pool.submit(ask, served, body() | {"max_tokens": 2000})
        read = ask(served, {"picture": url}, path="/v1/read")
        assert read.status_code == 200
        assert "price" in read.text
        assert speaking.result().status_code == 200


def test_a_context_that_is_too_short_is_said(served: Served) -> None:
    """A prompt longer than the model's context is refused with a sentence, not cut off in silence."""
    refused = ask(served, body("word " * 6000))
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "context_length_exceeded"


def test_a_file_that_is_replaced_is_loaded_again(exported: Path, tmp_path: Path) -> None:
    """The next question is answered from the new file; where that one is broken, a sentence says so."""
    files = Path(shutil.copytree(exported, tmp_path / "files"))
    text = files / "tiny-f16.gguf"
    other = tiny_vlm(tmp_path / "tiny", seed=5, language={"initializer_range": 0.2})
    assert cli.main(["export", "gguf", str(other), "--out", str(tmp_path / "new"), "--quant", "f16"]) == 0
    with serving_embedded(text, log=tmp_path / "server.log", cache=tmp_path) as running:
        before = ask(running, body()).json()["choices"][0]["message"]["content"]
        (tmp_path / "new" / "tiny-f16.gguf").replace(text)
        after = ask(running, body()).json()["choices"][0]["message"]["content"]
        assert after != before
        text.write_bytes(text.read_bytes()[:-4000])
        refused = ask(running, body())
        assert refused.status_code == 503
        assert "was replaced while it was served" in refused.json()["error"]["message"]
        assert "cut off" in refused.json()["error"]["message"]
        shutil.copyfile(exported / "tiny-f16.gguf", text)
        assert ask(running, body()).json()["choices"][0]["message"]["content"] == before


def test_the_engine_ends_with_its_server(exported: Path, tmp_path: Path) -> None:
    """No process is left behind, even by a server that is killed."""
    with serving_embedded(exported / "tiny-f16.gguf", log=tmp_path / "server.log", cache=tmp_path) as running:
        engine = engine_of(running)
        os.kill(running.pid, signal.SIGKILL)
        engine.wait(timeout=300)


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
def test_a_person_at_a_terminal_is_told_where_and_when(exported: Path, tmp_path: Path) -> None:
    """The address first, then what is loaded, then that it is ready."""
    import pty

    ours, its = pty.openpty()
    environment = {
        **os.environ,
        "VISCODEX_EMBEDDED_TOKEN": "told",
        "XDG_CACHE_HOME": str(tmp_path),
        "PYTHONPATH": str(REPOSITORY / "model"),
    }
    command = [
        sys.executable,
        "-m",
        "viscodex_model.cli",
        "serve",
        "llamacpp",
        str(exported / "tiny-f16.gguf"),
    ]
    with subprocess.Popen(command, stderr=its, env=environment) as process:
        os.close(its)
        told = b""
        while b"ready" not in told:
            told += os.read(ours, 4096)  # raises where the server ends before
        process.terminate()
    os.close(ours)
    lines = told.decode().split("\r\n")
    assert re.fullmatch(r"Serving tiny-f16 on http://127\.0\.0\.1:\d+; Ctrl\+C ends it", lines[0])
    assert lines.index("ready") > 0
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (lambda files: (files / "mmproj-tiny-f16.gguf").unlink(), "is a text model alone"),
        (lambda files: os.truncate(files / "tiny-f16.gguf", 100_000), "is damaged"),
        (lambda files: (files / "tiny-f16.gguf").unlink(), "There is no file"),
    ],
    ids=["no mmproj", "truncated", "missing"],
)
def test_what_cannot_be_served_is_refused_before_it_listens(
    break_it: Any, sentence: str, exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence and exit status 1; nothing is half-loaded."""
    files = Path(shutil.copytree(exported, tmp_path / "files"))
    break_it(files)
    assert cli.main(["serve", "llamacpp", str(files / "tiny-f16.gguf")]) == 1
    assert sentence in capsys.readouterr().err


async def test_two_language_servers_start_one_engine(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`viscodex.embedded.folder` names the file; both at once are answered by one process."""
    monkeypatch.setenv("PYTHONPATH", f"{REPOSITORY / 'model'}{os.pathsep}{REPOSITORY}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    file = exported / "tiny-f16.gguf"
    settings = Settings(
        embedded=EmbeddedSettings(folder=str(file), idle_seconds=60), request=RequestSettings(max_tokens=8)
    )
    completers = [LocalCompleter(settings, place=tmp_path / "run") for _ in range(2)]
    prompt = Prompt((LspMessage("user", ("Hello.",)),))

    async def hear(completer: LocalCompleter) -> str:
        return "".join([piece.text async for piece in completer.stream(prompt, notify=lambda _: None)])

    said = await asyncio.gather(*(hear(completer) for completer in completers))
    assert said[0] == said[1] != ""
    (server,) = running_servers(tmp_path / "run")
    assert server.model == "tiny-f16"
    for completer in completers:
        await completer.close()
    assert end_server(server)


def test_only_a_gguf_file_is_served_by_llamacpp(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A checkpoint folder is not served by another engine in silence."""
    assert cli.main(["serve", "llamacpp", str(tmp_path)]) == 1
    assert "`serve embedded` serves such a folder" in capsys.readouterr().err
