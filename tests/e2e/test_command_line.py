"""`viscodex-lsp` in a shell: apply, capture, doctor, settings, each with its exit status."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.fixtures.pictures.scenes import FILLED, PAGE, REPLY, png
from tests.fixtures.servers.scripted_engine import plain, scripted_engine, stream

ENVIRONMENT = {"VISCODEX_SERVER_URL": "", "VISCODEX_API_KEY": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}


async def run(
    *words: str, url: str = "", folder: Path, environment: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    """Run the command in `folder`, beside the event loop that may hold the engine; nothing is compared, unless the
    words say so."""
    environment = {
        **os.environ,
        **ENVIRONMENT,
        "VISCODEX_SERVER_URL": url,
        "PYTHONPATH": os.pathsep.join(sys.path),
        **environment,
    }
    is_compared = any(word.startswith("truth.mode=") for word in words)
    plain = ["--set", "truth.mode=off"] if words[:1] == ("apply",) and not is_compared else []
    command = [sys.executable, "-m", "viscodex_lsp", *words, *plain]
    return await asyncio.to_thread(
        subprocess.run, command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page and a picture in a folder."""
    (tmp_path / "mock.png").write_bytes(png())
    path = tmp_path / "index.html"
    path.write_text(PAGE)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="files are taken there")
async def test_an_agent_without_its_editor_says_where_it_belongs(tmp_path: Path) -> None:
    """As where a person tries it with a file, or with nothing, for its input."""
    pytest.importorskip("acp")
    for ends in ("</dev/null | cat", "</dev/null >out"):
        line = f"set -o pipefail; {sys.executable} -m viscodex_lsp acp {ends}"
        done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "standard input is none. Name the command in the editor's settings." in done.stderr
        assert "Traceback" not in done.stderr


async def test_apply_prints_a_diff_and_leaves_the_file(page: Path) -> None:
    """Without --write the file stays; the diff on standard output is the edit."""
    async with scripted_engine(stream(REPLY)) as engine:
        done = await run(
            "apply", "index.html", "--image", "mock.png", "--line", "5", url=engine.url, folder=page.parent
        )
    assert done.returncode == 0, done.stderr
    assert "+      <h1>Hello</h1>\n+      <p>World</p>\n" in done.stdout
    assert "2 lines of HTML, syntax checked" in done.stderr
    assert page.read_text() == PAGE
    patched = subprocess.run(
        ["patch", "-o", "-", str(page)], input=done.stdout, capture_output=True, text=True, check=True
    )
    assert patched.stdout == FILLED


async def test_apply_writes_when_asked(page: Path) -> None:
    """--write edits the file, keeps its mode, and --json tells the same as the diff."""
    page.chmod(0o640)
    async with scripted_engine(stream(REPLY)) as engine:
        words = ["apply", "index.html", "--image", "mock.png", "--line", "5", "--write", "--json"]
        done = await run(*words, url=engine.url, folder=page.parent)
    report = json.loads(done.stdout)
    assert (report["written"], report["syntaxChecked"], report["summary"]) == (True, True, "2 lines of HTML")
    assert page.read_text() == FILLED
    assert page.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in page.parent.iterdir()) == ["index.html", "mock.png"]


async def test_apply_replaces_lines_and_passes_the_instruction(page: Path) -> None:
    """--lines A:B replaces those lines; the instruction and the lines reach the model."""
    async with scripted_engine(stream("```html\n<section></section>\n```")) as engine:
        words = [
            "apply",
            "index.html",
            "--image",
            "mock.png",
            "--lines",
            "4:6",
            "--instruction",
            "keep it dark",
            "--write",
        ]
        done = await run(*words, url=engine.url, folder=page.parent)
    assert done.returncode == 0, done.stderr
    assert page.read_text() == PAGE.replace("    <main>\n\n    </main>\n", "    <section></section>\n")
    question = engine.requests[0].content["messages"][1]["content"][-1]["text"]
    assert "keep it dark" in question and "</main>" in question


async def test_a_refusal_has_exit_status_1(page: Path) -> None:
    """A reply that fails its checks prints its reason and changes nothing."""
    async with scripted_engine(stream("I see nothing.")) as engine:
        words = ["apply", "index.html", "--image", "mock.png", "--write"]
        done = await run(*words, url=engine.url, folder=page.parent)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("viscodex-lsp: ")
    assert page.read_text() == PAGE


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["apply", "gone.html", "--image", "mock.png"], 2, "gone.html"),
        (["apply", "mock.png", "--image", "mock.png"], 2, "UTF-8"),
        (["apply", "index.html", "--image", "gone.png"], 1, "gone.png"),
        (["apply", "index.html", "--image", "mock.png", "--line", "99"], 2, "99"),
        (["apply", "index.html", "--image", "mock.png", "--lines", "5:2"], 2, "A:B"),
        (["apply", "index.html", *(["--image", "mock.png"] * 9)], 2, "9 pictures"),
        (["apply", "index.html"], 2, "--image"),
        ([], 2, "--stdio"),
        (["--tcp", "nowhere"], 2, "HOST:PORT"),
        (
            ["--tcp", "nowhere.invalid:80"],
            2,
            "(this machine has no such address). Name another host with --tcp.",
        ),
        (["--tcp", "192.0.2.1:4000"], 2, "(this machine has no such address). Name another host with --tcp."),
        (["capture", "-o", "out.png"], 1, "display"),
        (["capture", "--region", "1,2,3", "-o", "out.png"], 2, "X,Y,W,H"),
    ],
)
async def test_wrong_usage_is_a_sentence(words: list[str], status: int, sentence: str, page: Path) -> None:
    """Status 2 for what cannot be meant, 1 for what could not be done; never a traceback."""
    done = await run(*words, url="http://127.0.0.1:9", folder=page.parent)
    assert done.returncode == status, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


async def test_the_settings_are_printed_as_a_schema(page: Path) -> None:
    """`settings` prints JSON."""
    done = await run("settings", folder=page.parent)
    assert json.loads(done.stdout)["properties"]["server"]


async def test_the_doctor_names_every_part(page: Path) -> None:
    """Each part gets a line; a model that sees is ok, and a machine without a display is no fault."""
    replies = [
        stream(f'```html\n<div style="background:{code}"></div>\n```') for code in ("#dc2626", "#2563eb")
    ]
    async with scripted_engine(*replies) as engine:
        done = await run("doctor", url=engine.url, folder=page.parent)
    lines = {line.split()[1]: line.split()[0] for line in done.stdout.splitlines()}
    lines.pop("found", None)  # what model servers run on this machine is the machine's own
    assert lines == {"version": "ok", "display": "-", "clipboard": "-", "model": "ok", "eyesight": "ok"}
    assert done.returncode == 0


@pytest.mark.parametrize("reply", ["It is a nice picture.", '<div style="background:#ffffff"></div>'])
async def test_the_doctor_finds_a_blind_model(reply: str, page: Path) -> None:
    """A model that answers without seeing is told."""
    async with scripted_engine(stream(reply)) as engine:
        done = await run("doctor", url=engine.url, folder=page.parent)
    assert "BAD  eyesight" in done.stdout and "cannot see" in done.stdout


async def test_the_doctor_tells_a_wrong_key(page: Path) -> None:
    """A key that is refused is the model's line, in words."""
    async with scripted_engine(plain(401)) as engine:
        engine.models = plain(401)
        done = await run("doctor", url=engine.url, folder=page.parent)
    assert "BAD  model" in done.stdout and "key" in done.stdout
