"""The local server with its default engine, the reader: the same wire, and `/v1/read` besides."""

import base64
import io
import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx2
import numpy as np
import pytest
from PIL import Image

from tests.fixtures.pictures.text_pictures import text_picture
from tests.fixtures.servers.served import Served, free_port, running, wait_until_healthy
from tests.unit.viscodex_model.read.code.editor import editor_picture
from tests.unit.viscodex_model.read.pages.test_markup import form
from viscodex_lsp.core.asking.prompt import TAILWIND
from viscodex_lsp.core.files.cutting import WISH, cuts_in, lacks_alt, same_region
from viscodex_lsp.core.nouns import Message, Picture, Prompt
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.model.chat_client import ChatCompleter

LINES = ["def twice(value):", "    return 2 * value"]


def data_uri(pixels: np.ndarray) -> str:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`serve embedded` without a folder."""
    log = tmp_path_factory.mktemp("reader") / "log"
    token, port = secrets.token_hex(8), free_port()
    program = [sys.executable, "-m", "viscodex_model.cli", "serve", "embedded", "--port", str(port)]
    with running(program, log=log, environment={"VISCODEX_EMBEDDED_TOKEN": token}) as process:
        url = f"http://127.0.0.1:{port}"
        health = wait_until_healthy(url, process, log=log)
        yield Served(url=url, model=health["model"], token=token, pid=process.pid)


def post(server: Served, path: str, body: dict[str, Any], *, token: str | None = None) -> httpx2.Response:
    headers = {"authorization": f"Bearer {server.token if token is None else token}"}
    return httpx2.post(f"{server.url}{path}", json=body, headers=headers, timeout=300, trust_env=False)


def chat(pixels: np.ndarray, text: str) -> dict[str, Any]:
    parts = [{"type": "image_url", "image_url": {"url": data_uri(pixels)}}, {"type": "text", "text": text}]
    return {"messages": [{"role": "user", "content": parts}]}


def test_a_picture_of_code_is_answered_with_its_code(reader: Served) -> None:
    """As any model would: one block in the language that is asked for, and a note of what it is."""
    assert reader.model == "viscodex-reader"
    asked = "The person asks: as code\n\nAnswer with one ```python block."
    reply = post(reader, "/v1/chat/completions", chat(editor_picture(LINES), asked)).json()
    text = reply["choices"][0]["message"]["content"]
    assert text.startswith("```python\n" + "\n".join(LINES) + "\n```\n")
    assert "Note: copied by the reader, not understood" in text


def test_read_answers_with_lines_boxes_and_kind(reader: Served) -> None:
    """For whoever wants more than code."""
    pixels = editor_picture(LINES)
    read = post(reader, "/v1/read", {"picture": data_uri(pixels), "kind": "code"}).json()
    assert read["code"] == "\n".join(LINES)
    assert (read["kind"], read["language"], read["refusal"]) == ("code", "python", "")
    assert (read["height"], read["width"]) == pixels.shape[:2]
    assert any("twice" in line["text"] for line in read["lines"])
    for line in read["lines"]:
        left, top, right, bottom = line["box"]
        assert 0 <= left < right <= read["width"]
        assert 0 <= top < bottom <= read["height"]


@pytest.mark.parametrize(
    ("path", "body", "status", "word"),
    [
        ("/v1/read", {}, 400, "picture"),
        ("/v1/read", {"picture": "http://127.0.0.1:1/a.png"}, 400, "fetches nothing"),
        ("/v1/read", {"picture": "data:image/png;base64,AAAA"}, 400, "not a PNG"),
        ("/v1/read", {"picture": "data:image/png;base64,AAAA", "kind": "poem"}, 400, "kind"),
        (
            "/v1/chat/completions",
            {"messages": [{"role": "user", "content": "Hello."}]},
            400,
            "Send a picture",
        ),
    ],
)
def test_bad_requests_are_refused_with_a_sentence(
    reader: Served, path: str, body: dict[str, Any], status: int, word: str
) -> None:
    """Never a 500, and the server answers the next request."""
    response = post(reader, path, body)
    assert response.status_code == status
    assert word in response.json()["error"]["message"]


def test_read_wants_the_token(reader: Served) -> None:
    """Another user of this machine gets nothing."""
    assert post(reader, "/v1/read", {"picture": ""}, token="wrong").status_code == 401


def test_the_reader_is_served_without_torch() -> None:
    """Neither torch nor transformers is imported by what the default engine needs."""
    program = (
        "import sys, json; import viscodex_model.serve.reading.speaker, viscodex_model.serve.local.embedded, "
        "viscodex_model.read; print(json.dumps([m for m in ('torch', 'transformers') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_places_of_secrets_are_told_without_their_text(reader: Served) -> None:
    """What the language server asks before a picture leaves the machine."""
    lines = ["host = 'db.example.com'", "password = 'hunter2!x'", "retries = 5"]
    answer = post(reader, "/v1/read", {"picture": data_uri(editor_picture(lines)), "secrets": True})
    (secret,) = answer.json()["secrets"]
    assert secret["kind"] == "password or key beside its label"
    left, top, right, bottom = secret["box"]
    assert right - left > 40
    assert bottom > top
    assert "hunter2" not in answer.text


def test_addresses_are_told_where_asked(reader: Served) -> None:
    picture = data_uri(editor_picture(["mail = 'jane@example.org'"]))
    assert post(reader, "/v1/read", {"picture": picture, "secrets": True}).json() == {"secrets": []}
    found = post(reader, "/v1/read", {"picture": picture, "secrets": True, "addresses": True}).json()
    assert [secret["kind"] for secret in found["secrets"]] == ["mail address"]


def test_tailwind_is_heeded_in_the_words_of_the_language_server(reader: Served) -> None:
    """Both sides know the same sentence; without it a page has a style sheet."""
    drawn = form().pixels
    words = "The person asks: as a page\n\n{}Answer with one ```jsx block."
    replies = [
        post(reader, "/v1/chat/completions", chat(drawn, words.format(more))).json()
        for more in (f"{TAILWIND}\n\n", "")
    ]
    utilities, sheet = (reply["choices"][0]["message"]["content"] for reply in replies)
    assert "bg-[#0d6efd]" in utilities and "<style" not in utilities
    assert "bg-[#0d6efd]" not in sheet and "<style" in sheet


def test_pictures_are_cut_out_in_the_words_of_the_language_server(reader: Served) -> None:
    """Both sides know the same wish and the same addresses; without it a plain box stands for a drawing."""
    pixels = form().pixels.copy()
    pixels[20:80, 300:420] = np.random.default_rng(1).integers(0, 256, (60, 120, 3), np.uint8)
    words = "Write.\n\n{}The person asks: as a page\n\nAnswer with one ```html block."
    wished, plain = (
        post(reader, "/v1/chat/completions", chat(pixels, words.format(more))).json()["choices"][0]["message"]
        for more in (f"{WISH}\n\n", "")
    )
    (cut,) = cuts_in(wished["content"])
    assert same_region(cut.region, (300, 20, 120, 60))
    assert not lacks_alt(wished["content"]) and "1 picture was cut out" in wished["content"]
    assert "cut:" not in plain["content"]


async def test_the_language_server_hears_how_far_a_reading_is(reader: Served) -> None:
    """A stream of the reader tells it before its reply, in the form that the language server reads."""
    pixels = text_picture([f"line number {number} of a long page" for number in range(40)])
    uri = data_uri(pixels)
    picture = Picture(base64.b64decode(uri.partition(",")[2]), "image/png", 1, 1, "long.png")
    heard: list[str] = []
    asked = ChatCompleter(
        server=ServerSettings(url=reader.url, model=reader.model), request=RequestSettings(), key=reader.token
    )
    question = Prompt((Message("user", (picture, "Answer with one ```html block.")),))
    pieces = [piece.text async for piece in asked.stream(question, notify=heard.append)]
    await asked.close()
    assert "line number 39 of a long page" in "".join(pieces)
    assert heard[0] == "Looking for text in the picture"
    assert "Reading the picture: line 40 of 40" in heard
