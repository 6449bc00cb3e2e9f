"""The reader's copy while a model on this machine takes its time: offered once, in time, and to nobody's harm."""

import asyncio
from typing import Any, cast

import pytest

from viscodex_lsp.core.errors import NoPicture
from viscodex_lsp.core.settings import EmbeddedSettings, ServerSettings, Settings
from viscodex_lsp.server.results.meanwhile import OFFERED, reader_settings, with_reading

LOCAL = Settings(embedded=EmbeddedSettings(folder="/models/qwen.gguf", idle_seconds=7))
COPY = cast(Any, "the reader's suggestion")


def test_the_reader_takes_the_place_of_a_model_on_this_machine_alone() -> None:
    """Its settings are the person's but for the model; beside a server, or the reader itself, nothing is read twice."""
    instead = reader_settings(LOCAL)
    assert instead is not None
    assert instead.embedded == EmbeddedSettings(folder="", idle_seconds=7)
    assert reader_settings(Settings()) is None
    assert (
        reader_settings(Settings(server=ServerSettings(url="http://gpu:8000"), embedded=LOCAL.embedded))
        is None
    )


async def offered(
    answer: Any, read: Any, *, patience: float = 0.0, settings: Settings = LOCAL
) -> tuple[Any, Any, Any]:
    """What came of it: the answer, what was kept, and what was said."""
    kept: list[Any] = []
    said: list[str] = []

    def keep(suggestion: Any) -> str:
        kept.append(suggestion)
        return ""

    result = await with_reading(
        answer, read, settings=settings, keep=keep, notify=said.append, patience=patience
    )
    return result, kept, said


async def test_a_slow_answer_comes_after_the_readers_copy() -> None:
    """The copy is kept as a proposal and said; the answer still comes."""
    read = asyncio.Event()

    async def answer() -> str:
        await read.wait()
        await asyncio.sleep(0.01)
        return "code"

    async def reading(_settings: Settings) -> Any:
        read.set()
        return COPY

    assert await offered(answer(), reading) == ("code", [COPY], [OFFERED])


async def test_a_quick_answer_is_all_there_is() -> None:
    """The reader is not asked before the patience is over, and nothing is offered behind the answer."""

    async def answer() -> str:
        return "code"

    async def reading(_settings: Settings) -> Any:
        raise AssertionError("asked")

    assert await offered(answer(), reading, patience=60) == ("code", [], [])
    assert await offered(answer(), reading, settings=Settings()) == ("code", [], [])


async def test_what_goes_wrong_with_the_reading_is_nobodys_trouble() -> None:
    """A picture that the reader cannot read does not stop the model."""
    failed = asyncio.Event()

    async def answer() -> str:
        await failed.wait()
        return "code"

    async def reading(_settings: Settings) -> Any:
        failed.set()
        raise NoPicture("a photograph")

    assert await offered(answer(), reading) == ("code", [], [])


async def test_an_error_and_a_cancel_end_both() -> None:
    """The person is told the model's error; a cancelled job leaves neither behind."""

    async def failing() -> str:
        raise NoPicture("no picture")

    ended: list[str] = []

    async def endless(name: str) -> Any:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(name)

    with pytest.raises(NoPicture):
        await offered(failing(), lambda _: endless("reading"))
    started = asyncio.ensure_future(offered(endless("answer"), lambda _: endless("reading")))
    await asyncio.sleep(0.05)
    started.cancel()
    with pytest.raises(asyncio.CancelledError):
        await started
    assert sorted(ended)[-2:] == ["answer", "reading"]
