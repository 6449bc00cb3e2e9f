"""A chat request as llama.cpp is asked it: pictures as large as they are to be seen, no control tokens in text."""

import base64
import io
import re
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image

from viscodex_model.data.pictures import to_whole_cells
from viscodex_model.serve.protocol.request import ChatRequest, ImagePart, Message

# The engine reads a control token wherever it stands, in what a person wrote, too.
_CONTROL = re.compile(r"<(?=\|[a-z_]+\|>|__media)")


def engine_messages(messages: Sequence[Message], pictures: Sequence[Image.Image]) -> list[dict[str, Any]]:
    """`messages` with `pictures` in the place of theirs; neighbouring texts are joined, as transformers joins them."""
    left = iter(pictures)
    return [_message(message, lambda: next(left)) for message in messages]


def _message(message: Message, next_picture: Callable[[], Image.Image]) -> dict[str, Any]:
    role = "system" if message.role == "developer" else message.role
    if isinstance(message.content, str):
        return {"role": role, "content": neutral(message.content)}
    parts: list[dict[str, Any]] = []
    for part in message.content:
        if isinstance(part, ImagePart):
            parts.append({"type": "image_url", "image_url": {"url": data_uri(next_picture())}})
        elif parts and parts[-1]["type"] == "text":
            parts[-1]["text"] = neutral(parts[-1]["text"] + part.text)
        else:
            parts.append({"type": "text", "text": neutral(part.text)})
    return {"role": role, "content": parts}


def neutral(text: str) -> str:
    """`text` with a blank in what would be read as a control token: `< |im_end|>`."""
    return _CONTROL.sub("< ", text)


def engine_body(request: ChatRequest, messages: list[dict[str, Any]], *, limit: int) -> dict[str, Any]:
    """The request to the engine, streamed; its usage and timings come last."""
    body: dict[str, Any] = {
        "messages": messages,
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": min(request.token_limit or limit, limit),
        "temperature": request.temperature or 0.0,
        "top_p": request.top_p or 1.0,
        "top_k": 0,
        "min_p": 0.0,
        "stop": list(request.stops),
        "cache_prompt": True,
        "reasoning_format": "none",
        "chat_template_kwargs": {"enable_thinking": False},
    }
    if request.seed is not None:
        body["seed"] = request.seed % 2**32
    return body


def fitted(picture: Image.Image, *, side: int, most_cells: int, scale: float = 1.0) -> Image.Image:
    """`picture` scaled by `scale`, and further down to `most_cells`, then filled up to whole cells of `side` pixels."""
    cells = picture.width * picture.height * scale * scale / side**2
    if cells > most_cells:
        scale *= (most_cells / cells) ** 0.5
    if scale < 1.0:
        size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
        picture = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)
    return to_whole_cells(picture, side)


def count_cells(pictures: Sequence[Image.Image], side: int) -> int:
    """Image tokens of `pictures`, which fill whole cells."""
    return sum(picture.width // side * (picture.height // side) for picture in pictures)


def data_uri(picture: Image.Image) -> str:
    """`picture` as a PNG within a URI."""
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
