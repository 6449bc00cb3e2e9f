"""`viscodex-lsp doctor` with a real process's command line and servers of every kind."""

import json
import re
from typing import Any

import pytest

from tests.fixtures.servers.raw_server import Route, raw_server
from viscodex_lsp.cli import main

MODELS = Route("/v1/models", content_type="application/json", body=b'{"data": [{"id": "m"}]}')


def saying(delta: dict[str, Any], finish: str) -> Route:
    event = {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
    return Route("/v1/chat/completions", body=f"data: {json.dumps(event)}\n\ndata: [DONE]\n\n".encode())


@pytest.mark.parametrize(
    ("delta", "finish", "says", "unsaid"),
    [
        ({"reasoning_content": "Let me look."}, "length", r"reasoning", "cannot see"),
        ({"content": "<think>Red or blue?</think> I do not know."}, "stop", "cannot see", "reasoning"),
        (
            {"content": "<think>Red or blue? Let me look."},
            "length",
            r"reasoning.*request\.maxTokens",
            "cannot see",
        ),
        ({"content": "<think>It is red.</think>"}, "stop", "reasoning", "cannot see"),
        ({"content": ""}, "content_filter", "content filter", "cannot see"),
    ],
)
def test_what_is_wrong_is_told_apart(
    delta: dict[str, Any],
    finish: str,
    says: str,
    unsaid: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A model that thinks until its reply is full is not called blind."""
    monkeypatch.delenv("VISCODEX_MODEL", raising=False)
    with raw_server(MODELS, saying(delta, finish)) as server:
        monkeypatch.setenv("VISCODEX_SERVER_URL", server.url)
        assert main(["doctor"]) == 1
    [eyesight] = [line for line in capsys.readouterr().out.splitlines() if "eyesight" in line]
    assert eyesight.startswith("BAD")
    assert re.search(says, eyesight)
    assert unsaid not in eyesight
