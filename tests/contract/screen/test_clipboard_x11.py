"""What `read_clipboard` promises on a real X11 clipboard."""

import io
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PIL import Image

from tests.fixtures.machine.x11 import x11_display
from viscodex_lsp.core.errors import NoPicture
from viscodex_lsp.core.picture.picture import prepare_picture
from viscodex_lsp.edges.pictures import clipboard
from viscodex_lsp.edges.pictures.clipboard import diagnose, read_clipboard

__all__ = ["x11_display"]


@pytest.fixture
def environment(x11_display: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(clipboard, "_is_wsl", lambda: False)
    return {"PATH": os.environ["PATH"], "DISPLAY": x11_display}


@contextmanager
def copied(data: bytes, kind: str, environment: dict[str, str]) -> Iterator[None]:
    """A program that offers `data` on the clipboard until the block ends."""
    command = ["xclip", "-selection", "clipboard", "-quiet", "-t", kind]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(data)
    process.stdin.close()
    process.stderr.readline()  # it says so when it has begun to wait for requests
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=300)
        process.stderr.close()


async def test_a_copied_picture_arrives(environment: dict[str, str]) -> None:
    """A PNG and a BMP that another program has copied come out byte for byte and can be prepared."""
    for form in ("PNG", "BMP"):
        stream = io.BytesIO()
        Image.new("RGB", (300, 200), "teal").save(stream, form)
        with copied(stream.getvalue(), f"image/{form.lower()}", environment):
            data = await read_clipboard(environment)
        assert data == stream.getvalue()
        assert prepare_picture(data, origin="clipboard", max_pixels=10**6).size == "300x200"
    assert diagnose(environment) == "the clipboard by xclip"


async def test_copied_text_is_named(environment: dict[str, str]) -> None:
    """Text on the clipboard is refused with the format that was there."""
    refused = pytest.raises(NoPicture, match=r"holds text, not a picture \(UTF8_STRING\)")
    with copied(b"some words", "UTF8_STRING", environment), refused:
        await read_clipboard(environment)


async def test_a_copied_file_is_named(environment: dict[str, str]) -> None:
    """A file copied in a file manager is told apart from a picture."""
    refused = pytest.raises(NoPicture, match="holds a file, not a picture")
    with copied(b"file:///tmp/mock.png", "text/uri-list", environment), refused:
        await read_clipboard(environment)


async def test_an_empty_clipboard_is_named(environment: dict[str, str]) -> None:
    """Where nothing was copied, or its program has ended, the clipboard is empty."""
    with pytest.raises(NoPicture, match="The clipboard is empty"):
        await read_clipboard(environment)


async def test_a_display_that_is_gone_is_named(environment: dict[str, str]) -> None:
    """A display's name without a display behind it is told."""
    with pytest.raises(NoPicture, match=r"The display does not answer .*open display"):
        await read_clipboard(environment | {"DISPLAY": ":4711"})
