"""A long screenshot on its way to an edit: cut, asked together or part by part, joined."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.fixtures.servers.raw_server import Route, raw_server
from viscodex_lsp.cli import main

CHAT = "/v1/chat/completions"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python file beside a screenshot of 1000x6000 with lines on it, which is cut into parts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISCODEX_MODEL", "m")
    image = Image.new("RGB", (1000, 6000), "white")
    draw = ImageDraw.Draw(image)
    for top in range(10, 5980, 30):
        draw.rectangle((40, top, 900, top + 10), fill="black")
    image.save(tmp_path / "page.png")
    (tmp_path / "a.py").write_text("")
    return tmp_path / "a.py"


def pictures_of(body: Any) -> int:
    return sum(part["type"] == "image_url" for part in body["messages"][-1]["content"])


def text_of(body: Any) -> str:
    return "".join(part.get("text", "") for part in body["messages"][-1]["content"])


class Engine:
    """Takes `most` pictures in one question, and answers each with a line of code of its own."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.answered = 0

    def __call__(self, body: Any) -> tuple[int, str, bytes]:
        if pictures_of(body) > self.most:
            words = f"At most {self.most} image(s) may be provided in one request."
            return 400, "application/json", json.dumps({"error": {"message": words, "code": 400}}).encode()
        self.answered += 1
        delta = {"content": f"```python\nx{self.answered} = {self.answered}\n```"}
        event = {"choices": [{"index": 0, "delta": delta, "finish_reason": "stop"}]}
        return 200, "text/event-stream", f"data: {json.dumps(event)}\n\ndata: [DONE]\n\n".encode()


def apply(page: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("VISCODEX_SERVER_URL", url)
    return main(["apply", str(page), "--image", "page.png", "--write", "--json", "--set", "truth.mode=off"])


def test_the_parts_are_asked_together_where_the_engine_takes_them(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One question holds all parts and says what they are."""
    with raw_server(Route(CHAT, answer=Engine(8))) as server:
        assert apply(page, server.url, monkeypatch) == 0
        [body] = server.bodies
    assert pictures_of(body) >= 4
    assert "one long picture, cut into parts from top to bottom" in text_of(body)
    assert page.read_text() == "x1 = 1\n"


def test_the_parts_are_asked_one_by_one_where_it_does_not(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine for one picture a question is asked part by part, told what came before, and one edit holds all."""
    with raw_server(Route(CHAT, answer=Engine(1))) as server:
        assert apply(page, server.url, monkeypatch) == 0
        asked = [body for body in server.bodies if pictures_of(body) == 1]
    count = len(asked)
    assert count >= 4
    assert page.read_text() == "".join(f"x{n} = {n}\n" for n in range(1, count + 1))
    for number, body in enumerate(asked, 1):
        assert f"part {number} of {count}" in text_of(body)
    assert "x1 = 1" in text_of(asked[1])


def test_a_part_that_is_refused_changes_nothing(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where one part gives no code there is no edit, and the sentence says which part."""
    engine = Engine(1)

    def answer(body: Any) -> tuple[int, str, bytes]:
        if "part 3 of" in text_of(body):
            event = {"choices": [{"delta": {"content": "I see a page of lines."}, "finish_reason": "stop"}]}
            return 200, "text/event-stream", f"data: {json.dumps(event)}\n\n".encode()
        return engine(body)

    with raw_server(Route(CHAT, answer=answer)) as server:
        assert apply(page, server.url, monkeypatch) == 1
    assert json.loads(capsys.readouterr().out)["sentence"].startswith("Part 3 of ")
    assert page.read_text() == ""
