"""Reads a source into a prepared Picture, or the region of it that is pointed at; the same for every door."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from viscodex_lsp.core.errors import NoPicture, TooHardToParse, UnsupportedPicture, UsageError
from viscodex_lsp.core.menu.request import (
    AttachedSource,
    ClipboardSource,
    FileSource,
    PictureRegion,
    ScreenSource,
    Source,
)
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.edges.bounded_work import run_apart
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.ports import Ports
from viscodex_lsp.session import Session

if TYPE_CHECKING:
    from viscodex_lsp.core.picture.region import Region

DECODING_SECONDS = 10.0
"""Of a processor, for one picture that its header does not show to be quick; the largest take two or three."""
FINDING = "Looking for that part of the picture"


async def read_picture(
    source: Source,
    *,
    ports: Ports,
    session: Session,
    settings: Settings,
    folder: Path | None,
    roots: tuple[Path, ...] | None,
    notify: Notify,
) -> Picture:
    """Read and prepare one picture. `folder` is where relative paths start, `roots` where files must lie.

    Raises:
        PictureError, CaptureError: there is none, or it cannot be used.
        UsageError: the region is not in it.
        NotRead, NoLocalServer: the region is named in words, and the reader cannot be had.
    """
    region: PictureRegion | None = None
    match source:
        case AttachedSource(name, region):
            return await _pointed(session.picture(name), region, ports, settings, notify)
        case ClipboardSource(region):
            data, origin = await ports.read_clipboard(), "clipboard"
        case ScreenSource(monitor, part):
            data, origin = await ports.capture_screen(monitor, part), "screenshot"
        case FileSource(path, region):
            data = await asyncio.to_thread(_read_file, _absolute(path, folder), folder, roots, ports)
            origin = Path(path).name
    most = settings.picture.max_pixels
    if isinstance(region, tuple):
        return await prepare(data, origin=origin, max_pixels=most, region=region)
    return await _pointed(
        await prepare(data, origin=origin, max_pixels=most), region, ports, settings, notify
    )


def _read_file(path: Path, folder: Path | None, roots: tuple[Path, ...] | None, ports: Ports) -> bytes:
    from viscodex_lsp.edges.pictures.files import sites_around

    return ports.read_file(path, sites_around(folder, roots) if roots is not None else None)


async def prepare(data: bytes, *, origin: str, max_pixels: int, region: "Region | None" = None) -> Picture:
    """Decode, turn, scale or cut, and encode, beside the event loop; an SVG drawing is drawn first.

    What may take long is decoded in a process that is ended when it does, or when nobody waits any more.

    Raises:
        PictureError: the data cannot be used.
        UsageError: the region is not in it.
    """
    from viscodex_lsp.core.picture.effort import is_quick
    from viscodex_lsp.core.picture.picture import prepare_picture
    from viscodex_lsp.core.picture.picture_types import is_svg

    if is_svg(data):
        from viscodex_lsp.edges.browser.drawing import draw_svg

        data = await draw_svg(data, origin=origin)
    if is_quick(data):
        return await asyncio.to_thread(
            prepare_picture, data, origin=origin, max_pixels=max_pixels, region=region
        )
    try:
        return await run_apart(
            prepare_picture, DECODING_SECONDS, data, origin=origin, max_pixels=max_pixels, region=region
        )
    except TooHardToParse as error:
        raise UnsupportedPicture(
            f"The picture ({origin}) was given up: decoding it takes {error.reason}. Save it again as PNG, or take a "
            "screenshot of it."
        ) from error


async def _pointed(
    picture: Picture, region: PictureRegion | None, ports: Ports, settings: Settings, notify: Notify
) -> Picture:
    """The region of a prepared picture; words are found by the reader."""
    if region is None:
        return picture
    from viscodex_lsp.core.picture.region import cut_out

    if isinstance(region, str):
        region = await _found(picture, region, ports, settings, notify)
    data = await asyncio.to_thread(cut_out, picture, region)
    return await prepare(data, origin=picture.origin, max_pixels=settings.picture.max_pixels)


async def _found(picture: Picture, words: str, ports: Ports, settings: Settings, notify: Notify) -> "Region":
    from viscodex_lsp.core.pointing.region_of_text import find_region

    if not ports.can_read():
        raise UsageError(
            "A part of a picture that is named in words is found by the reader, which is not installed here. Name "
            "x,y,width,height in pixels instead."
        )
    notify(FINDING)
    return find_region(await ports.see_picture(picture, settings, notify), words, origin=picture.origin)


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
