"""`viscodex-model read` prints the code of a picture, or says why there is none."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from viscodex_model.cli import main

from tests.fixtures.pictures.text_pictures import png, text_picture
from tests.unit.viscodex_model.read.code.editor import editor_picture

LINES = ["def twice(value):", "    return 2 * value"]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "code.png"
    path.write_bytes(png(editor_picture(LINES)))
    return path


def test_the_code_is_printed(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing else, so that it can be piped."""
    assert main(["read", str(picture), "--as", "code"]) == 0
    assert capsys.readouterr().out == "\n".join(LINES) + "\n"


def test_json_has_all_that_was_seen(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The kind that was said is certain."""
    assert main(["read", str(picture), "--as", "code", "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert (read["kind"], read["kindConfidence"], read["code"]) == ("code", 1, "\n".join(LINES))


def test_a_page_can_have_classes_of_tailwind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Instead of a style sheet, in the language that is asked for beside it."""
    path = tmp_path / "page.png"
    path.write_bytes(png(text_picture(["A title of this page", "and a line below it"])))
    assert main(["read", str(path), "--as", "page", "--as", "tailwind", "--as", "jsx"]) == 0
    code = capsys.readouterr().out
    assert 'className="' in code and "text-[" in code
    assert "<style" not in code


def test_pictures_of_a_page_can_be_saved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code refers to the files, which show the same pixels; nothing is written over."""
    monkeypatch.chdir(tmp_path)
    pixels = text_picture(["The hut in May", "", "", "", "", "", "", ""]).copy()
    photo = np.random.default_rng(1).integers(0, 256, (90, 120, 3), np.uint8)
    pixels[60:150, 30:150] = photo
    Path("page.png").write_bytes(png(pixels))
    words = ["read", "page.png", "--as", "page", "--cut-outs", "images"]
    assert main(words) == 0
    named = re.search(r'src="(images/[\w-]+\.png)"', capsys.readouterr().out)
    assert named
    with Image.open(named[1]) as saved:
        assert abs(saved.width - 120) <= 4 and abs(saved.height - 90) <= 4
        before = saved.tobytes()
    assert main(words) == 1
    assert "is there already" in capsys.readouterr().err
    with Image.open(named[1]) as saved:
        assert saved.tobytes() == before


def test_what_was_seen_can_be_shown(picture: Path, tmp_path: Path) -> None:
    """The picture is larger by the band that names the kind, and marked."""
    out = tmp_path / "seen.png"
    assert main(["read", str(picture), "--as", "code", "--show", str(out)]) == 0
    with Image.open(picture) as before, Image.open(out) as after:
        assert after.width == before.width
        assert after.height > before.height
        assert after.convert("RGB").getcolors(1 << 20) != before.convert("RGB").getcolors(1 << 20)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("missing.png", None, "cannot be read"),
        ("text.png", b"hello", "not a PNG"),
        ("plain.png", "plain", "is plain #"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | str | None, word: str
) -> None:
    """Exit status 1, no traceback."""
    path = tmp_path / name
    if content == "plain":
        Image.new("RGB", (60, 40), (10, 20, 30)).save(path)
    elif isinstance(content, bytes):
        path.write_bytes(content)
    assert main(["read", str(path)]) == 1
    assert word in capsys.readouterr().err
