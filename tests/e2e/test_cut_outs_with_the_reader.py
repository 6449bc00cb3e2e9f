"""Photos and icons are cut out with no model at all: the reader finds them, in the shell, for agents, in editors."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("mcp")
pytest.importorskip("rapidocr", reason="the reader is not installed")

from tests.e2e.agents.test_agents_with_the_reader import called
from tests.e2e.test_command_line import run
from tests.fixtures.people.mcp_agent import agent, reader_in, said
from tests.fixtures.people.virtual_editor import editor
from tests.fixtures.pictures.scenes import HOLE, PAGE, asks, encoded, png
from tests.fixtures.pictures.text_pictures import png as png_of
from tests.unit.viscodex_model.read.pages.test_markup import form

PHOTO = (300, 20, 120, 60)
IMAGE = re.compile(r'<img class="picture(?:-2)?" src="([^"]+)" alt="([^"]+)"')


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """One reader for all tests of this module."""
    with reader_in(tmp_path_factory.mktemp("reader") / "run") as environment:
        yield environment


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A page, a folder for pictures, and a mock-up: a form with the same photo twice."""
    (tmp_path / "public" / "images").mkdir(parents=True)
    (tmp_path / "public" / "images" / "old.png").write_bytes(png())
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "index.html").write_text(PAGE)
    pixels = form().pixels.copy()
    noise = np.random.default_rng(1).integers(0, 256, (60, 120, 3), np.uint8)
    pixels[20:80, 300:420] = pixels[290:350, 300:420] = noise
    (tmp_path / "mock.png").write_bytes(png_of(pixels))
    return tmp_path


def saved(site: Path) -> list[str]:
    """The new pictures; each shows what the mock-up shows there, but for its edge."""
    names = sorted(path.name for path in (site / "public" / "images").iterdir() if path.name != "old.png")
    for name in names:
        cut = np.asarray(Image.open(site / "public" / "images" / name).convert("RGB")).astype(int)
        assert abs(cut.shape[1] - PHOTO[2]) <= 4 and abs(cut.shape[0] - PHOTO[3]) <= 4
        assert cut.std() > 60
    return names


def is_told(code: str, name: str) -> bool:
    """Both images of the page have the one file, and an alt text."""
    found = IMAGE.findall(code)
    return len(found) == 2 and all(address == f"/images/{name}" and alt for address, alt in found)


async def test_in_the_shell(site: Path, reader: dict[str, str]) -> None:
    """Nothing is saved without `--write`; what was not understood is said."""
    words = ["apply", "index.html", "--image", "mock.png", "--line", "5", "--instruction", "as a page"]
    shown = await run(*words, "--cut-outs", "--json", folder=site, environment=reader)
    assert shown.returncode == 0, shown.stderr
    answer = json.loads(shown.stdout)
    assert any("does not know what they show" in note for note in answer["notes"])
    assert saved(site) == []
    done = await run(*words, "--cut-outs", "--write", folder=site, environment=reader)
    assert done.returncode == 0, done.stderr
    (name,) = saved(site)
    assert is_told((site / "index.html").read_text(), name)
    (site / "index.html").write_text(PAGE)
    plain = await run(*words, folder=site, environment=reader)
    assert "<img" not in plain.stdout


async def test_for_an_agent(site: Path, reader: dict[str, str]) -> None:
    """Asked for by an argument, saved with the patch."""
    asked: dict[str, Any] = {
        "picture": "mock.png", "file": "index.html", "line": 5, "instruction": "as a page", "cut_outs": True
    }  # fmt: skip
    async with agent(folder=site, url="", reader=reader) as client:
        text = said(await called(client, "picture_to_patch", **asked, write=True))
    (name,) = saved(site)
    assert f"Saved: public/images/{name}" in text
    assert is_told((site / "index.html").read_text(), name)


async def test_in_an_editor(site: Path, reader: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for by a setting, which every editor has; the picture was pasted."""
    for name, value in reader.items():
        monkeypatch.setenv(name, value)
    given: dict[str, Any] = {"files": {"cutOuts": True}, "truth": {"mode": "off"}}
    async with editor(workspace=site, capabilities="visual-studio-code", settings=given) as client:
        uri = client.open(site / "index.html", PAGE, "html")
        data = encoded((site / "mock.png").read_bytes())
        attached = await client.request("viscodex/attachPicture", {"uri": uri, "data": data})
        picture = {"kind": "attached", "id": attached.id}
        request = asks(client, uri, HOLE, HOLE + 1, picture=picture, instruction="as a page")
        await client.run("viscodex.imageToCode", request)
        await client.message(r"Inserted \d+ lines of HTML with .*\.png")
        code = client.buffers[uri].text
    (name,) = saved(site)
    assert is_told(code, name)


async def test_the_comparison_sees_the_new_pictures(site: Path, reader: dict[str, str]) -> None:
    """Their files are not there yet when the page is drawn beside its picture."""
    words = ["apply", "index.html", "--image", "mock.png", "--line", "5", "--instruction", "as a page"]
    words += ["--cut-outs", "--json", "--set", "truth.mode=tell"]
    shown = await run(*words, folder=site, environment=reader)
    assert shown.returncode == 0, shown.stderr
    likeness = json.loads(shown.stdout)["likeness"]
    assert likeness["value"] is not None and likeness["value"] > 0.8
