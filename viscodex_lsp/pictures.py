"""Reads a source into a prepared Picture; the same for the server and the command line."""

import asyncio
from pathlib import Path

from viscodex_lsp.core.errors import NoPicture
from viscodex_lsp.core.menu.request import AttachedSource, ClipboardSource, FileSource, ScreenSource, Source
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.ports import Ports
from viscodex_lsp.session import Session


async def read_picture(
    source: Source,
    *,
    ports: Ports,
    session: Session,
    max_pixels: int,
    folder: Path | None,
    roots: tuple[Path, ...] | None,
) -> Picture:
    """Read and prepare one picture. `folder` is where relative paths start, `roots` where files must lie.

    Raises:
        PictureError, CaptureError: there is none, or it cannot be used.
    """
    match source:
        case AttachedSource(name):
            return session.picture(name)
        case ClipboardSource():
            data, origin = await ports.read_clipboard(), "clipboard"
        case ScreenSource(monitor, region):
            data, origin = await ports.capture_screen(monitor, region), "screenshot"
        case FileSource(path):
            data = await asyncio.to_thread(ports.read_file, _absolute(path, folder), roots)
            origin = Path(path).name
    return await prepare(data, origin=origin, max_pixels=max_pixels)


async def prepare(data: bytes, *, origin: str, max_pixels: int) -> Picture:
    """Decode, turn, scale or cut, and encode, beside the event loop; an SVG drawing is drawn first.

    Raises:
        PictureError: the data cannot be used.
    """
    from viscodex_lsp.core.picture.picture import prepare_picture
    from viscodex_lsp.core.picture.picture_types import is_svg

    if is_svg(data):
        from viscodex_lsp.edges.browser.drawing import draw_svg

        data = await draw_svg(data, origin=origin)
    return await asyncio.to_thread(prepare_picture, data, origin=origin, max_pixels=max_pixels)


def _absolute(path: str, folder: Path | None) -> Path:
    try:
        given = Path(path).expanduser() if path.startswith("~") else Path(path)
    except RuntimeError as error:
        raise NoPicture(
            f"There is no home folder here that {path} could lie in; give the whole path."
        ) from error
    if given.is_absolute():
        return given
    if folder is None:
        raise NoPicture(f"{path} is a relative path, and this document has no folder; give the whole path.")
    return folder / given
