"""What a real server of the OpenAI chat shape does with this project's checkpoints."""

import base64
import io
import json
import urllib.request
from typing import Any

from PIL import Image

from tests.fixtures.servers.served import Served


def _picture(colour: str) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (56, 56), colour).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _ask(server: Served, **extra: Any) -> list[dict[str, Any]]:
    parts = [
        {"type": "image_url", "image_url": {"url": _picture("red")}},
        {"type": "text", "text": "Write the code."},
    ]
    body = {"model": server.model, "messages": [{"role": "user", "content": parts}], "max_tokens": 8} | extra
    request = urllib.request.Request(
        f"{server.url}/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=300) as response:
        text = response.read().decode()
    lines = [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data: ")]
    return [json.loads(line) for line in lines or [text] if line != "[DONE]"]


def test_a_tiny_checkpoint_is_served_by_transformers(third_party_server: Served) -> None:
    """A picture and a text are answered in a stream with text, a finish reason and the token count."""
    events = _ask(third_party_server, stream=True)
    text = "".join(event["choices"][0]["delta"].get("content") or "" for event in events)
    last = events[-1]
    assert text
    assert last["choices"][0]["finish_reason"] == "length"
    assert last["usage"]["completion_tokens"] == 8
    assert last["usage"]["prompt_tokens"] > 4
