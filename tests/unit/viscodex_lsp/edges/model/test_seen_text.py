"""A served model gets the text that the reader sees, and is asked without it where there is no reader."""

import io
from collections.abc import Sequence

from PIL import Image

from viscodex_lsp.core.asking.seen import TITLE, with_seen_text
from viscodex_lsp.core.errors import NoLocalServer
from viscodex_lsp.core.nouns import Message, Picture, Prompt
from viscodex_lsp.core.picture.picture import prepare_picture
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.edges.model.scripted import ScriptedCompleter
from viscodex_lsp.edges.model.seen_text import SeenTextCompleter


def picture() -> Picture:
    stream = io.BytesIO()
    Image.new("RGB", (70, 50), "red").save(stream, "PNG")
    return prepare_picture(stream.getvalue(), origin="mock.png", max_pixels=1_605_632)


PROMPT = Prompt((Message("system", ("You write code.",)), Message("user", (picture(), "Write it."))))


def test_the_text_stands_between_picture_and_task() -> None:
    """The rest of the prompt is as it was."""
    changed = with_seen_text(PROMPT, ["Sign up", "Your name"], max_tokens=100)
    assert changed.messages[0] == PROMPT.messages[0]
    seen = f"{TITLE}\nSign up\nYour name"
    assert changed.messages[1].parts == (PROMPT.messages[1].parts[0], seen, "Write it.")


def test_the_bound_cuts_whole_lines() -> None:
    """Nothing is sent where not even the first fits."""
    assert (
        with_seen_text(PROMPT, ["a" * 20, "b" * 20], max_tokens=10).messages[1].parts[1]
        == f"{TITLE}\n{'a' * 20}"
    )
    assert with_seen_text(PROMPT, ["a" * 20], max_tokens=2) == PROMPT


async def test_a_picture_is_read_once_for_all_questions_about_it() -> None:
    """The model sees the text each time."""
    read: list[bytes] = []

    async def lines(seen: Picture, notify: Notify) -> Sequence[str]:
        del notify
        read.append(seen.data)
        return ["Sign up"]

    inner = ScriptedCompleter(["ok"])
    completer = SeenTextCompleter(inner, max_tokens=50, read_lines=lines)
    for _ in range(2):
        assert "".join([piece.text async for piece in completer.stream(PROMPT, notify=print)]) == "ok"
    assert len(read) == 1
    assert all(prompt.messages[1].parts[1] == f"{TITLE}\nSign up" for prompt in inner.prompts)
    await completer.close()
    assert inner.closed


async def test_without_a_reader_the_model_is_asked_all_the_same() -> None:
    """The person hears why the text is missing."""

    async def fail(seen: Picture, notify: Notify) -> Sequence[str]:
        del seen, notify
        raise NoLocalServer("the reader is not installed")

    said: list[str] = []
    inner = ScriptedCompleter(["ok"])
    completer = SeenTextCompleter(inner, max_tokens=50, read_lines=fail)
    assert "".join([piece.text async for piece in completer.stream(PROMPT, notify=said.append)]) == "ok"
    assert inner.prompts == [PROMPT]
    assert said == ["The picture's text is not sent along: the reader is not installed"]
