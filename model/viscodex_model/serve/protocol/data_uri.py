"""Takes the bytes of a picture out of its `data:` URI; nothing is fetched."""

import base64
import binascii
import re

from viscodex_model.serve.protocol.refusal import Refused

MAX_PICTURES = 8
DATA_URI = re.compile(r"data:image/[a-z0-9.+-]+;base64,", re.IGNORECASE)


def check_count(urls: list[str]) -> None:
    """Raises Refused where there are more pictures than one request may hold."""
    if len(urls) > MAX_PICTURES:
        raise Refused(400, f"The request holds {len(urls)} pictures; send at most {MAX_PICTURES}.")


def picture_bytes(url: str, number: int) -> bytes:
    """The bytes of picture `number`.

    Raises:
        Refused: with status 400, naming the picture by its number.
    """
    start = DATA_URI.match(url)
    if start is None:
        raise Refused(
            400,
            f"Picture {number} is not a data: URI. This server fetches nothing: send data:image/png;base64,… instead.",
        )
    try:
        return base64.b64decode(url[start.end() :], validate=True)
    except (binascii.Error, ValueError):
        raise Refused(400, f"Picture {number} is not valid base64.") from None
