"""llama.cpp's own HTTP server, which a person may have running: found by `doctor`, and asked like any model server.

Everything here comes from the real server of the wheel; other laptop servers are known by bodies written after their
sources (`test_laptop_servers`, `test_found_servers`).
"""

import json
from pathlib import Path
from typing import Any

import pytest
from viscodex_model import cli

from tests.fixtures.models.tiny_checkpoints import tiny_vlm
from tests.fixtures.servers.llamacpp_engine import engine
from tests.fixtures.servers.served import REPOSITORY
from viscodex_lsp.cli import main
from viscodex_lsp.edges.model.found_servers import find_servers

PICTURE = REPOSITORY / "examples" / "nano" / "article.png"
PAGE = "<!DOCTYPE html>\n<html>\n  <body>\n\n  </body>\n</html>\n"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """viscodex-nano as two GGUF files."""
    out = tmp_path_factory.mktemp("nano") / "nano"
    assert (
        cli.main(["export", "gguf", str(REPOSITORY / "model/nano"), "--out", str(out), "--quant", "q8_0"])
        == 0
    )
    return out


@pytest.fixture(scope="module")
def server(exported: Path) -> Any:
    """The server, with both files."""
    return engine(exported / "nano-q8_0.gguf", exported / "mmproj-nano-q8_0.gguf", exact=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    return file


def apply(page: Path, address: str, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    monkeypatch.setenv("VISCODEX_SERVER_URL", f"{address}/v1")
    monkeypatch.setenv("VISCODEX_API_KEY", "")
    words = ["apply", str(page), "--image", str(PICTURE), "--line", "4", "--json", "--set", "truth.mode=off"]
    return main([*words, *more])


async def test_it_is_found_with_its_model_that_sees(server: Any) -> None:
    """And the sentence has the settings to copy; its short context is said."""
    [found] = await find_servers((server.listening_address,))
    [name] = found.seeing
    assert (found.kind, found.loaded, found.blind) == ("llama.cpp", (name,), 0)
    assert f"set viscodex.server.url to {server.listening_address}/v1" in found.sentence
    assert f"viscodex.server.model to {name}" in found.sentence
    assert "start it with -c 8192" in found.sentence
    assert "nano-q8_0" in name


async def test_a_model_without_its_mmproj_is_said_not_to_see(exported: Path) -> None:
    """The half that writes, served alone."""
    alone = engine(exported / "nano-q8_0.gguf")
    [found] = await find_servers((alone.listening_address,))
    assert found.seeing == ()
    assert "lists 1 model, and none takes pictures" in found.sentence


def test_a_picture_becomes_an_edit(server: Any, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamed by the real server, checked and written as ever."""
    assert apply(page, server.listening_address, monkeypatch, "--write") == 0
    assert "Night trains" in page.read_text()


def test_a_model_without_eyes_is_said(
    exported: Path, page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the real server's own words, and nothing is changed."""
    alone = engine(exported / "nano-q8_0.gguf")
    assert apply(page, alone.listening_address, monkeypatch) == 1
    sentence = json.loads(capsys.readouterr().out)["sentence"]
    assert "takes no pictures" in sentence
    assert "mmproj" in sentence
    assert page.read_text() == PAGE


def test_too_little_room_is_said(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A question of more than its 4,096 tokens; viscodex-nano's template would leave the instruction out."""
    folder, out = tiny_vlm(tmp_path / "tiny"), tmp_path / "out"
    assert cli.main(["export", "gguf", str(folder), "--out", str(out), "--quant", "f16"]) == 0
    capsys.readouterr()
    small = engine(out / "tiny-f16.gguf", out / "mmproj-tiny-f16.gguf", exact=False)
    long = " ".join(f"word{number}" for number in range(4000))
    assert apply(page, small.listening_address, monkeypatch, "--instruction", long) == 1
    assert "too long" in json.loads(capsys.readouterr().out)["sentence"]
    assert page.read_text() == PAGE
