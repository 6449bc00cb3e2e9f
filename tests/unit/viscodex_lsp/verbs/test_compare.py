"""`viscodex-lsp compare`: how like a picture a file is, in a shell."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.pictures.seen_pictures import blank_picture, seen_lines
from viscodex_lsp.cli import main
from viscodex_lsp.core.errors import NotDrawn
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.ports import Ports, real_ports
from viscodex_lsp.verbs import compare


@pytest.fixture
def read() -> list[bytes]:
    """The pictures that were read, in order."""
    return []


@pytest.fixture
def picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: list[bytes]) -> Path:
    """A picture in which the reader sees three words, on a machine without a browser."""

    async def see(_picture: Picture, _settings: Settings, _notify: Any) -> Seen:
        read.append(_picture.data)
        return seen_lines(["Harbour news today"])

    async def draw(_page: str, _width: int, _height: int) -> Rendered:
        raise NotDrawn("Chromium is not installed")

    def scripted() -> Ports:
        return replace(
            real_ports(),
            can_read=lambda: True,
            see_picture=see,
            begin_drawing=lambda: lambda: None,
            draw_page=draw,
        )

    monkeypatch.setattr(compare, "real_ports", scripted)
    path = tmp_path / "picture.png"
    path.write_bytes(blank_picture().data)
    return path


def test_the_parts_of_a_file_are_told(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line for the whole, one for each part, and the words that differ."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><p>Harbour news tomorrow</p>")
    assert main(["compare", str(page), "--image", str(picture)]) == 0
    told = capsys.readouterr().out
    assert "like the picture" in told.splitlines()[0]
    assert "1 of 3 words is missing: today" in told
    assert "not measured Chromium is not installed" in " ".join(told.split())


def test_a_batch_answers_each_line(
    picture: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers come in order; a line that is none gets its sentence, and the rest go on."""
    pair = {"image": str(picture), "text": "<p>Harbour news today</p>", "language": "html"}
    lines = [
        json.dumps(pair),
        "no json",
        json.dumps(pair | {"image": "gone.png"}),
        json.dumps(pair | {"text": "<p>x"}),
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
    assert main(["compare", "--batch"]) == 1
    first, second, third, fourth = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["value"] == 1.0
    assert second == {"value": None, "sentence": "line 2 is no object with image, text and language"}
    assert third["value"] is None
    assert "gone.png" in third["sentence"]
    assert fourth["value"] == 0.0


def test_a_call_that_names_nothing_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """What to name is told."""
    assert main(["compare"]) == 2
    assert "FILE --image PNG" in capsys.readouterr().err


def test_a_picture_with_several_answers_is_read_once(
    picture: Path, tmp_path: Path, read: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as they follow one another; another picture is read for itself."""
    other = tmp_path / "other.png"
    other.write_bytes(blank_picture(64).data)
    lines = [
        json.dumps({"image": str(image), "text": "<p>Harbour news today</p>", "language": "html"})
        for image in (picture, picture, other, picture)
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
    assert main(["compare", "--batch"]) == 0
    assert len(read) == 3
