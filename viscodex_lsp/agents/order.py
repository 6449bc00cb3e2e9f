"""What an agent asks for: pictures, a file, a place in it, and an instruction; read from its arguments."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from viscodex_lsp.agents.folders import find_inside
from viscodex_lsp.core.errors import PictureTooLarge, UnreadablePicture, UsageError
from viscodex_lsp.core.menu.request import MOST_PICTURES, AttachedSource, FileSource, Source
from viscodex_lsp.core.nouns import Picture, Span
from viscodex_lsp.core.picture.decoding import MAX_BYTES
from viscodex_lsp.core.place.named_place import Side, place_of_anchor, place_of_lines
from viscodex_lsp.pictures import prepare
from viscodex_lsp.session import Session

_ADDRESS = re.compile(r"(?i)\s*(?:https?|ftp)://")
_DATA = re.compile(r"data:(?P<mime>[\w.+/-]*)(?:;[\w=.-]+)*;base64,(?P<data>.*)", re.DOTALL)
_BARE_BASE64 = re.compile(r"(?:iVBORw0KGgo|/9j/|UklGR|Qk|R0lGOD|SUkq|TU0A)[A-Za-z0-9+/=\s]{60,}")
_LINES = re.compile(r"\s*(\d{1,9})\s*[:-]\s*(\d{1,9})\s*")


@dataclass(frozen=True, slots=True)
class Order:
    """One request of an agent. `lines` is "A:B"; at most one of `line`, `lines` and `anchor` is set."""

    pictures: tuple[str, ...]
    file: str
    line: int | None = None
    lines: str = ""
    anchor: str = ""
    side: Side = "replace"
    instruction: str = ""
    write: bool = False


def place_in(text: str, order: Order) -> Span:
    """The place that `order` names in the text of its file.

    Raises:
        UsageError: it names none that is there, or more than one.
    """
    if sum((order.line is not None, bool(order.lines), bool(order.anchor))) > 1:
        raise UsageError("Name one place: line, lines or anchor.")
    if order.anchor:
        return place_of_anchor(text, order.anchor, side=order.side)
    if not order.lines:
        return place_of_lines(text, line=order.line)
    match = _LINES.fullmatch(order.lines)
    if match is None or int(match[1]) > int(match[2]):
        raise UsageError(
            f"lines is {order.lines[:40]!r}; write it as A:B, two line numbers from 1 with A up to B."
        )
    return place_of_lines(text, lines=(int(match[1]), int(match[2])))


async def sources_of(
    pictures: Sequence[str], *, folders: tuple[Path, ...], session: Session, max_pixels: int
) -> list[Source]:
    """The pictures as sources of the flow: files inside the folders, or data that is kept in the session.

    Raises:
        UsageError: none, or too many; an address on the network.
        PictureError: the data cannot be used, or the file lies outside.
    """
    if not pictures:
        raise UsageError("No picture is named; give its path, or its data as a data: URI.")
    if len(pictures) > MOST_PICTURES:
        raise UsageError(f"{len(pictures)} pictures are named; a request may have {MOST_PICTURES} at most.")
    sources: list[Source] = []
    for number, picture in enumerate(pictures, 1):
        data = picture_data(picture)
        if data is None:
            sources.append(FileSource(str(find_inside(picture, folders))))
        else:
            kept = await prepare(data, origin=f"picture {number}", max_pixels=max_pixels)
            sources.append(attach(session, kept))
    return sources


def attach(session: Session, picture: Picture) -> AttachedSource:
    """A prepared picture as a source of the flow."""
    return AttachedSource(session.attach("", picture))


def picture_data(picture: str) -> bytes | None:
    """The bytes of a picture that is given as data; None where it is the name of a file.

    Raises:
        UsageError: an address on the network, which is never fetched.
        UnreadablePicture, PictureTooLarge: no sound base64, or over 20 MB.
    """
    if _ADDRESS.match(picture):
        raise UsageError(
            "Pictures are not fetched from the network. Save the picture into the project's folder and give its path, "
            "or give its data as a data: URI."
        )
    match = _DATA.fullmatch(picture.strip()) if picture.lstrip()[:5].lower() == "data:" else None
    if match is None and picture.lstrip()[:5].lower() == "data:":
        raise UnreadablePicture(
            "The data: URI is not base64; write data:image/png;base64,… with the picture's bytes."
        )
    if match is None and not _BARE_BASE64.fullmatch(picture.strip()):
        return None
    encoded = match["data"] if match is not None else picture
    if len(encoded) > MAX_BYTES * 4 // 3 + 1000:
        raise PictureTooLarge(
            f"The picture has more than {MAX_BYTES // 2**20} MB. Crop it or save it smaller."
        )
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadablePicture(
            "The picture's data is no sound base64. Encode the file's bytes again."
        ) from error
