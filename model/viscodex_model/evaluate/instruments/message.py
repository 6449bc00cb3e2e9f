"""Builds the parts of a chat message from pictures and texts, as any OpenAI-compatible server takes them."""

import base64
import io
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from viscodex_model.data.pictures import on_white

_MOST_PIXELS = 64_000_000


class ChatFailed(Exception):
    """The question cannot be asked, or no answer came; `str(error)` says why."""


def picture_part(picture: Path | bytes) -> dict[str, Any]:
    """A picture as a data URI of an RGB PNG on white.

    Raises:
        ChatFailed: it cannot be read, or it is too large.
    """
    try:
        data = picture.read_bytes() if isinstance(picture, Path) else picture
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise ChatFailed(f"a picture has {image.width} x {image.height} pixels, which is too many")
            opaque = on_white(image)
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ChatFailed(f"a picture cannot be read: {error}") from error
    buffer = io.BytesIO()
    opaque.save(buffer, format="PNG")
    return {
        "type": "image_url",
        "image_url": {"url": "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()},
    }


def text_part(text: str) -> dict[str, Any]:
    """A text; `![` is split, because some servers read it as a picture to fetch."""
    return {"type": "text", "text": whole_characters(text).replace("![", "! [")}


def whole_characters(text: str) -> str:
    """`text` with characters joined that came as two surrogates; a surrogate without its partner becomes U+FFFD.

    Servers that stream byte by byte cut emoji in two, and a lone half cannot be written to a file.
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
