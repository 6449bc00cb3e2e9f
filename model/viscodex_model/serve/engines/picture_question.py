"""Asks a served model about one real picture: a server that listens may still not accept pictures."""

import base64
import io
import json
import urllib.error
import urllib.request
from typing import Any

from viscodex_model.core.errors import UserError

_SECONDS = 300
_QUESTION = "What colour is this picture? Answer in one word."


def is_healthy(url: str) -> bool:
    """Whether the engine at `url` says that it is well."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def ask_about_red(url: str, *, key: str) -> str:
    """What the model says of a red square.

    Raises:
        UserError: it does not answer as an OpenAI-compatible server does.
    """
    content = [
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{_red_square()}"}},
        {"type": "text", "text": _QUESTION},
    ]
    try:
        model = _call(f"{url}/v1/models", key)["data"][0]["id"]
        question = {"model": model, "messages": [{"role": "user", "content": content}], "max_tokens": 32}
        said = _call(f"{url}/v1/chat/completions", key, question)["choices"][0]["message"]["content"]
    except urllib.error.HTTPError as error:
        reason = error.read(500).decode(errors="replace")
        raise UserError(f"{url} refused a picture with status {error.code}: {reason}") from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UserError(f"{url} is up, but does not answer a question with a picture: {error!r}") from error
    return str(said).strip()


def _call(url: str, key: str, question: dict[str, Any] | None = None) -> Any:
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    data = None if question is None else json.dumps(question).encode()
    request = urllib.request.Request(url, data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
        return json.load(answer)


def _red_square() -> str:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (224, 224), (220, 38, 38)).save(picture, "PNG")
    return base64.b64encode(picture.getvalue()).decode()
