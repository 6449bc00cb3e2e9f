"""What the end-to-end tests share: a workspace with a picture, and the replies of a scripted model."""

import base64
import io
from pathlib import Path
from typing import Any

from PIL import Image

from tests.e2e.virtual_editor import VirtualEditor

PAGE = "<!DOCTYPE html>\n<html>\n  <body>\n    <main>\n\n    </main>\n  </body>\n</html>\n"
HOLE = PAGE.index("<main>\n") + len("<main>\n")
REPLY = "```html\n<h1>Hello</h1>\n<p>World</p>\n```"
FILLED = PAGE.replace("<main>\n\n", "<main>\n      <h1>Hello</h1>\n      <p>World</p>\n")


def png(width: int = 40, height: int = 30, colour: str = "navy") -> bytes:
    """A plain picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def workspace(folder: Path) -> Path:
    """A folder with `mock.png` in it."""
    folder.mkdir(exist_ok=True)
    (folder / "mock.png").write_bytes(png())
    return folder


def asks(editor: VirtualEditor, uri: str, at: int, until: int | None = None, **more: Any) -> dict[str, Any]:
    """The argument of `viscodex.imageToCode` for the file mock.png."""
    place = editor.range(uri, at, at if until is None else until)
    return {
        "uri": uri,
        "range": {
            "start": {"line": place.start.line, "character": place.start.character},
            "end": {"line": place.end.line, "character": place.end.character},
        },
        "version": editor.buffers[uri].version,
        "picture": {"kind": "file", "path": "mock.png"},
        **more,
    }


def encoded(data: bytes) -> str:
    """Bytes as `viscodex/attachPicture` takes them."""
    return base64.b64encode(data).decode()


def settings(url: str, **sections: dict[str, Any]) -> dict[str, Any]:
    """The client's settings with a server."""
    return {"server": {"url": url}, **sections}
