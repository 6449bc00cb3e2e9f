"""What an agent asks for: pictures, a file, a place in it, and an instruction; read from its arguments."""

import base64
import binascii
import re
from dataclasses import dataclass

from viscodex_lsp.core.errors import PictureTooLarge, UnreadablePicture, UsageError
from viscodex_lsp.core.menu.request import LONGEST_WORDS, PictureRegion
from viscodex_lsp.core.nouns import Companion, Span
from viscodex_lsp.core.picture.decoding import MAX_BYTES
from viscodex_lsp.core.place.named_place import Side, place_of_anchor, place_of_lines
from viscodex_lsp.core.pointing.elements import element_named

_ADDRESS = re.compile(r"(?i)\s*(?:https?|ftp)://")
_DATA = re.compile(r"data:(?P<mime>[\w.+/-]*)(?:;[\w=.-]+)*;base64,(?P<data>.*)", re.DOTALL)
_BARE_BASE64 = re.compile(r"(?:iVBORw0KGgo|/9j/|UklGR|Qk|R0lGOD|SUkq|TU0A)[A-Za-z0-9+/=\s]{60,}")
_NUMBERS = re.compile(r"(-?\d{1,7})\s*,\s*(-?\d{1,7})\s*,\s*(\d{1,7})\s*,\s*(\d{1,7})")
_LINES = re.compile(r"\s*(\d{1,9})\s*[:-]\s*(\d{1,9})\s*")


@dataclass(frozen=True, slots=True)
class Order:
    """One request of an agent. `lines` is "A:B", `at` an element's source position; at most one place is set."""

    pictures: tuple[str, ...]
    file: str
    line: int | None = None
    lines: str = ""
    anchor: str = ""
    side: Side = "replace"
    instruction: str = ""
    region: PictureRegion | None = None
    at: str = ""
    cut_outs: bool = False
    companions: tuple[Companion, ...] = ()
    write: bool = False


def place_in(text: str, language: str, order: Order) -> Span:
    """The place that `order` names in the text of its file.

    Raises:
        UsageError: it names none that is there, or more than one.
    """
    if sum((order.line is not None, bool(order.lines), bool(order.anchor), bool(order.at))) > 1:
        raise UsageError("Name one place: line, lines, anchor or at.")
    if order.at:
        return element_named(text, language, order.at)
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


def read_region(text: str) -> PictureRegion | None:
    """Four numbers, or the words of a region; None where nothing is said.

    Raises:
        UsageError: numbers that are no region.
    """
    numbers = _NUMBERS.fullmatch(text.strip())
    if numbers is None:
        return text.strip()[:LONGEST_WORDS] or None
    left, top, width, height = (int(number) for number in numbers.groups())
    if width <= 0 or height <= 0:
        raise UsageError("The width and height of a region must be above 0.")
    return left, top, width, height


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
