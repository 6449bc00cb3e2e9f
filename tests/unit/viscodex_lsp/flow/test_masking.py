"""No picture leaves this machine with its secrets where they can be found, and none where they cannot be looked for."""

import asyncio
import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from viscodex_lsp.core.errors import NoLocalServer, NotMasked
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings, resolve
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.edges.model.secret_finder import FoundSecret
from viscodex_lsp.flow import masking
from viscodex_lsp.flow.masking import mask
from viscodex_lsp.ports import Ports, real_ports

FAR = "https://models.example.com"
KEY = FoundSecret(kind="key or token", box=(10, 10, 60, 20))


def picture(*, below: int = 0) -> Picture:
    data = io.BytesIO()
    Image.new("RGB", (100, 40), "white").save(data, "PNG")
    part = Picture(data.getvalue(), "image/png", 100, 40, "mock.png")
    return replace(part, below=(part,) * below)


def finding(*answers: Any) -> tuple[Ports, list[Picture]]:
    """Ports whose reader gives `answers` in turn, and what it was asked about."""
    asked: list[Picture] = []
    left = list(answers)

    async def find(part: Picture, settings: Settings, notify: Notify) -> tuple[FoundSecret, ...]:
        del settings, notify
        asked.append(part)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        found: tuple[FoundSecret, ...] = answer
        return found

    return replace(real_ports(), can_find_secrets=lambda: True, find_secrets=find), asked


async def masked(
    ports: Ports, *pictures: Picture, url: str = FAR, **privacy: bool
) -> tuple[list[Picture], str]:
    settings = resolve(editor={"server": {"url": url}, "privacy": privacy}, environment={})
    return await mask(pictures, ports=ports, settings=settings, notify=lambda _: None)


async def test_secrets_are_covered_and_told_by_kind_only() -> None:
    """The picture that is sent is another file; the sentence counts the kinds."""
    original = picture()
    ports, _ = finding((KEY, KEY, FoundSecret(kind="card number", box=(0, 0, 5, 5))))
    (sent,), told = await masked(ports, original)
    assert sent.data != original.data
    assert told == "1 × card number, 2 × key or token"


async def test_a_picture_without_secrets_is_sent_as_it_is() -> None:
    original = picture()
    ports, asked = finding(())
    assert await masked(ports, original) == ([original], "")
    assert asked == [original]


async def test_every_part_of_a_long_picture_is_searched() -> None:
    """A part below the first is covered, too, and stays in its place."""
    original = picture(below=2)
    ports, asked = finding((), (KEY,), ())
    (sent,), told = await masked(ports, original)
    assert len(asked) == 3
    assert [part.data == original.data for part in sent.parts] == [True, False, True]
    assert told == "1 × key or token"


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:1234"])
async def test_pictures_that_stay_on_this_machine_are_not_searched(url: str) -> None:
    ports, asked = finding()
    await masked(ports, picture(), url=url)
    assert asked == []


async def test_masking_can_be_turned_off() -> None:
    ports, asked = finding()
    await masked(ports, picture(), maskSecrets=False)
    assert asked == []


async def test_without_a_reader_pictures_are_sent_as_before() -> None:
    ports, asked = finding()
    await masked(replace(ports, can_find_secrets=lambda: False), picture())
    assert asked == []


@pytest.mark.parametrize(
    "failure",
    [NotMasked("the local server answered 500"), NoLocalServer("The local server cannot be started.")],
)
async def test_a_picture_that_cannot_be_searched_is_not_sent(failure: Exception) -> None:
    """The sentence says why, and which setting would let it through."""
    ports, _ = finding(failure)
    with pytest.raises(NotMasked, match=r"not sent: .*viscodex\.privacy\.maskSecrets"):
        await masked(ports, picture())


async def test_a_search_that_takes_too_long_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless(part: Picture, settings: Settings, notify: Notify) -> tuple[FoundSecret, ...]:
        del part, settings, notify
        await asyncio.Event().wait()
        return ()

    monkeypatch.setattr(masking, "SECONDS", 0.05)
    ports, _ = finding()
    with pytest.raises(NotMasked, match="took longer"):
        await masked(replace(ports, find_secrets=endless), picture())
